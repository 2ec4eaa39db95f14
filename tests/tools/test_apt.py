"""Debian packages: nothing is done twice, old lists are renewed, a refusal is explained."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools import apt, programs
from tools.console import SetupError

# Installs succeed only once the lists have been loaded, as on a new container.
APT_GET = """#!/bin/sh
echo "apt-get $*" >> {log}
case "$*" in
  *update*) touch {lists};;
  *install*) test -e {lists} && test ! -e {refuses};;
esac
"""
# Knows a package when the lists are there, as apt does.
APT_CACHE = """#!/bin/sh
test -e {lists}
"""
DPKG_QUERY = """#!/bin/sh
for last; do :; done
test "$last" = present && printf installed
"""


class Debian:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log, self.lists = folder / "log", folder / "lists"
        self.refuses = folder / "refuses"
        text = APT_GET.format(log=self.log, lists=self.lists, refuses=self.refuses)
        scripts = {
            "apt-get": text,
            "apt-cache": APT_CACHE.format(lists=self.lists),
            "dpkg-query": DPKG_QUERY,
            "dpkg": "#!/bin/sh\n",
        }
        for name, script in scripts.items():
            (folder / name).write_text(script)
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(folder), prepend=":")
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        self.log.touch()

    def steps(self) -> list[str]:
        words = (line.split() for line in self.log.read_text().splitlines())
        return [next(word for word in line if word in {"install", "update"}) for line in words]


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Debian:
    return Debian(tmp_path, monkeypatch)


def test_what_is_installed_is_left_alone(debian: Debian) -> None:
    apt.ensure(["present"], "thử")
    assert debian.steps() == []


def test_the_lists_are_loaded_only_when_an_installation_fails(debian: Debian) -> None:
    apt.ensure(["absent"], "thử")
    assert debian.steps() == ["install", "update", "install"]
    apt.ensure(["absent"], "thử")
    assert debian.steps() == ["install", "update", "install", "install"]


def test_a_refusal_names_the_command_to_run_by_hand(debian: Debian) -> None:
    debian.refuses.touch()
    with pytest.raises(SetupError, match="apt-get install --no-install-recommends absent"):
        apt.ensure(["absent"], "thử")


def test_without_the_right_to_install_the_message_names_the_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apt, "can_install", lambda: False)
    need = programs.Need("trình duyệt", lambda: False, ("chromium",))
    with pytest.raises(SetupError, match="install --no-install-recommends chromium"):
        programs.ensure([need])


def test_an_installation_that_does_not_help_is_not_taken_for_success(
    debian: Debian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apt, "can_install", lambda: True)
    need = programs.Need("trình duyệt", lambda: False, ("present",))
    with pytest.raises(SetupError, match="trình duyệt"):
        programs.ensure([need])
    assert debian.steps() == []


def test_what_can_be_done_without_is_tried_once(debian: Debian) -> None:
    assert not apt.try_install("absent")
    assert debian.steps() == []
    debian.lists.touch()
    assert apt.try_install("absent")
    debian.refuses.touch()
    assert not apt.try_install("absent")
    assert debian.steps() == ["install", "install"]


@pytest.mark.parametrize(
    ("found", "tried"), [("chromium", []), (None, ["install", "update", "install"])]
)
def test_the_light_browser_is_worth_an_effort_only_where_there_is_none(
    debian: Debian, monkeypatch: pytest.MonkeyPatch, found: str | None, tried: list[str]
) -> None:
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setattr(apt, "can_install", lambda: True)
    monkeypatch.setattr(programs, "LIGHT_BROWSER", "absent")
    monkeypatch.setattr(programs, "find_browser", lambda: found)
    monkeypatch.setattr(programs, "BROWSER", (programs.Need("thử", lambda: True, ()),))
    programs.ensure_browser()
    assert debian.steps() == tried

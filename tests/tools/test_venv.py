"""The virtual environment: filled once, filled again when the list changes, rebuilt when broken."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from tools import apt, venv
from tools.console import SetupError

PYTHON = """#!/bin/sh
case "$*" in
  *"-m venv"*) for last; do :; done; echo created >> {log}
    rm -rf "$last"; mkdir -p "$last/bin"; cp "$0" "$last/bin/python";;
  *"-m pip"*) for last; do :; done; echo "pip $(basename "$last")" >> {log}; exit {pip_code};;
esac
"""


class Machine:
    """A folder with requirement files and a Python that notes down what it is asked to do."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = folder
        self.venv = folder / ".venv"
        self.log = folder / "log"
        self.python = folder / "fake-python"
        self.pip_ends_with(0)
        monkeypatch.setattr(sys, "executable", str(self.python))
        for name in (venv.RUNTIME, venv.DEVELOPMENT):
            (folder / name).write_text(f"{name}==1\n")

    def pip_ends_with(self, code: int) -> None:
        self.python.write_text(PYTHON.format(log=self.log, pip_code=code))
        self.python.chmod(0o755)
        if (self.venv / "bin").exists():
            (self.venv / "bin/python").write_text(self.python.read_text())

    def ensure(self, name: str = venv.RUNTIME) -> list[str]:
        """What was done, in order."""
        self.log.write_text("")
        venv.ensure_venv(name, root=self.root, venv=self.venv)
        return self.log.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_the_first_run_creates_and_fills_and_the_second_does_nothing(machine: Machine) -> None:
    assert machine.ensure() == ["created", "pip requirements.txt"]
    assert machine.ensure() == []


def test_the_development_list_contains_the_runtime_list(machine: Machine) -> None:
    assert machine.ensure(venv.DEVELOPMENT) == ["created", "pip requirements-dev.txt"]
    assert machine.ensure(venv.RUNTIME) == []


def test_a_changed_list_is_installed_again(machine: Machine) -> None:
    machine.ensure(venv.DEVELOPMENT)
    (machine.root / venv.RUNTIME).write_text("flask==4\n")
    assert machine.ensure(venv.RUNTIME) == ["pip requirements.txt"]
    assert machine.ensure(venv.DEVELOPMENT) == ["pip requirements-dev.txt"]


def test_a_half_made_environment_is_built_anew(machine: Machine) -> None:
    (machine.venv / "bin").mkdir(parents=True)
    assert machine.ensure() == ["created", "pip requirements.txt"]


def test_an_environment_whose_filling_was_killed_is_built_anew(machine: Machine) -> None:
    machine.ensure()
    (machine.venv / ".dang-cai").touch()
    assert machine.ensure() == ["created", "pip requirements.txt"]


def test_a_failed_installation_is_told_and_tried_again_next_time(machine: Machine) -> None:
    machine.pip_ends_with(1)
    with pytest.raises(SetupError, match="pip không cài được"):
        machine.ensure()
    machine.pip_ends_with(0)
    assert machine.ensure() == ["pip requirements.txt"]


def test_a_python_without_ensurepip_is_told_what_to_install(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(apt, "can_install", lambda: False)
    with pytest.raises(SetupError, match=rf"python3\.{sys.version_info.minor}-venv"):
        machine.ensure()

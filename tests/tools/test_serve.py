"""Starting the server: the port is looked at before any work is done."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tools import open_page, serve
from tools.console import SetupError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((serve.HOST, 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_taken_port_is_told_with_the_command_for_another(taken: int) -> None:
    with pytest.raises(SetupError, match=rf"make run PORT={taken + 1}"):
        serve.refuse_busy(taken)


def test_a_free_port_is_taken_without_words(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        free = int(probe.getsockname()[1])
    assert free != taken
    serve.refuse_busy(free)


def test_the_usual_port_is_8000() -> None:
    assert serve.chosen_port("") == 8000
    assert serve.chosen_port("9001") == 9001


@pytest.mark.parametrize("text", ["0", "65536", "-1", "tám nghìn", "80.0", "²"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match="từ 1 đến 65535"):
        serve.chosen_port(text)


def test_the_page_is_opened_only_when_the_server_answers(taken: int) -> None:
    assert open_page.answers(serve.HOST, taken, seconds=5)
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        silent = int(probe.getsockname()[1])
    assert not open_page.answers(serve.HOST, silent, seconds=0.3)

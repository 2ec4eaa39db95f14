"""Two set-ups in one folder follow each other."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.waiting import PATIENCE
from tools.locking import only_one


def test_the_second_waits_until_the_first_lets_go(tmp_path: Path) -> None:
    entered = threading.Event()

    def second() -> None:
        with only_one(tmp_path / "lock"):
            entered.set()

    thread = threading.Thread(target=second)
    with only_one(tmp_path / "lock"):
        thread.start()
        assert not entered.wait(timeout=0.3)
    assert entered.wait(timeout=PATIENCE)
    thread.join()

"""The form of the review → what is changed in the proposal."""

from __future__ import annotations

from flask import request

from app.web.typed import typed_line
from forms import Move, ProposalChange

_MOVES = {"len": Move.UP, "xuong": Move.DOWN, "vao": Move.IN, "ra": Move.OUT}


def typed_change() -> ProposalChange:
    """Names are `tieu-de.<key>`, `cap.<key>`, `nhan.<key>`, `kieu.<key>`; `thu-tu` lists the keys
    of the sections as they stand, `bo` what is left out, `viec` the button."""
    return ProposalChange(
        title=typed_line("ten"),
        headings=_typed("tieu-de."),
        labels=_typed("nhan."),
        kinds=_typed("kieu."),
        depths={key: int(text) for key, text in _typed("cap.").items() if text in _DEPTHS},
        order=request.form.getlist("thu-tu"),
        dropped=frozenset(request.form.getlist("bo")),
        move=_move(request.form.get("viec", "")),
    )


_DEPTHS = frozenset("012345678")


def _typed(prefix: str) -> dict[str, str]:
    """Values by the rest of their names."""
    return {
        name.removeprefix(prefix): text[:1000]
        for name, text in request.form.items()
        if name.startswith(prefix)
    }


def _move(button: str) -> tuple[str, Move] | None:
    word, _, key = button.partition(".")
    return (key, _MOVES[word]) if word in _MOVES else None

"""Pairs of paragraphs that may be one point: which words stay, or that they are two points."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import Place, here
from app.extensions import db
from app.services import draft_alike, draft_undo, drafts
from app.services.draft_alike import MOST_SHOWN, Seen
from app.services.draft_material import Reading
from app.services.errors import Invalid

WORDS = {
    "tren": "Đã giữ câu trên; các đơn vị nêu ở câu dưới được tính vào câu này.",
    "duoi": "Đã giữ câu dưới; các đơn vị nêu ở câu trên được tính vào câu này.",
    "khac": "Đã ghi là hai ý khác nhau, sẽ không hỏi lại.",
    "hoan-tac": "Đã hoàn tác.",
}


def alike(campaign_id: int) -> str:
    place = here()
    section_key = request.args.get("muc", "")
    pairs = draft_alike.in_draft(Reading.of(place.draft), section_key)
    shown, done = pairs[:MOST_SHOWN], request.args.get("vua", "")
    return render_template(
        "drafting/alike.html",
        campaign=place.campaign,
        pairs=shown,
        total=len(pairs),
        section_key=section_key,
        may_edit=place.may_edit,
        undo=_last_step(place, done),
        done=done,
        words=WORDS.get(request.args.get("da", "")),
        place=min(max(request.args.get("cap", 1, type=int), 1), len(shown) + 1),
    )


def _last_step(place: Place, section_key: str) -> bool:
    if not place.may_edit or not section_key:
        return False
    step = draft_undo.next_step(place.draft, section_key, actor=place.actor, kind=draft_undo.UNDO)
    return step is not None and step.name in ("united", "told_apart")


def decide(campaign_id: int) -> Response:
    """Raises Invalid, NotFound, Refused."""
    place, section_key = here(), request.form.get("doan_muc", "")
    choice = request.form.get("chon", "")
    if choice == "hoan-tac":
        drafts.lock(place.draft)
        draft_undo.take_step(place.draft, section_key, actor=place.actor, kind=draft_undo.UNDO)
    else:
        _carry_out(place, section_key, choice)
    db.session.commit()
    return _back(campaign_id, choice, "" if choice == "hoan-tac" else section_key)


def _carry_out(place: Place, section_key: str, choice: str) -> None:
    draft, first, second = place.draft, _seen("mot"), _seen("hai")
    if choice == "tren":
        draft_alike.unite(draft, section_key, first, second, actor=place.actor)
    elif choice == "duoi":
        draft_alike.unite(draft, section_key, second, first, actor=place.actor)
    elif choice == "khac":
        draft_alike.set_apart(draft, section_key, first, second, actor=place.actor)
    else:
        raise Invalid("Hãy chọn câu giữ lại, hoặc “Khác ý”.")


def _seen(name: str) -> Seen:
    return Seen(request.form.get(name, ""), request.form.get(f"ban_{name}", 0, type=int))


def _back(campaign_id: int, choice: str, changed: str) -> Response:
    """To the list as it was asked for, where the next pair took the place of the one decided;
    `changed` is the section where a step can be undone."""
    address = url_for(
        ".alike",
        campaign_id=campaign_id,
        muc=request.form.get("muc") or None,
        vua=changed or None,
        cap=request.form.get("cap", 1, type=int),
        da=choice,
        _anchor="vua-chon",
    )
    return redirect(address, 303)

"""What an editor does with paragraphs: small POSTs that save what is typed, act, and come back."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, request
from werkzeug.wrappers import Response

from app.blueprints.drafting.places import (
    SectionPlace,
    here,
    section_here,
    to_overview,
    to_section,
)
from app.blueprints.drafting.saving import TEXT, save_posted
from app.blueprints.drafting.section_page import render_section
from app.extensions import db
from app.services import (
    draft_editing,
    draft_merging,
    draft_paragraphs,
    draft_sources,
    draft_undo,
    drafts,
)
from app.services.draft_sources import Chosen
from app.services.errors import Invalid, NotFound, Refused
from forms import Block, clean_text, drafting, merging
from forms import Draft as SectionDraft

Answer = Response | tuple[str, int]
Step = Callable[[SectionDraft, str], SectionDraft]


def _up(draft: SectionDraft, key: str) -> SectionDraft:
    return _moved(draft, key, -1)


def _down(draft: SectionDraft, key: str) -> SectionDraft:
    return _moved(draft, key, 1)


def _moved(draft: SectionDraft, key: str, by: int) -> SectionDraft:
    """One place among the visible paragraphs; at the ends nothing happens."""
    draft.get(key)
    shown = [block.id for block in draft.visible]
    place = shown.index(key) + by
    if not 0 <= place < len(shown):
        return draft
    if by > 0:
        return drafting.move(draft, key, shown[place])
    ids = [block.id for block in draft.blocks]
    before = ids.index(shown[place])
    return drafting.move(draft, key, ids[before - 1] if before else None)


def _split(draft: SectionDraft, key: str) -> SectionDraft:
    block = draft.get(key)
    at = _cut(block)
    if any(token.start < at < token.end for token in merging.find_tokens(block.text)):
        raise Invalid(
            "Con trỏ đang ở giữa một số liệu tự cập nhật, trong dấu {{ }}. Hãy đặt con trỏ trước "
            "hoặc sau dấu đó rồi tách."
        )
    return drafting.split(draft, key, at)


def _cut(block: Block) -> int:
    """Where the cursor stood; without a script, at the first blank line."""
    at = request.form.get(f"v_{block.id}", type=int)
    if at is None:
        return max(block.text.find("\n\n"), 0)
    return _stored_place(request.form.get(TEXT + block.id, block.text), max(at, 0))


def _stored_place(typed: str, at: int) -> int:
    """A cursor in the browser's box (UTF-16, as typed) as a place in the text that is stored."""
    units = typed.replace("\r\n", "\n").encode("utf-16-le")
    return len(clean_text(units[: 2 * at].decode("utf-16-le", "ignore")))


def _join(draft: SectionDraft, key: str) -> SectionDraft:
    """With the paragraph that follows."""
    draft.get(key)
    shown = [block.id for block in draft.visible]
    after = shown.index(key) + 1
    if after >= len(shown):
        raise Invalid("Đây là đoạn cuối của mục, không có đoạn sau để gộp.")
    return drafting.join(draft, [key, shown[after]])


def _approve(draft: SectionDraft, key: str) -> SectionDraft:
    """As the button said: of two officers who press it at once, neither takes it back."""
    wanted = request.form.get("muon")
    return drafting.approve(
        draft, key, not draft.get(key).approved if wanted is None else wanted == "1"
    )


# Address → (the engine's step, its name in the history, what to say).
ACTIONS: dict[str, tuple[Step, str, str]] = {
    "xoa": (drafting.delete, "deleted", "Đã xóa đoạn; đoạn nằm ở cuối trang, khôi phục được."),
    "khoi-phuc": (drafting.restore, "restored", "Đã khôi phục đoạn."),
    "len": (_up, "moved", ""),
    "xuong": (_down, "moved", ""),
    "tach": (_split, "split", "Đã tách đoạn."),
    "gop": (_join, "joined", "Đã gộp với đoạn sau."),
    "bo-gop": (
        drafting.separate,
        "separated",
        "Đã bỏ gộp. Bấm “Ghép lại” để có lại từng đoạn.",
    ),
    "duyet": (_approve, "approved", ""),
    "lay-moi": (drafting.accept, "accepted", "Đã lấy nội dung mới từ nguồn."),
    "ca-hai": (draft_merging.keep_both, "kept", "Đã chèn phần mới sau nội dung của dự thảo."),
    "giu": (drafting.keep, "kept", "Đã giữ nội dung của dự thảo."),
}


def act_on_block(campaign_id: int, section_key: str, block_key: str, action: str) -> Answer:
    """Raises NotFound, and Refused when the draft is closed."""
    step, name, words = _known(action)
    at = section_here(section_key)
    refused = _save_first(at)
    if refused is not None:
        return refused
    try:
        made = drafts.act(
            at.place.draft,
            section_key,
            lambda draft: step(draft, block_key),
            actor=at.place.actor,
            name=name,
        )
    except (Invalid, Refused) as problem:
        return _not_done(at, block_key, problem)
    if name == "separated":
        at.place.draft.merged_stamp = ""  # merging again is what brings the parts back
    db.session.commit()
    return _done(campaign_id, section_key, words, _seen(made, block_key))


def _not_done(at: SectionPlace, block_key: str, problem: Invalid | Refused) -> Answer:
    """The reason beside the paragraph it is about; what was typed on the page is saved."""
    db.session.commit()
    page = render_section(at, told={block_key: problem.message})
    return page, 422 if isinstance(problem, Invalid) else 409


def _seen(draft: SectionDraft, key: str) -> str:
    """The block to come back to: this one, or the one in whose place the eye is when it went."""
    shown = {block.id for block in draft.visible}
    ids = [block.id for block in draft.blocks]
    place = ids.index(key) if key in ids else len(ids)
    near = [*ids[place:], *reversed(ids[:place])]
    return next((found for found in near if found in shown), "")


def _known(action: str) -> tuple[Step, str, str]:
    try:
        return ACTIONS[action]
    except KeyError:
        raise NotFound("Không có thao tác này.") from None


def _save_first(at: SectionPlace) -> Answer | None:
    """Without a script the whole section comes along: nothing typed may get lost."""
    refused = save_posted(at)
    db.session.flush()
    if refused:
        db.session.commit()
        return render_section(at, refused.conflicts, refused.homeless), 409
    return None


def _done(campaign_id: int, section_key: str, words: str, block_key: str = "") -> Response:
    if words:
        flash(words, "success")
    return to_section(campaign_id, section_key, f"d-{block_key}" if block_key else "")


def mark_read(campaign_id: int, section_key: str, block_key: str) -> Answer:
    at = section_here(section_key)
    refused = _save_first(at)
    if refused is not None:
        return refused
    draft_editing.mark_read(at.place.draft, section_key, block_key)
    db.session.commit()
    return _done(campaign_id, section_key, "", block_key)


def add_block(campaign_id: int, section_key: str) -> Answer:
    """An empty paragraph of the editor's own, behind the one named."""
    at = section_here(section_key)
    refused = _save_first(at)
    if refused is not None:
        return refused
    after = request.form.get("sau", "")
    made = drafts.act(
        at.place.draft,
        section_key,
        lambda draft: drafting.add_manual(
            draft, after or _last(draft), "", meta=_meta_like(draft, after)
        ),
        actor=at.place.actor,
        name="added",
    )
    db.session.commit()
    return _done(campaign_id, section_key, "", _behind(made, after))


def _last(draft: SectionDraft) -> str | None:
    return draft.blocks[-1].id if draft.blocks else None


def _meta_like(draft: SectionDraft, after: str) -> dict[str, object]:
    """A new paragraph belongs to the question of the one before it."""
    block = draft.find(after) if after else draft.blocks[-1] if draft.blocks else None
    return {"field": block.meta["field"]} if block and "field" in block.meta else {}


def _behind(draft: SectionDraft, after: str) -> str:
    ids = [block.id for block in draft.blocks]
    return ids[ids.index(after) + 1] if after in ids else ids[-1]


def join_sentences(campaign_id: int, section_key: str) -> Answer:
    """Sentences that the machine put behind each other become paragraphs; undone in one step."""
    at = section_here(section_key)
    refused = _save_first(at)
    if refused is not None:
        return refused
    draft_paragraphs.join_section(at.place.draft, section_key, actor=at.place.actor)
    db.session.commit()
    return _done(campaign_id, section_key, "Đã gộp các câu liền nhau thành đoạn.")


def join_everywhere(campaign_id: int) -> Response:
    """The same in every section; a copy of the draft is kept first."""
    place = here()
    count = draft_paragraphs.join_draft(place.draft, actor=place.actor)
    db.session.commit()
    flash(
        f"Đã gộp câu thành đoạn ở {count:02} mục. Muốn trở lại, hãy khôi phục bản lưu "
        f"“{draft_paragraphs.BEFORE}”.",
        "success",
    )
    return to_overview(campaign_id)


def add_from_sources(campaign_id: int, section_key: str) -> Answer:
    """Sentences marked in the sources pane, as a paragraph or as named examples."""
    at = section_here(section_key)
    marks = [tuple(mark.split("|", 2)) for mark in request.form.getlist("cau")]
    chosen = Chosen(
        tuple(mark for mark in marks if len(mark) == 3),
        as_example=request.form.get("kieu") == "tieu-bieu",
        after=request.form.get("sau", ""),
    )
    draft_sources.add_sentences(at.reading, at.section, chosen, actor=at.place.actor)
    db.session.commit()
    return _done(campaign_id, section_key, "Đã đưa câu của đơn vị vào dự thảo.", chosen.after)


def undo(campaign_id: int, section_key: str) -> Answer:
    return _take_step(campaign_id, section_key, draft_undo.UNDO)


def redo(campaign_id: int, section_key: str) -> Answer:
    return _take_step(campaign_id, section_key, draft_undo.REDO)


def _take_step(campaign_id: int, section_key: str, kind: str) -> Answer:
    at = section_here(section_key)
    refused = _save_first(at)
    if refused is not None:
        return refused
    drafts.lock(at.place.draft)
    draft_undo.take_step(at.place.draft, section_key, actor=at.place.actor, kind=kind)
    db.session.commit()
    words = "Đã hoàn tác." if kind == draft_undo.UNDO else "Đã làm lại."
    return _done(campaign_id, section_key, words)


def bring_back(campaign_id: int, section_key: str, block_key: str) -> Response:
    """An earlier text of a paragraph, from its history."""
    at = section_here(section_key)
    revision = request.form.get("ban", 0, type=int)
    draft_editing.bring_back(at.place.draft, section_key, block_key, revision, actor=at.place.actor)
    db.session.commit()
    return _done(campaign_id, section_key, "Đã khôi phục bản cũ.", block_key)

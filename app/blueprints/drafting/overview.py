"""The first page of a draft: how it stands, the outline, merging; and its life as a document."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.blueprints.drafting.merging_jobs import merge_view
from app.blueprints.drafting.places import here, to_overview
from app.extensions import db
from app.models import Campaign, Draft, ReportState
from app.services import (
    draft_comments,
    draft_disagreements,
    draft_merging,
    draft_progress,
    draft_states,
    draft_warnings,
    drafts,
    exports,
    issuing,
    outlines,
    standings,
)
from app.services.actors import OFFICE_ROLES
from app.services.draft_material import Reading
from app.services.exported_files import WORD
from app.web.session import current_actor


def overview(campaign_id: int) -> str:
    campaign: Campaign = g.target
    draft = drafts.find_draft(campaign)
    is_office = current_actor().has(campaign.office_id, *OFFICE_ROLES)
    all_of_them = standings.list_standings(campaign)
    counters = standings.count(all_of_them)
    if draft is None:
        return render_template(
            "drafting/empty.html",
            campaign=campaign,
            counters=counters,
            is_office=is_office,
            merging=merge_view(campaign),
        )
    outline = outlines.get_outline(campaign.outline_version_id)
    states = draft_progress.outline_states(draft, outline)
    return render_template(
        "drafting/overview.html",
        campaign=campaign,
        draft=draft,
        counters=counters,
        left_out=_left_out(draft, all_of_them),
        states=states,
        totals=_totals(states),
        is_office=is_office,
        may_edit=is_office and draft.state in drafts.OPEN_STATES,
        stale=drafts.is_stale(draft),
        changed=draft_states.changed_since_closing(draft),
        merging=merge_view(campaign, draft),
        readers=draft_states.list_readers(draft),
        first_key=next((s.section.key for s in states if s.blocks), ""),
    )


def _left_out(draft: Draft, campaign_standings: Sequence[standings.Standing]) -> list[str]:
    """Units whose report was sent and counts as such, but is not accepted and so not merged."""
    if draft.include_submitted:
        return []
    sent = (row for row in campaign_standings if row.state is ReportState.SUBMITTED)
    return [row.name for row in sent]


def _totals(states: list[draft_progress.SectionState]) -> dict[str, int]:
    return {
        name: sum(getattr(state, name) for state in states)
        for name in ("blocks", "approved", "edited", "waiting", "comments")
    }


def settings(campaign_id: int) -> Response:
    """What the officer chose for merging; the next merge follows it."""
    place = here()
    draft_states.set_options(
        place.draft,
        include_submitted=bool(request.form.get("da_gui")),
        name_units_in_difficulties=bool(request.form.get("neu_ten")),
        count_suffix=bool(request.form.get("so_don_vi")),
    )
    db.session.commit()
    flash("Đã ghi lựa chọn. Bấm “Ghép lại” để áp dụng cho các đoạn máy ghép.", "success")
    return to_overview(campaign_id)


def ask(campaign_id: int) -> str:
    """Whom to ask for comments."""
    place = here()
    return render_template(
        "drafting/circulate.html",
        campaign=place.campaign,
        draft=place.draft,
        people=draft_states.possible_readers(place.campaign),
        chosen=draft_states.readers_of(place.draft),
    )


def circulate(campaign_id: int) -> Response:
    place = here()
    chosen = [int(value) for value in request.form.getlist("nguoi") if value.isdigit()]
    count = draft_states.circulate(place.draft, chosen, actor=place.actor)
    db.session.commit()
    flash(f"Đã gửi xin ý kiến {count} người. Họ chỉ xem và góp ý, không sửa được.", "success")
    return to_overview(campaign_id)


def change_state(campaign_id: int) -> Response | str:
    """Close, reopen or end the round of comments; issuing has a page of its own."""
    place = here()
    action = request.form.get("viec", "")
    if action == "chot" and draft_warnings.lacking_figures(Reading.of(place.draft)):
        flash("Chưa chốt được: còn câu có chỗ chưa có số liệu. Hãy sửa hoặc xóa các câu dưới đây.")
        return redirect(url_for(".check_prose", campaign_id=campaign_id), 303)
    if action == "chot" and draft_merging.waiting_changes(place.draft):
        flash("Chưa chốt được: còn đoạn đã sửa tay chờ quyết định dưới đây.")
        return redirect(url_for(".changes", campaign_id=campaign_id), 303)
    if action == "chot" and not request.form.get("van_chot"):
        doubts = _doubts(place.draft)
        if doubts:
            return render_template(
                "drafting/closing.html", campaign=place.campaign, draft=place.draft, doubts=doubts
            )
    words = _change(place.draft, action)
    db.session.commit()
    flash(words, "success")
    return to_overview(campaign_id)


def _doubts(draft: Draft) -> list[tuple[str, str]]:
    """What an officer should know before closing, each with where to see it. Nothing here forbids
    it: a number may rightly differ, a comment may be left aside."""
    campaign_id = draft.campaign_id
    reading = Reading.of(draft)
    differing = len(draft_warnings.all_warnings(reading))
    against = len(draft_disagreements.in_draft(reading))
    comments = sum(1 for thread in draft_comments.threads(draft) if thread.is_open)
    left_out = len(_left_out(draft, standings.list_standings(draft.campaign)))
    found = (
        (differing, "câu có số gõ tay khác với bảng số liệu", ".check_prose"),
        (against, "cặp đoạn nói khác nhau về cùng một việc", ".check_prose"),
        (comments, "ý kiến góp ý chưa xử lý", ".comments"),
        (left_out, "báo cáo đã gửi nhưng chưa tiếp nhận, chưa có trong dự thảo", ".overview"),
    )
    doubts = [
        (f"{count:02} {words}", url_for(address, campaign_id=campaign_id))
        for count, words, address in found
        if count
    ]
    if drafts.is_stale(draft):
        words = "Báo cáo của đơn vị đã thay đổi sau lần ghép trước, chưa ghép lại"
        doubts.append((words, url_for(".changes", campaign_id=campaign_id)))
    return doubts


def _change(draft: Draft, action: str) -> str:
    actor = current_actor()
    match action:
        case "chot":
            draft_states.close(draft, actor=actor)
            return "Đã chốt dự thảo. Muốn sửa tiếp, hãy mở lại thành phiên bản mới."
        case "mo-lai":
            fresh = draft_states.reopen(draft, actor=actor)
            return f"Đã mở phiên bản {fresh.version}; bản đã chốt vẫn được giữ nguyên."
        case _:
            draft_states.back_to_writing(draft, actor=actor)
            return "Đã kết thúc lấy ý kiến, tiếp tục soạn dự thảo."


def word(campaign_id: int) -> Response:
    draft, sources = here().draft, bool(request.args.get("nguon"))
    kept = None if sources else issuing.issued_file(draft, WORD)
    exported = kept or exports.draft_word(draft, sources=sources)
    return send_file(
        io.BytesIO(exported.data),
        mimetype=exported.media_type,
        as_attachment=True,
        download_name=exported.name,
    )

"""What a line of the log says, in words: the deed and its details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.models import AuditEvent, ReportState, Role
from app.services.unit_fields import COLUMNS

GROUPS: Mapping[str, str] = {
    "report": "Báo cáo của đơn vị",
    "attachment": "Tệp của báo cáo",
    "campaign": "Đợt báo cáo",
    "draft": "Dự thảo tổng hợp",
    "export": "Xuất văn bản",
    "outline": "Đề cương",
    "plan": "Lịch báo cáo",
    "unit": "Đơn vị",
    "account": "Tài khoản",
}
ACTIONS: Mapping[str, str] = {
    "report.submitted": "Đơn vị gửi báo cáo",
    "report.resubmitted": "Đơn vị gửi lại",
    "report.recalled": "Thu hồi",
    "report.approval_asked": "Trình lãnh đạo đơn vị duyệt",
    "report.approval_refused": "Lãnh đạo đơn vị yêu cầu sửa",
    "report.accepted": "Tiếp nhận",
    "report.unaccepted": "Hủy tiếp nhận",
    "report.returned": "Trả lại để sửa",
    "report.reopened": "Mở lại cho đơn vị nhập",
    "report.excluded": "Loại khỏi đợt",
    "report.included": "Đưa lại vào đợt",
    "report.extended": "Gia hạn",
    "report.reminded": "Đôn đốc",
    "attachment.added": "Thêm tệp đính kèm",
    "attachment.removed": "Bỏ tệp đính kèm",
    "campaign.created": "Tạo đợt báo cáo",
    "campaign.changed": "Sửa đợt báo cáo",
    "campaign.units_set": "Chọn đơn vị phải báo cáo",
    "campaign.asked_set": "Chọn mục hỏi đơn vị nào",
    "campaign.asked_taken_over": "Lấy theo đợt trước mục hỏi đơn vị nào",
    "campaign.values_given": "Cho sẵn số liệu",
    "campaign.deadline_set": "Đặt hạn nộp",
    "campaign.file_added": "Thêm tệp kế hoạch",
    "campaign.file_removed": "Bỏ tệp kế hoạch",
    "campaign.published": "Phát hành đợt",
    "campaign.closed": "Kết thúc đợt",
    "campaign.reopened": "Mở lại đợt",
    "draft.merged": "Tổng hợp vào dự thảo",
    "draft.restored": "Trở về bản đã lưu",
    "draft.circulated": "Gửi dự thảo xin ý kiến",
    "draft.consulted": "Kết thúc xin ý kiến",
    "draft.closed": "Chốt dự thảo",
    "draft.reopened": "Mở lại dự thảo",
    "draft.issued": "Ban hành",
    "draft.delivered": "Gửi văn bản đã ban hành",
    "draft.scan_attached": "Đính kèm bản ký",
    "draft.word_returned": "Đưa bản Word đã sửa trở lại",
    "draft.word_accepted": "Nhận thay đổi từ bản Word",
    "draft.passed_up": "Chuyển lên cấp trên",
    "export.requested": "Xuất văn bản",
    "mail.retried": "Gửi lại thư",
    "campaign.automatic_reminders": "Đặt nhắc tự động",
    "campaign.outline_changed": "Đổi đề cương của đợt",
    "outline.drafted": "Soạn bản nháp đề cương",
    "outline.released": "Phát hành đề cương",
    "outline.archived": "Lưu trữ đề cương",
    "outline.unarchived": "Lấy lại đề cương đã lưu trữ",
    "plan.added": "Thêm vào lịch báo cáo",
    "plan.active": "Bật, tắt lịch báo cáo",
    "unit.added": "Thêm đơn vị",
    "unit.changed": "Sửa đơn vị",
    "unit.merge": "Sáp nhập đơn vị",
    "unit.split": "Chia tách đơn vị",
    "unit.rename": "Đổi tên đơn vị",
    "unit.dissolve": "Giải thể đơn vị",
    "account.created": "Tạo tài khoản",
    "account.changed": "Sửa thông tin tài khoản",
    "account.signed_in": "Đăng nhập",
    "account.password_set": "Đặt mật khẩu hoặc cấp mã",
    "account.locked": "Tự khóa vì nhập sai nhiều lần",
    "account.unlocked": "Mở khóa sau khi nhập sai",
    "account.active": "Khóa, mở tài khoản",
    "account.role_given": "Giao vai",
    "account.role_dated": "Đặt thời hạn của vai",
    "account.role_taken": "Thôi vai",
    "account.second_factor_on": "Bật mã xác thực hai lớp",
    "account.second_factor_off": "Tắt mã xác thực hai lớp",
}
_LABELS: Mapping[str, str] = {
    **COLUMNS,
    "reason": "lý do",
    "before": "trước",
    "after": "sau",
    "username": "tài khoản",
    "role": "vai",
    "code": "mã",
    "name": "tên",
    "title": "tên",
    "on": "từ ngày",
    "successors": "tiếp nối",
    "units": "số đơn vị",
    "count": "số đơn vị",
    "version": "phiên bản",
    "sections": "mục",
    "deadline": "hạn",
    "receivers": "nơi nhận",
    "readers": "số người được hỏi",
    "one_time": "mã một lần",
    "active": "đang dùng",
    "fields": "nội dung sửa",
    "letterhead": "tiêu đề văn bản",
    "parent_id": "cấp trên",
    "display_name": "họ tên hoặc chức danh",
    "phone": "điện thoại",
    "email": "thư điện tử",
}
_VALUES: Mapping[str, str] = {
    **{role.value: role.label for role in Role},
    **{state.value: state.label for state in ReportState},
    **{key: _LABELS[key] for key in ("display_name", "phone", "email")},
    "title": "tên đợt",
    "period_label": "kỳ báo cáo",
    "period_from": "kỳ từ ngày",
    "period_to": "kỳ đến ngày",
    "as_of": "ngày chốt số liệu",
    "estimates_allowed": "cho phép số ước",
    "contact": "người giải đáp",
    "contact_phone": "điện thoại giải đáp",
    "basis": "căn cứ",
    "collector_id": "cơ quan ban hành",
    "outline_version_id": "đề cương",
    "previous_id": "đợt trước",
}
_LONGEST = 400


def action_words(action: str) -> str:
    """A deed without words of its own is named by its group: nothing in the log is hidden."""
    group = GROUPS.get(action.partition(".")[0], "Hệ thống")
    return ACTIONS.get(action) or f"{group}: {action.partition('.')[2].replace('_', ' ')}"


def details_words(event: AuditEvent, headings: Mapping[str, str] | None = None) -> str:
    """ "lý do: thiếu số liệu; hạn: …"; what has no word of its own is left out. `headings` are
    those of sections by key."""
    details = dict(event.details or {})
    if headings and isinstance(details.get("sections"), list):
        details["sections"] = [headings.get(key, key) for key in details["sections"]]
    parts = list(_parts(details))
    text = "; ".join(parts)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _parts(details: Mapping[str, Any]) -> Iterator[str]:
    before, after = details.get("before"), details.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _changes(before, after)
    elif before and after:
        yield f"{_value(before)} → {_value(after)}"
    for key, value in details.items():
        if key in _LABELS and key not in ("before", "after") and value not in (None, "", []):
            yield f"{_LABELS[key].lower()}: {_value(value)}"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in after:
        label = _LABELS.get(key, "").lower()
        if isinstance(after[key], Mapping) and isinstance(before.get(key), Mapping):
            yield from _changes(before[key], after[key])
        elif label and before.get(key) != after[key]:
            yield f"{label}: {_value(before.get(key))} → {_value(after[key])}"


def _value(value: Any) -> str:
    if value in (None, "", []):
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_value(one) for one in value)
    text = str(value)
    return _VALUES.get(text) or _day(text) or text


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return f"{day.day}/{day.month}/{day.year}"

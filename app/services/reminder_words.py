"""The words of a reminder (đôn đốc): a template with places to fill, filled for one unit or many.

Places are Vietnamese words in brackets, so that an officer can write and move them: [đơn vị].
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.models import Campaign
from app.services import clock
from app.services.deadlines import deadline_words, timing_words
from app.services.errors import Invalid
from forms import clean_text, search_key

PLACES: Mapping[str, str] = {
    "đơn vị": "tên đơn vị được nhắc; trong tin Zalo là tên mọi đơn vị đã chọn",
    "đợt": "tên đợt báo cáo",
    "hạn": "hạn nộp và còn mấy ngày hoặc quá mấy ngày",
    "đường dẫn": "địa chỉ để mở báo cáo",
    "liên hệ": "người và số điện thoại liên hệ của đợt",
    "cơ quan": "tên cơ quan đôn đốc",
}
DEFAULT = """Kính gửi: [đơn vị].
[cơ quan] đề nghị hoàn thành và gửi báo cáo “[đợt]”.
Hạn nộp: [hạn].
Mở báo cáo tại: [đường dẫn]
Cần trao đổi, xin liên hệ: [liên hệ].
Trân trọng cảm ơn."""
LONGEST = 3000
NO_LINK = "trang nhập báo cáo của đơn vị"
SETTING = "reminder_text"

_PLACE = re.compile(r"\[([^\[\]\n]{1,40})\]")
_KEYS = {search_key(name): name for name in PLACES}


@dataclass(frozen=True)
class Named:
    """One unit that is reminded, with its own deadline."""

    name: str
    deadline: datetime | None


def template_of(campaign: Campaign) -> str:
    """The words last used in this campaign, or the usual ones."""
    return str((campaign.settings or {}).get(SETTING) or DEFAULT)


def read_template(text: str) -> str:
    """Raises Invalid for an empty text, one that is too long, or a place that does not exist."""
    words = clean_text(text).strip()
    if not words:
        raise Invalid("Hãy viết nội dung nhắc.")
    if len(words) > LONGEST:
        raise Invalid(f"Nội dung nhắc dài quá {LONGEST} ký tự; hãy viết ngắn lại.")
    for place in _PLACE.findall(words):
        if search_key(place) not in _KEYS:
            known = ", ".join(f"[{name}]" for name in PLACES)
            raise Invalid(f"Không có ô điền [{place}]. Các ô điền được: {known}.")
    return words


def fill(template: str, campaign: Campaign, units: Sequence[Named], link: str) -> str:
    """The template with its places filled for these units; unknown places stay as they are."""
    contact = ", ".join(part for part in (campaign.contact, campaign.contact_phone) if part)
    values = {
        "đơn vị": "; ".join(unit.name for unit in units),
        "đợt": campaign.title,
        "hạn": _deadlines(units),
        "đường dẫn": link or NO_LINK,
        "liên hệ": contact or campaign.office.name,
        "cơ quan": campaign.office.name,
    }

    def value_of(found: re.Match[str]) -> str:
        name = _KEYS.get(search_key(found[1]))
        return values[name] if name else found[0]

    return _PLACE.sub(value_of, template)


def _deadlines(units: Sequence[Named]) -> str:
    """One deadline for all, or the commonest and then the units that have another one."""
    groups: dict[datetime | None, list[str]] = {}
    for unit in units:
        groups.setdefault(unit.deadline, []).append(unit.name)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    first, *others = [(_one_deadline(deadline), names) for deadline, names in ordered]
    return "; ".join([first[0], *(f"riêng {', '.join(names)}: {words}" for words, names in others)])


def _one_deadline(deadline: datetime | None) -> str:
    timing = timing_words(deadline, None, clock.now())
    return f"{deadline_words(deadline)} ({timing.lower()})" if timing else deadline_words(deadline)

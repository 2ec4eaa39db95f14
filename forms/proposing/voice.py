"""What several units say of themselves, told by the level above: "UBND xã" → "UBND các xã".

Scope: the number of the one who speaks, and links to a sentence that is not there. Vietnamese words
do not bend, so only a word before the noun is needed; where the sentence tells a range from unit to
unit it is "mỗi xã", where few of those who could say so did, "một số xã". Not here: other words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

LEVELS = ("xã", "phường", "thị trấn", "đặc khu")
SUBJECT_LENGTH = 40  # characters; what a sentence speaks of is named at its beginning
FEW = 0.4  # of those asked; fewer are "một số"

_LEVEL = "|".join(LEVELS)
# Bodies and belongings of one commune, as its report calls them.
_BODIES = "|".join((
    *("UBND", "[UỦ](?:ỷ|y) ban nhân dân", "HĐND", "Hội đồng nhân dân", "Đảng (?:ủy|uỷ)"),
    *("[Đđ]ảng bộ", "[Đđ]ịa bàn", "[Nn]gân sách", "[Cc]hính quyền", "MTTQ", "Mặt trận Tổ quốc"),
    *("Hội Khuyến học", "Hội Nông dân", "Hội(?: Liên hiệp)? Phụ nữ", "Hội Cựu chiến binh"),
    *("Hội Người cao tuổi", "Đoàn Thanh niên", "Trung tâm học tập cộng đồng", "Công an"),
    *("[Cc]án bộ", "Ban Chỉ đạo xây dựng xã hội học tập", "của"),
))  # fmt: skip
_PLACE = re.compile(
    rf"\b(?P<body>{_BODIES}) (?:{_LEVEL})(?! (?:hội|viên|đội)\b|,? (?:{_LEVEL})\b| đến )"
    r"(?=[ ,.;:)]|$)"
)
# Of a commune's own committee its report says no more than "Đảng ủy"; above it that is nobody's.
_COMMITTEE = re.compile(
    r"(?:^|(?<=[,.;] ))(?P<body>(?:Ban (?:Thường vụ|Chấp hành) |[UỦ](?:ỷ|y) ban Kiểm tra )?"
    rf"Đảng (?:ủy|uỷ))(?! (?:{_LEVEL}|các|một|mỗi|từng|và|viên|bộ|cơ|cấp|trực|cùng)\b)"
    r"(?= [a-zà-ỹđ])"
)
_WHOLE = re.compile(rf"\b[Tt]oàn (?:{_LEVEL})(?= (?:có|đã|hiện)\b)")
# An office held by one person stays one.
_OFFICE = re.compile(r"(?:đồng chí|[Cc]hủ tịch|[Bb]í thư)[^.;,]{0,30}$")
# Before whoever a clause speaks of: nothing, other bodies, or when and why.
_BEFORE = re.compile(
    rf"(?:(?:{_BODIES}|[Cc]ấp (?:ủy|uỷ)|đoàn thể)(?:, | và ))*"
    r"|(?:Căn cứ|Hằng năm|Từ|Trên cơ sở|Thực hiện|Đến|Tính đến|Qua|Thông qua|Với)\b.*, "
)
_SUBJECT = re.compile(
    r"(?:(?<=^)|(?<=[.;] ))(?:Đơn vị|Địa phương|đơn vị|địa phương)"
    r"(?! (?:học tập|sự nghiệp|trực thuộc|nào)\b)(?= \w)"
    r"|(?<=, )(?P<inner>đơn vị|địa phương)(?= (?:đã|được|luôn|vận động|phối hợp|chủ động|tổ chức"
    r"|thực hiện|tuyên truyền|khuyến khích|thường xuyên|triển khai|ký kết|duy trì|chú trọng"
    r"|quan tâm|tích cực)\b)"
)
_LISTED = re.compile(
    r"(?:cơ quan|địa phương|phòng|ban|ngành|đoàn thể|doanh nghiệp), $|(?:^|[.;] )[Cc]ác [^,;]*, $"
)
_BELONGING = re.compile(r"\b(?P<of>trong|của|tại) đơn vị\b(?! (?:mình|học tập|sự nghiệp|khác)\b)")
_MANY = re.compile(r"(?:[Cc]ác|[Mm]ột số|[Mm]ỗi|từng) (?:cơ quan, )?đơn vị")
_CENTRE = re.compile(r"^Trung tâm(?: học tập cộng đồng)?(?= (?:có|đã|được|chưa|không)\b)")
_RANGE = re.compile(r"\btừ [0-9][0-9.,]*%? (?:[^\s]+ ){0,3}?đến [0-9]")
_TOTAL = "{{"
# What a sentence refers back to does not stand before it any more.
_LINK = re.compile(
    r"^(?P<label>[^:.;]{1,60}: )?(?:Trên cơ sở đó|Từ đó|Qua đó|Nhờ (?:đó|vậy)|Do (?:đó|vậy)|Vì vậy"
    r"|Theo đó|Trong đó|Cùng với đó|Bên cạnh đó|Ngoài ra|Đồng thời|Mặt khác|Tuy nhiên),? (?=\w)"
)


class Speakers(NamedTuple):
    """`places`: the levels of those who say it ("xã, thị trấn"), "" when none is a commune; whether
    they are more than a few of the communes, and of all units that reported; `alone`: nobody else
    says it. No counts: a unit more leaves most sentences as they were told."""

    places: str
    many_places: bool
    many: bool
    alone: bool = False


class Reporters:
    """The units that reported, by the level their names tell."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._count = len(names)
        self._at: dict[str, set[str]] = {level: set() for level in LEVELS}
        for unit_id, name in names.items():
            if level := _level(name):
                self._at[level].add(unit_id)
        self._communes = sum(map(len, self._at.values()))

    def speakers(self, unit_ids: Collection[str]) -> Speakers:
        wanted = frozenset(unit_ids)
        counts = {level: len(wanted & those) for level, those in self._at.items() if those}
        communes = sum(counts.values())
        return Speakers(
            ", ".join(level for level in LEVELS if counts.get(level)),
            communes / max(self._communes, 1) >= FEW,
            len(unit_ids) / max(self._count, 1) >= FEW,
            0 < communes == len(unit_ids),
        )


def _level(name: str) -> str:
    lowered = name.lower().removeprefix("đảng ủy ")
    return next((level for level in LEVELS if lowered.startswith(f"{level} ")), "")


@lru_cache(maxsize=1 << 12)
def for_many(text: str, who: Speakers) -> str:
    """The sentence as the level above tells it; unchanged when it speaks of nobody's own."""
    told = _subjects(text, _quantity(text, who.many))
    return told if told != text or not who.places else _places(text, who)


def without_link(text: str) -> str:
    """ "Trên cơ sở đó, Đảng ủy …" → "Đảng ủy …": taken out of its answer, it stands by itself."""
    found = _LINK.match(text)
    if found is None:
        return text
    rest = text[found.end() :]
    return f"{found['label'] or ''}{rest[0].upper()}{rest[1:]}"


def _quantity(text: str, many: bool) -> str:
    if _TOTAL in text:
        return "các"
    if _RANGE.search(text):
        return "mỗi"
    return "các" if many else "một số"


def _places(text: str, who: Speakers) -> str:
    """The first body that is told of becomes many; behind it a bare "xã" is understood."""
    quantity = _quantity(text, who.many_places)
    if quantity == "mỗi" and _WHOLE.search(text):
        return _capital(_WHOLE.sub(f"mỗi {who.places}", text, count=1), text)
    found = _first_own(text, who)
    if found is None:
        return text
    many = quantity if _is_subject(text, found) else "các"
    rest = text[found.end() :].replace(" trên địa bàn xã", " trên địa bàn")
    return f"{text[: found.start()]}{found['body']} {many} {who.places}{rest}"


def _first_own(text: str, who: Speakers) -> re.Match[str] | None:
    found = [one for one in _PLACE.finditer(text) if _is_own(text, one)][:1]
    if who.alone:
        found += [one for one in _COMMITTEE.finditer(text) if _is_subject(text, one)]
    return min(found, key=re.Match.start, default=None)


def _is_own(text: str, found: re.Match[str]) -> bool:
    """Not the name of a certain commune, and not the office of one person."""
    named = text[found.end() :].lstrip()[:1]
    return not (named.isupper() or (named in '“"' and named)) and not _OFFICE.search(
        text[: found.start()]
    )


def _is_subject(text: str, found: re.Match[str]) -> bool:
    if found["body"] == "của" or found["body"].endswith("địa bàn"):
        return True
    clause = re.split(r"[.;] ", text[: found.start()])[-1]
    return _BEFORE.fullmatch(clause) is not None


def _subjects(text: str, quantity: str) -> str:
    def tell(found: re.Match[str]) -> str:
        listed = found["inner"] and _LISTED.search(text[: found.start()])
        named = text[found.end() + 1 : found.end() + 2].isupper()
        return found.group() if listed or named else f"{quantity} {found.group().lower()}"

    if _CENTRE.search(text):
        return _capital(f"{quantity} t{text[1:]}", text)
    told = _capital(_SUBJECT.sub(tell, text, count=1), text)
    if told != text:
        return told
    found = _BELONGING.search(text)
    if found is None or _MANY.search(text):
        return text
    many = quantity if found.start() <= SUBJECT_LENGTH else "các"
    return f"{text[: found.start()]}{found['of']} {many} đơn vị{text[found.end() :]}"


def _capital(text: str, like: str) -> str:
    return text[:1].upper() + text[1:] if like[:1].isupper() else text

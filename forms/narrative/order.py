"""In which order shared claims are told: as most units told them.

A report has its own course (quán triệt, kế hoạch, tổ chức thực hiện, kiểm tra, sơ kết), which all
who write by one outline follow. Told by number of units alone it would jump to and fro, and what
belongs together would stand apart. Not here: which claims are shown (`proposing`).
"""

from collections.abc import Iterable, Mapping
from statistics import median

from forms.narrative.claims import Claim, ClaimKind, ClaimSet, Share

PLACES = 20  # of an answer; a late unit should not turn two neighbours round


def in_course(chosen: Iterable[Claim], claims: ClaimSet) -> list[Claim]:
    """General statements before figures, what many say before what some say, each in the course
    of the answers. The order they come in decides between equals."""
    ends = _ends(claims)
    return sorted(
        chosen,
        key=lambda claim: (
            claim.kind is ClaimKind.FIGURES,
            claim.share in (Share.SOME, Share.SINGLE),
            _place(claim, ends),
        ),
    )


def _ends(claims: ClaimSet) -> Mapping[tuple[str, str], int]:
    """How long each unit's answer is."""
    ends: dict[tuple[str, str], int] = {}
    for claim in claims.claims:
        for one in claim.statements:
            place = (one.unit_id, one.field_key)
            ends[place] = max(ends.get(place, 1), one.end)
    return ends


def _place(claim: Claim, ends: Mapping[tuple[str, str], int]) -> int:
    places = [one.start / ends[one.unit_id, one.field_key] for one in claim.statements]
    return round(median(places) * PLACES)

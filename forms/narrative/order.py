"""In which order shared claims are told: as most units told them.

A report has its own course (quán triệt, kế hoạch, tổ chức thực hiện, kiểm tra, sơ kết), which all
who write by one outline follow. Told by number of units alone it would jump to and fro, and what
belongs together would stand apart. Not here: which claims are shown (`proposing`).
"""

from collections.abc import Iterable

from forms.narrative.claims import Claim, ClaimKind, Share

PLACES = 20  # of an answer; a late unit should not turn two neighbours round


def in_course(chosen: Iterable[Claim]) -> list[Claim]:
    """General statements before figures, what many say before what some say, each in the course
    of the answers. The order they come in decides between equals."""
    return sorted(
        chosen,
        key=lambda claim: (
            claim.kind is ClaimKind.FIGURES,
            claim.share in (Share.SOME, Share.SINGLE),
            round(claim.course * PLACES),
        ),
    )

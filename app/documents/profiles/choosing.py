"""Which profile a document follows, and the changes one office makes to it."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.documents.errors import ProfileError
from app.documents.profiles.loading import build_profile, load_profile
from app.documents.profiles.model import Profile

_FOLDER = Path(__file__).parent
OFFICE_SOURCE = "office"


@lru_cache(maxsize=1)
def all_profiles() -> tuple[Profile, ...]:
    files = sorted(_FOLDER.glob("*.yaml"))
    return tuple(load_profile(file.read_text(encoding="utf-8"), file.stem) for file in files)


def get_profile(profile_id: str) -> Profile:
    for profile in all_profiles():
        if profile.id == profile_id:
            return profile
    raise ProfileError(profile_id, ("không có mẫu thể thức này",))


def choose_profile(regime: str, document_date: datetime.date | None) -> Profile:
    """The profile in force on that date; no date takes the newest, an older date the oldest."""
    ours = sorted(
        (profile for profile in all_profiles() if profile.regime == regime),
        key=lambda profile: profile.valid_from,
    )
    if not ours:
        raise ProfileError(regime, ("không có mẫu thể thức cho loại cơ quan này",))
    if document_date is None:
        return ours[-1]
    in_force = [profile for profile in ours if profile.valid_from <= document_date]
    return in_force[-1] if in_force else ours[0]


def override_profile(profile: Profile, changes: Mapping[str, Any]) -> Profile:
    """`changes` maps dotted paths to values: {"headings.2.separator": "- ", "kind.size": 15}.

    A changed component names the office as its source. Raises ProfileError with every problem.
    """
    data = asdict(profile)
    data["sources"][OFFICE_SOURCE] = "Lựa chọn của cơ quan sử dụng"
    problems = [text for path, value in changes.items() if (text := _apply(data, path, value))]
    if problems:
        raise ProfileError(profile.id, tuple(problems))
    return build_profile(data, profile.id)


def _apply(data: Any, path: str, value: Any) -> str | None:
    *parents, last = path.split(".")
    try:
        for key in parents:
            data = data[int(key) - 1] if isinstance(data, list | tuple) else data[key]
        if not isinstance(data, dict) or not parents:
            return f"{path}: không thay đổi được"
    except (KeyError, IndexError, ValueError, TypeError):
        return f"{path}: không có trong mẫu thể thức"
    data[last] = value
    data["source"] = OFFICE_SOURCE
    return None

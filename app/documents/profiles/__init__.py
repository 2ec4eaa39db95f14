"""Format profiles: rules of an issuing regime as data, with their sources."""

from app.documents.profiles.choosing import (
    all_profiles,
    choose_profile,
    get_profile,
    override_profile,
)
from app.documents.profiles.loading import load_profile
from app.documents.profiles.model import Profile, Styled

__all__ = [
    "Profile",
    "Styled",
    "all_profiles",
    "choose_profile",
    "get_profile",
    "load_profile",
    "override_profile",
]

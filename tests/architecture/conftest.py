"""Architecture tests look at a real application, too."""

from tests.app_fixtures import *  # noqa: F403

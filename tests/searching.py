"""How far hypothesis looks. `SEARCH=thorough` looks twenty times as far, elsewhere each time.

The usual search takes the same examples in each run, so that a failure is met again.
"""

from __future__ import annotations

import os

THOROUGH = os.environ.get("SEARCH") == "thorough"


def examples(usual: int) -> int:
    """How many examples of one property, where that many are enough to meet a fault."""
    return 20 * usual if THOROUGH else usual

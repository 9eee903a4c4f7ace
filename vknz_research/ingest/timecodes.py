"""Time codes as people and programs write them, in milliseconds."""

import re
from typing import Final

# hh:mm:ss, mm:ss or h:m:s, with a fraction after a point, comma or (f4) hyphen
CLOCK: Final = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,-]\d{1,3})?"
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,-](\d{1,3}))?$")


def parse_clock(text: str) -> int:
    """Return the milliseconds of a time code; its fraction is a decimal one.

    >>> parse_clock("00:03:12")
    192000
    >>> parse_clock("3:12,5")
    192500
    """
    found = _PARTS.match(text)
    if not found:
        raise ValueError(text)
    hours, minutes, seconds, fraction = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))

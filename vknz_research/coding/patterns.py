"""Finding a pattern, in a process of its own, since a bad pattern never ends.

Python cannot stop a pattern that runs away. The process that does the work ends itself
when one turn takes too long.
"""

import marshal
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import PatternError, SlowPatternError

WORKER: Final = Path(__file__).with_name("patternworker.py")
TURN_LIMIT_S: Final = 1.0
WHOLE_LIMIT_S: Final = 30.0
Place = tuple[int, int]


def find_pattern(
    pattern: str, texts: Sequence[tuple[str, Sequence[Place]]], most: int
) -> list[list[Place]]:
    """Find a pattern within the turns of texts, at most so many times in all.

    `^` and `$` are begin and end of a turn; what has no length is not found.
    """
    _check_pattern(pattern)
    searched = [(text, [tuple(place) for place in turns]) for text, turns in texts]
    asked = marshal.dumps((pattern, most, TURN_LIMIT_S, searched))
    try:
        ended = subprocess.run(  # noqa: S603 - this Python, a file of this package
            [sys.executable, "-I", "-S", str(WORKER)],
            input=asked,
            capture_output=True,
            timeout=WHOLE_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SlowPatternError from None
    if ended.returncode != 0:
        raise SlowPatternError
    found: Any = marshal.loads(ended.stdout)  # noqa: S302 - from our own process
    return [[(start, end) for start, end in places] for places in found]


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise PatternError(place=error.pos or 0, reason=error.msg) from None
    except (OverflowError, RecursionError) as error:
        raise PatternError(place=0, reason=str(error)) from None

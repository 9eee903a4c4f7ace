"""The process that searches for a pattern; it ends itself when one turn takes too long.

Run as a file, with nothing but the standard library.
"""

import faulthandler
import marshal
import os
import re
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any, TextIO

ARM_EVERY_S = 0.1


def find_all(asked: tuple[str, int, float, list[Any]]) -> list[list[tuple[int, int]]]:
    """Find a pattern in the turns of texts, watched by a clock that Python cannot stop.

    >>> find_all(("a+", 9, 1.0, [("aab a", [(0, 3), (4, 5)])]))
    [[(0, 2), (4, 5)]]
    """
    pattern, most, limit_s, texts = asked
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no Path
        turns = _watch(texts, limit_s, nowhere)
        for index, start, end in islice(_find_each(pattern, turns), most):
            found[index].append((start, end))
        faulthandler.cancel_dump_traceback_later()
    return found


def _watch(
    texts: list[Any], limit_s: float, nowhere: TextIO
) -> Iterator[tuple[int, int, str]]:
    """Give each turn with its place; the whole process ends when one takes too long."""
    armed = 0.0
    for index, (text, turns) in enumerate(texts):
        for start, end in turns:
            if time.monotonic() - armed > ARM_EVERY_S:
                armed = time.monotonic()
                faulthandler.dump_traceback_later(limit_s, exit=True, file=nowhere)
            yield index, start, text[start:end]


def _find_each(
    pattern: str, turns: Iterator[tuple[int, int, str]]
) -> Iterator[tuple[int, int, int]]:
    wanted = re.compile(pattern, re.IGNORECASE)
    for index, start, words in turns:
        for match in wanted.finditer(words):
            if match.end() > match.start():
                yield index, start + match.start(), start + match.end()


if __name__ == "__main__":
    asked_for = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 - from our process
    sys.stdout.buffer.write(marshal.dumps(find_all(asked_for)))

"""The process that runs deduce; it reads texts on standard input, writes places.

Run as a file, with nothing of this package. deduce talks on standard output, so that
is kept apart before it starts.
"""

import json
import os
import sys
from typing import Any, BinaryIO


def find_all(texts: list[str], cache: str) -> list[list[tuple[int, int, str]]]:
    """Return of each text where deduce finds what, with its own word for the kind."""
    from deduce import Deduce  # noqa: PLC0415 - takes seconds

    model: Any = Deduce(cache_path=cache)
    return [
        [
            (int(found.start_char), int(found.end_char), str(found.tag))
            for found in model.deidentify(text).annotations
        ]
        for text in texts
    ]


def main(cache: str, output: BinaryIO) -> None:
    """Answer one question."""
    asked = json.loads(sys.stdin.buffer.read())
    output.write(json.dumps(find_all(asked, cache)).encode())
    output.flush()


if __name__ == "__main__":
    with os.fdopen(os.dup(1), "wb") as kept:
        os.dup2(2, 1)
        main(sys.argv[1], kept)

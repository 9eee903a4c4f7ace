"""Finding words again in raw bytes, without keeping the words.

Every stretch of twelve bytes of what must be gone is a needle; what also stands in
words that may stay is none. Kept are only keyed numbers (a linear hash modulo 2^64 with
secret odd factors), so that a search can go on after the words themselves went.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

WINDOW: Final = 12  # bytes; twelve letters are never shorter
_WIDE: Final = ("utf-16-le", "utf-16-be")
# A file with fewer zero bytes than this share holds no text of two bytes a letter.
_ZEROS: Final = 1 / 50
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Needles:
    """What to search for: secret factors, and the sorted numbers of the needles."""

    factors: "Numbers"
    numbers: "Numbers"

    @classmethod
    def make(cls, gone: Iterable[str], stays: Iterable[str] = ()) -> "Needles":
        """Make needles of words that must be gone, less what stands in words that stay.

        Blanks and masks alone are no words.
        """
        import numpy as np  # noqa: PLC0415 - slow to start

        odd = [secrets.randbits(64) | 1 for _ in range(WINDOW)]
        factors = np.array(odd, dtype=np.uint64)
        wanted = _join([_hash_words(text, factors) for text in gone])
        known = _join([_hash_text(text, factors) for text in stays])
        return cls(factors, np.setdiff1d(wanted, known))

    def __len__(self) -> int:
        """Return how many needles there are."""
        return int(self.numbers.size)

    def find(self, data: bytes) -> list[Place]:
        """List the stretches of bytes that hold words: (start, end), in order."""
        starts = self._find_starts(data)
        places: list[Place] = []
        for start in starts:
            if places and start <= places[-1][1]:
                places[-1] = (places[-1][0], int(start) + WINDOW)
            else:
                places.append((int(start), int(start) + WINDOW))
        return places

    def is_in(self, data: bytes) -> bool:
        """Say whether bytes hold words, as UTF-8 or as UTF-16."""
        if len(self._find_starts(data)):
            return True
        if data.count(0) < len(data) * _ZEROS:
            return False
        return any(
            len(self._find_starts(part.decode(way, "ignore").encode("utf-8", "ignore")))
            for way in _WIDE
            for part in (data, data[1:])
        )

    def cut(self, text: str, put: str) -> str:
        """Return a text in which every stretch that holds words became `put`."""
        data = text.encode("utf-8", "surrogatepass")
        pieces: list[bytes] = []
        at = 0
        for start, end in self.find(data):
            pieces += [data[at : _whole(data, start)], put.encode()]
            at = _whole(data, end, step=1)
        return b"".join([*pieces, data[at:]]).decode("utf-8", "surrogatepass")

    def _find_starts(self, data: bytes) -> Any:
        import numpy as np  # noqa: PLC0415 - slow to start

        if not len(self) or len(data) < WINDOW:
            return np.empty(0, dtype=np.int64)
        found: list[Any] = []
        for at in range(0, len(data), _AT_ONCE):
            some = _hash_bytes(data[at : at + _AT_ONCE + WINDOW - 1], self.factors)
            near = np.searchsorted(self.numbers, some)
            near[near == self.numbers.size] = 0
            found.append(np.flatnonzero(self.numbers[near] == some) + at)
        return np.concatenate(found)

    def list_numbers(self, text: str) -> Any:
        """Return the needles that stand in a text, as their numbers, each once."""
        import numpy as np  # noqa: PLC0415 - slow to start

        some = np.unique(_hash_text(text, self.factors))
        if not self.numbers.size:
            return some[:0]
        # The needles are in order: a short text must not cost a walk along all of them.
        near = np.searchsorted(self.numbers, some)
        near[near == self.numbers.size] = 0
        return some[self.numbers[near] == some]

    def to_bytes(self) -> bytes:
        """Return what is needed to search on later."""
        facts = {"factors": self.factors.tolist(), "numbers": self.numbers.tolist()}
        return json.dumps(facts).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Needles":
        """Read what `to_bytes` wrote."""
        import numpy as np  # noqa: PLC0415 - slow to start

        facts = json.loads(data)
        return cls(*(np.array(facts[n], np.uint64) for n in ("factors", "numbers")))


_AT_ONCE: Final = 4 * 1024 * 1024


def _hash_text(text: str, factors: Any) -> Any:
    return _hash_bytes(text.encode("utf-8", "surrogatepass"), factors)


def _hash_words(text: str, factors: Any) -> Any:
    """Return the numbers of the stretches in which letters prevail."""
    import numpy as np  # noqa: PLC0415 - slow to start

    data = text.encode("utf-8", "surrogatepass")
    numbers = _hash_bytes(data, factors)
    if not numbers.size:
        return numbers
    raw = np.frombuffer(data, np.uint8)
    low = raw | 32
    is_letter = ((low >= 97) & (low <= 122)) | ((raw >= 0xC3) & (raw < 0xE0))
    counts = np.convolve(is_letter.astype(np.int64), np.ones(WINDOW, np.int64), "valid")
    return numbers[counts >= WINDOW // 2]


def _hash_bytes(data: bytes, factors: Any) -> Any:
    import numpy as np  # noqa: PLC0415 - slow to start

    raw = np.frombuffer(data, np.uint8).astype(np.uint64)
    size = raw.size - WINDOW + 1
    if size <= 0:
        return np.empty(0, dtype=np.uint64)
    made = np.zeros(size, dtype=np.uint64)
    for at in range(WINDOW):
        made += raw[at : at + size] * factors[at]
    return made


def _join(arrays: list[Any]) -> Any:
    import numpy as np  # noqa: PLC0415 - slow to start

    if not arrays:
        return np.empty(0, dtype=np.uint64)
    return np.unique(np.concatenate(arrays))


def _whole(data: bytes, place: int, step: int = -1) -> int:
    """Return the nearest place, in one direction, between two letters."""
    while 0 < place < len(data) and 0x80 <= data[place] < 0xC0:
        place += step
    return place

"""Text that is put together from pieces, with the place of each piece."""

from vknz_research.ingest.decoding import clean_text
from vknz_research.model.sources import Span


class Composition:
    """Pieces of text that are joined, and keep their offsets while that happens."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, piece: str, joint: str = "\n") -> Span | None:
        """Add a piece after a joint; return where it stands, or None if it is empty."""
        cleaned = clean_text(piece)
        if self._parts:
            self._parts.append(joint)
            self._length += len(joint)
        start = self._length
        self._parts.append(cleaned)
        self._length += len(cleaned)
        return Span(start, self._length) if cleaned else None

    @property
    def text(self) -> str:
        """Return all pieces joined."""
        return "".join(self._parts)

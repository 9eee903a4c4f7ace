"""Reading what a browser sent: each argument is what it should be, or is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from vknz_research.errors import BadMessageError
from vknz_research.model.sources import Span


class Args:
    """The arguments of one message."""

    def __init__(self, act: str, given: object) -> None:
        if not isinstance(given, Mapping):
            raise BadMessageError(act=act)
        self.act = act
        self.given = given

    def _need(self, name: str, kind: type | tuple[type, ...]) -> Any:
        value = self.given.get(name)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise BadMessageError(act=self.act)
        return value

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        return str(self._need(name, str))

    def maybe(self, name: str) -> str | None:
        """Return a text, or None when it is empty or not there."""
        return None if not self.given.get(name) else self.text(name)

    def whole(self, name: str) -> int:
        """Return a whole number that must be there."""
        return int(self._need(name, int))

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        found = self._need(name, list)
        if not all(isinstance(item, str) for item in found):
            raise BadMessageError(act=self.act)
        return list(found)

    def items(self, name: str) -> list[Any]:
        """Return a list, whatever is in it."""
        return list(self._need(name, list))

    def named(self, name: str) -> dict[str, str]:
        """Return named texts, such as those of a code."""
        found = self._need(name, dict)
        if not all(isinstance(v, str) for v in found.values()):
            raise BadMessageError(act=self.act)
        return dict(found)

    def span(self) -> Span:
        """Return the passage between `start` and `end`."""
        return Span(self.whole("start"), self.whole("end"))

    def row(self, value: object, *kinds: type) -> Sequence[Any]:
        """Return a row of values of these kinds."""
        if not isinstance(value, list) or len(value) != len(kinds):
            raise BadMessageError(act=self.act)
        if not all(isinstance(v, k) for v, k in zip(value, kinds, strict=True)):
            raise BadMessageError(act=self.act)
        return value

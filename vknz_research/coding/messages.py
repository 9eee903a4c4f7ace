"""Reading what a browser sent: each argument is what it should be, or is refused."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from vknz_research.errors import BadMessageError
from vknz_research.model.sources import Span

# What no database keeps: NUL, and halves of characters that a browser may send.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_MOST = 2**31


def is_text(value: object) -> bool:
    """Say whether this is a text that can be kept.

    >>> is_text("ja"), is_text(chr(0xD83D)), is_text(3)
    (True, False, False)
    """
    return isinstance(value, str) and not _UNKEPT.search(value)


def is_whole(value: object) -> bool:
    """Say whether this is a number that counts something: no truth value, no giant."""
    return type(value) is int and -_MOST < value < _MOST


class Args:
    """The arguments of one message."""

    def __init__(self, act: str, given: object) -> None:
        if not isinstance(given, Mapping):
            raise BadMessageError(act=act)
        self.act = act
        self.given = given

    def _need(self, name: str, kind: type) -> Any:
        return self._check(self.given.get(name), kind)

    def _check(self, value: object, kind: type) -> Any:
        is_right = _CHECKS[kind](value) if kind in _CHECKS else isinstance(value, kind)
        if not is_right:
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
        return [self._check(item, str) for item in self._need(name, list)]

    def items(self, name: str) -> list[Any]:
        """Return a list, whatever is in it."""
        return list(self._need(name, list))

    def named(self, name: str, known: Collection[str]) -> dict[str, str]:
        """Return named texts, such as those of a code; only names that are known."""
        found = self._need(name, dict)
        if not set(found) <= set(known):
            raise BadMessageError(act=self.act)
        return {key: self._check(value, str) for key, value in found.items()}

    def span(self) -> Span:
        """Return the passage between `start` and `end`."""
        return Span(self.whole("start"), self.whole("end"))

    def row(self, value: object, *kinds: type) -> Sequence[Any]:
        """Return a row of values of these kinds."""
        if not isinstance(value, list) or len(value) != len(kinds):
            raise BadMessageError(act=self.act)
        return [self._check(v, k) for v, k in zip(value, kinds, strict=True)]


_CHECKS: Final[Mapping[type, Callable[[object], bool]]] = {str: is_text, int: is_whole}

"""Which source is quoted in a text: by the stretches that only this source has."""

from collections.abc import Mapping
from typing import Any

from vknz_research.privacy.needles import Needles


class Quotes:
    """Knows of each source which stretches of twelve bytes are its own."""

    def __init__(self, texts: Mapping[str, list[str]]) -> None:
        self._names = sorted(texts)
        self._base = Needles.make([t for some in texts.values() for t in some])
        self._owners = self._find_owners(texts)

    def _find_owners(self, texts: Mapping[str, list[str]]) -> Any:
        """Return per stretch the number of its source, or -1 where several have it."""
        import numpy as np  # noqa: PLC0415 - slow to start

        owners = np.full(len(self._base), -2, dtype=np.int64)
        for number, name in enumerate(self._names):
            found = self._base.list_numbers("\0".join(texts[name]))
            at = np.searchsorted(self._base.numbers, found)
            owners[at] = np.where(owners[at] == -2, number, -1)
        return owners

    def find(self, text: str) -> frozenset[str]:
        """Return the sources that are quoted in a text."""
        import numpy as np  # noqa: PLC0415 - slow to start

        found = self._base.list_numbers(text)
        if not found.size:
            return frozenset()
        owners = np.unique(self._owners[np.searchsorted(self._base.numbers, found)])
        return frozenset(self._names[n] for n in owners if n >= 0)

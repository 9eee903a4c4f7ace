"""What all pieces of a Word file share: the document, links, bookmarks, pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from vknz_research.report.docx_xml import Element, make_bookmark, make_link
from vknz_research.report.fragments import Setting

WIDTH_TWIPS: Final = 8390  # 148 mm, the text on an A4 with our margins


@dataclass(frozen=True, slots=True)
class Maker:
    """What pieces of a Word file need: document, links, pictures, running numbers."""

    document: Any
    setting: Setting
    pictures: Mapping[str, bytes]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    names: dict[str, str] = field(default_factory=dict)

    def bookmark(self, anchor: str) -> str:
        """Return the name of an anchor as Word allows it."""
        return self.names.setdefault(anchor, f"_vknz{len(self.names) + 1}")

    def mark(self, anchor: str | None) -> tuple[Element, ...]:
        """Return a bookmark for an anchor, or nothing."""
        if not anchor:
            return ()
        return make_bookmark(self.bookmark(anchor), next(self.numbers))

    def link(self, anchor: str, run: Element, tooltip: str | None = None) -> Element:
        """Return the run as a link, or as it is when the anchor leads nowhere."""
        if not self.setting.has(anchor):
            return run
        return make_link(self.bookmark(anchor), run, tooltip=tooltip)

"""Which characters no font of this machine can show, and what stands there instead.

PDF/UA forbids letters without a shape: an emoji without a font would stop a report.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from vknz_research.report.markup import printable

BOX: Final = "□"
_RARE: Final = re.compile(r"[^\s\x00-\u017f\ud800-\udfff]")  # Latin: in every font
_ASK: Final = '#for sign in json(bytes(sys.inputs.signs)) { text(sign); " " }'
_TITLE: Final = '#set document(title: "?")\n'
_ROW: Final = re.compile(f"{BOX}[{BOX}\u200d\ufe0e\ufe0f]*")


def show_missing(data: Any) -> Any:
    """Return JSON in which a box stands for what cannot be shown, and no controls."""
    signs = {sign for text in _list_texts(data) for sign in _RARE.findall(text)}
    table = dict.fromkeys(map(ord, find_missing(frozenset(signs))), BOX)
    return _map_texts(data, table)


def _list_texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _list_texts(part)
    elif isinstance(data, list):
        for part in data:
            yield from _list_texts(part)


def _map_texts(data: Any, table: Mapping[int, str]) -> Any:
    if isinstance(data, str):
        clean = printable(data)
        return _ROW.sub(BOX, clean.translate(table)) if table else clean
    if isinstance(data, Mapping):
        return {key: _map_texts(part, table) for key, part in data.items()}
    if isinstance(data, list):
        return [_map_texts(part, table) for part in data]
    return data


def find_missing(signs: frozenset[str]) -> frozenset[str]:
    """Return the characters that no font has, in a few tries: halves of halves."""
    if not signs or _can_show(signs):
        return frozenset()
    if len(signs) == 1:
        return signs
    order = sorted(signs)
    middle = len(order) // 2
    halves = (frozenset(order[:middle]), frozenset(order[middle:]))
    return find_missing(halves[0]) | find_missing(halves[1])


def _can_show(signs: frozenset[str]) -> bool:
    import typst  # noqa: PLC0415 - loads fonts

    asked: dict[str, Any] = {"signs": json.dumps(sorted(signs))}
    source = (_TITLE + _ASK).encode()
    try:
        typst.compile(source, format="pdf", pdf_standards=["ua-1"], sys_inputs=asked)
    except typst.TypstError:
        return False
    return True

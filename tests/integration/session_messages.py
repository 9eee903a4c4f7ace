"""Messages that no browser would send."""

from typing import Any

BAD: list[Any] = [
    None,
    [],
    "open",
    {},
    {"id": "1"},
    {"id": "1", "act": "open"},
    {"id": "1", "act": "open", "args": []},
    {"id": {}, "act": "open", "args": {}},
    {"id": "\ud83d", "act": "undo", "args": {}},
    {"act": "undo", "args": {}},
    {"id": "", "act": "undo", "args": {}},
    {"id": "1", "act": ["undo"], "args": {}},
    *[
        {"id": "1", "act": act, "args": {}, "head": head}
        for act in ("news", "undo")
        for head in ("x", -1, 2**70, [1], True, 1.5)
    ],
    *[
        {"id": "1", "act": "code", "args": {"source": "een", "revision": "r", **more}}
        for more in (
            {"spans": [[0, 2**70]], "codes": ["c"]},
            {"spans": [[True, 2]], "codes": ["c"]},
            {"spans": [[0.0, 2]], "codes": ["c"]},
            {"spans": [[0]], "codes": ["c"]},
            {"spans": [[-5, 2]], "codes": ["c"]},
            {"spans": {"0": 2}, "codes": ["c"]},
            {"spans": [[0, 2]], "codes": [None]},
        )
    ],
    {"id": "1", "act": "search", "args": {"query": "\ud83d", "mode": "word"}},
    {"id": "1", "act": "add-code", "args": {"name": "a\x00b"}},
    {"id": "1", "act": "add-code", "args": {"name": "n", "texts": {"kwaad": "x"}}},
    {
        "id": "1",
        "act": "add-memo",
        "args": {"kind": "report", "title": "\udc00", "body": "", "links": []},
    },
    {
        "id": "1",
        "act": "add-memo",
        "args": {"kind": "kwaad", "title": "", "body": "", "links": []},
    },
]

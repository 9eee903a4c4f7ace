"""Joining the JavaScript of a widget: parts that are tested apart, one module served.

The parts are real ES modules, so that `node --test` can load each by itself. A browser
gets one module and no build step: imports between the parts go, the rest stays.
"""

import re
from importlib.resources import files

_IMPORT = re.compile(r"^import\s[^;]*?from\s+\"\./[\w-]+\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def join_parts(*names: str) -> str:
    """Return the parts of `static/` as one ES module, in the order given.

    A part may import from another one that stands before it, and names at the top of a
    part are names of the whole: two parts cannot use one name for two things.
    """
    folder = files("vknz_research.widgets") / "static"
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts)


def join_styles(*names: str) -> str:
    """Return the style sheets of `static/` as one."""
    folder = files("vknz_research.widgets") / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)

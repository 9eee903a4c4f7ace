"""Paths of codes in the tree: below another one, or at the top."""

from vknz_research.model.codes import make_slug


def make_path(above: str | None, name: str) -> str:
    """Return the path of a new code of this name.

    >>> make_path("kernelementen", "  Zien wat je (nog) doet ")
    'kernelementen/zien-wat-je-nog-doet'
    """
    slug = make_slug(name.strip())
    return slug if above is None else f"{above}/{slug}"


def place_under(path: str, above: str | None) -> str:
    """Return the path of a code that is hung under another one, or at the top.

    >>> place_under("4r/routine/tijd", "4r/richting")
    '4r/richting/tijd'
    """
    last = path.rsplit("/", 1)[-1]
    return last if above is None else f"{above}/{last}"

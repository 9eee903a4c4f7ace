"""Where the files lie that come with the package: dictionary, reports, notebooks."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def find_resource(name: str) -> Path:
    """Return a folder or file that comes along, installed or in a checkout.

    An installed package has them inside, with an underscore; a checkout beside it.
    """
    inside = PACKAGE / f"_{name}"
    return inside if inside.exists() else PACKAGE.parent / name

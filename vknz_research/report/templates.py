"""Where the templates and styles of report files lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def find_templates() -> Path:
    """Return `reports/templates`: inside an installed package, or in a checkout."""
    inside = _PACKAGE / "_reports"
    reports = inside if inside.exists() else _PACKAGE.parent / "reports"
    return reports / "templates"

"""Figures are saved as files by the machine's own browser."""

from pathlib import Path

import pandas as pd
import pytest

from vknz_research.analysis.figures import Drawn, Style, draw_heatmap
from vknz_research.errors import NoBrowserError, UnknownValueError
from vknz_research.report import saving
from vknz_research.report.stills import find_browser

NEEDS_BROWSER = pytest.mark.skipif(
    find_browser() is None, reason="no Chrome, Chromium or Edge on this machine"
)


def draw(style: Style) -> Drawn:
    made = pd.DataFrame({1: [3, 0], 2: [1, 7]}, index=["x/p", "x/q"])
    return draw_heatmap(made.rename_axis(columns="phase"), style=style)


@NEEDS_BROWSER
def test_figures_are_saved_as_svg_and_png_light_and_dark(tmp_path: Path) -> None:
    light, dark = draw(Style()), draw(Style("dark"))
    paths = saving.save_all({tmp_path / "a.svg": light, tmp_path / "b.png": dark})

    assert "Fase 2" in paths[0].read_text(encoding="utf-8")
    assert paths[1].read_bytes().startswith(b"\x89PNG")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownValueError):
        saving.save(draw(Style()), tmp_path / "a.gif")


def test_without_a_browser_the_reason_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "draw_stills", lambda *_: None)
    with pytest.raises(NoBrowserError, match="Chromium"):
        saving.save(draw(Style()), tmp_path / "a.svg")

"""Still pictures of figures: one start of the machine's own browser for a whole report.

Nothing is downloaded: plotly.js comes from the plotly package, the browser from the
machine. SVG is drawn by the browser; PNG is made of the SVG, without it.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from vknz_research.language import say
from vknz_research.report.blocks import Figure
from vknz_research.report.plots import dress_figure

WIDTH_PX: Final = 590
TABS: Final = 2
_START_S: Final = 60.0
_FIGURE_S: Final = 20.0
_THREADS: Final = 2
_PPI: Final = 192  # twice the 96 of a pixel
_PAGE: Final = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for svg in json(bytes(sys.inputs.svgs)) {
  page(image(bytes(svg), format: "svg"))
}"""


def draw_stills(
    figures: Sequence[Figure], width_px: int = WIDTH_PX
) -> dict[str, bytes] | None:
    """Return an SVG for each figure by its anchor, or None where no browser is.

    Then one line on standard error says what to install; a report without stills shows
    the tables behind the figures.
    """
    if not figures:
        return {}
    browser = find_browser()
    if browser is None:
        _tell(_no_browser())
        return None
    try:
        return _run_apart(figures, browser, width_px)
    except Exception as failure:  # noqa: BLE001 - a browser fails in many ways
        _tell(_failed(type(failure).__name__))
        return None


def find_browser() -> Path | None:
    """Return the Chrome, Chromium or Edge to draw with; `BROWSER_PATH` goes first."""
    from choreographer.browsers.chromium import Chromium  # noqa: PLC0415 - slow

    wished = os.environ.get("BROWSER_PATH")
    found = wished or Chromium.find_browser(skip_local=True)
    return Path(found) if found and Path(found).is_file() else None


def _run_apart(
    figures: Sequence[Figure], browser: Path, width_px: int
) -> dict[str, bytes]:
    """Draw in a thread of its own: a notebook already runs an event loop."""
    limit = _START_S + _FIGURE_S * len(figures)
    with ThreadPoolExecutor(max_workers=1) as pool:
        work = asyncio.wait_for(_draw_all(figures, browser, width_px), limit)
        return pool.submit(asyncio.run, work).result()


async def _draw_all(
    figures: Sequence[Figure], browser: Path, width_px: int
) -> dict[str, bytes]:
    import kaleido  # noqa: PLC0415 - slow
    import plotly  # noqa: PLC0415 - slow

    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    async with kaleido.Kaleido(
        n=min(TABS, len(figures)),
        timeout=_FIGURE_S,
        plotlyjs=script.as_uri(),
        mathjax=False,
        path=browser,
    ) as drawer:
        made = await asyncio.gather(*(_draw_one(drawer, f, width_px) for f in figures))
    return {f.anchor: svg for f, svg in zip(figures, made, strict=True)}


async def _draw_one(drawer: Any, figure: Figure, width_px: int) -> bytes:
    shown = dress_figure(figure.figure, figure.height_px, width_px)
    size = {"format": "svg", "width": width_px, "height": figure.height_px}
    made: bytes = await drawer.calc_fig(shown, opts=size)
    return made


def make_pngs(stills: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the same pictures as PNG at twice the size, for Word."""
    if not stills:
        return {}
    names = list(stills)
    shares = [names[start::_THREADS] for start in range(_THREADS)]
    with ThreadPoolExecutor(_THREADS) as pool:
        made = pool.map(lambda share: _make_pages([stills[n] for n in share]), shares)
        pages = {
            n: p
            for part, got in zip(shares, made, strict=True)
            for n, p in zip(part, got, strict=True)
        }
    return {name: pages[name] for name in names}


def _make_pages(svgs: Sequence[bytes]) -> list[bytes]:
    import typst  # noqa: PLC0415 - loads fonts

    if not svgs:
        return []
    data = {"svgs": json.dumps([svg.decode("utf-8") for svg in svgs])}
    made = typst.compile(_PAGE.encode(), format="png", ppi=_PPI, sys_inputs=data)
    return made if isinstance(made, list) else [made]


def _no_browser() -> str:
    return say(
        nl="Geen Chrome, Chromium of Edge gevonden: in PDF en DOCX staan tabellen op "
        "de plaats van figuren. Installeer een van de drie; maak het rapport opnieuw.",
        en="No Chrome, Chromium or Edge found: in PDF and DOCX tables stand in the "
        "place of figures. Install one of the three and make the report again.",
    )


def _failed(reason: str) -> str:
    return say(
        nl=f"De browser tekende de figuren niet ({reason}): in PDF en DOCX staan "
        "tabellen op hun plaats. Probeer het nog eens, of werk de browser bij.",
        en=f"The browser did not draw the figures ({reason}): in PDF and DOCX tables "
        "stand in their place. Try again, or update the browser.",
    )


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 - for the person who made the report

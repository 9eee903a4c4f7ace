"""Reports: the notebooks with our engine and papermill's own, and the files."""

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.timing import Result, at_most
from vknz_research.demo.build import fill_study
from vknz_research.project import create_study
from vknz_research.project.resources import find_resource
from vknz_research.report.blocks import Figure, collect_blocks
from vknz_research.report.contents import read_contents
from vknz_research.report.parameters import Parameters
from vknz_research.report.run import Order, make_meta, run_notebooks
from vknz_research.snapshot import open_snapshot


def report_cold(snapshot: Path, out: Path, *options: str) -> None:
    """Make the HTML report from the shell."""
    command = [sys.executable, "-m", "vknz_research.cli", "report", str(snapshot)]
    subprocess.run(
        [*command, "procesevaluatie", "--to", "html", "--out", str(out), *options],
        check=True,
        capture_output=True,
    )


def measure() -> list[Result]:
    """Measure the report of the demo study."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with create_study(folder / "studie", "Meting") as study:
            fill_study(study)
            snapshot = study.freeze("v1").path
        order = Order(
            snapshot,
            find_resource("reports"),
            Parameters("procesevaluatie"),
            (),
            folder,
        )
        contents = read_contents(order.reports, "procesevaluatie")
        own = replace(order, engine="default")
        notebooks = run_notebooks(order, contents)
        return [
            at_most(
                "report of 8 notebooks, 28 figures, warm",
                (
                    lambda: run_notebooks(order, contents),
                    lambda: run_notebooks(own, contents),
                ),
                "papermill's own engine",
                1 / 6,
                rounds=3,
            ),
            at_most(
                "report to HTML, from the shell",
                (
                    lambda: report_cold(snapshot, folder),
                    lambda: report_cold(snapshot, folder, "--engine", "default"),
                ),
                "the same with papermill's own engine",
                0.5,
                rounds=3,
            ),
            *measure_files(order, notebooks, folder),
            measure_whole(order, folder),
        ]


def measure_whole(order: Order, folder: Path) -> Result:
    """Measure a whole report against its parts one by one, nothing between them."""
    from vknz_research.report.docx import write_docx
    from vknz_research.report.html import write_html
    from vknz_research.report.pdf import write_pdf
    from vknz_research.report.run import run_report
    from vknz_research.report.stills import draw_stills

    contents = read_contents(order.reports, "procesevaluatie")
    whole = replace(order, formats=("html", "docx", "pdf"), out=folder / "heel")

    def parts() -> None:
        notebooks = run_notebooks(order, contents)
        meta = make_meta(open_snapshot(order.snapshot), contents, order)
        blocks = collect_blocks(notebooks)
        stills = draw_stills([b for b in blocks if isinstance(b, Figure)])
        write_html(notebooks, meta, folder / "p.html")
        write_docx(blocks, meta, stills, folder / "p.docx")
        write_pdf(blocks, meta, stills, folder / "p.pdf")

    return at_most(
        "whole report: HTML, DOCX and PDF",
        (lambda: run_report(whole), parts),
        "the sum of its parts",
        1.5,
        rounds=2,
    )


def measure_files(order: Order, notebooks: list[object], folder: Path) -> list[Result]:
    """Measure each file against nbconvert's own HTML of the same notebooks."""
    from nbconvert import HTMLExporter

    from vknz_research.report.docx import write_docx
    from vknz_research.report.html import write_html
    from vknz_research.report.pdf import write_pdf
    from vknz_research.report.stills import draw_stills

    contents = read_contents(order.reports, "procesevaluatie")
    meta = make_meta(open_snapshot(order.snapshot), contents, order)
    blocks = collect_blocks(notebooks)
    stills = draw_stills([b for b in blocks if isinstance(b, Figure)])

    def plain() -> None:
        exporter = HTMLExporter()
        for notebook in notebooks:
            exporter.from_notebook_node(notebook)

    return [
        at_most(f"report to {name}", (run, plain), "nbconvert's HTML, no figures", most)
        for name, run, most in (
            ("HTML", lambda: write_html(notebooks, meta, folder / "r.html"), 1),
            ("DOCX", lambda: write_docx(blocks, meta, stills, folder / "r.docx"), 3),
            ("PDF", lambda: write_pdf(blocks, meta, stills, folder / "r.pdf"), 2),
        )
    ]

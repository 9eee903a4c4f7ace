"""A papermill engine that runs a notebook in a fork of this process.

Starting a kernel takes most of the time of a short notebook. A fork of a parent that
has pandas and plotly loaded starts at once, and is as separate as a kernel is: what a
notebook does to its process is gone with it. Where the system has no fork (Windows),
papermill's own engine runs the notebook.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any


@contextmanager
def without_uri_grammar() -> Iterator[None]:
    """Keep jsonschema from building a grammar of URIs that no notebook needs.

    Where JupyterLab is installed, importing nbformat costs 1.6 s for it. jsonschema
    takes the grammar as optional, so it is hidden while papermill is imported.
    """
    name = "rfc3987_syntax"
    is_hidden = name not in sys.modules
    if is_hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if is_hidden:
            del sys.modules[name]


with without_uri_grammar():
    from papermill.engines import Engine, NBClientEngine
    from papermill.exceptions import PapermillExecutionError


class ForkEngine(Engine):  # type: ignore[misc]
    """Runs the code cells one by one in a forked child and collects their outputs."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, **options: Any
    ) -> None:
        """Run the notebook; called by papermill."""
        if not hasattr(os, "fork"):
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
            return
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        child = context.Process(target=serve_cells, args=(theirs, ours))
        child.start()
        theirs.close()
        try:
            _run_cells(nb_man, ours)
        finally:
            ours.close()
            child.join(timeout=5)
            if child.is_alive():
                child.kill()


def warm_up() -> None:
    """Load in this process what every notebook of a report loads, before it forks."""
    for module in (
        "report.agreement",
        "report.appendix",
        "report.heard",
        "report.instrument",
        "report.session",
        "report.shell",
    ):
        import_module(f"vknz_research.{module}")
    # Reading one file starts Arrow, which each child would do again.
    import pandas.io.parquet  # noqa: F401, PLC0415
    import pyarrow.parquet  # noqa: F401, PLC0415


def _run_cells(nb_man: Any, connection: Connection) -> None:
    number = 0
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        if cell.cell_type == "code" and cell.source.strip():
            number += 1
            connection.send(cell.source)
            outputs = _receive(connection, index)
            cell.outputs, cell.execution_count = outputs, number
            failed = next((o for o in outputs if o["output_type"] == "error"), None)
            if failed:
                nb_man.cell_exception(cell, index)
                raise PapermillExecutionError(
                    index,
                    number,
                    cell.source,
                    failed.ename,
                    failed.evalue,
                    failed.traceback,
                )
        nb_man.cell_complete(cell, index)


def _receive(connection: Connection, index: int) -> list[Any]:
    try:
        return [_as_node(output) for output in connection.recv()]
    except EOFError as error:
        message = f"the process of the notebook ended in cell {index}"
        raise RuntimeError(message) from error


def _as_node(output: dict[str, Any]) -> Any:
    from nbformat import from_dict  # noqa: PLC0415 - loaded by papermill

    return from_dict(output)  # type: ignore[no-untyped-call]


def serve_cells(connection: Connection, parents: Connection) -> None:
    """Run each cell that comes in and send its outputs back; runs in the child.

    The child closes the parent's end that it inherited: only so does it see the end.
    """
    parents.close()
    from vknz_research.report.shell import CellShell  # noqa: PLC0415 - IPython

    shell = CellShell.make_own()
    while True:
        try:
            source = connection.recv()
        except EOFError:
            return
        connection.send(shell.run(source))

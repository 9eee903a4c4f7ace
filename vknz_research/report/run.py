"""Making a report: run its notebooks on a snapshot, then write the files."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from vknz_research.errors import NotebookError, ParameterError, VknzError
from vknz_research.language import current_language
from vknz_research.model.exports import describe_purpose
from vknz_research.report.blocks import Figure, collect_blocks
from vknz_research.report.contents import Contents, read_contents
from vknz_research.report.meta import ReportMeta
from vknz_research.report.parameters import Parameters
from vknz_research.snapshot import Snapshot, open_snapshot
from vknz_research.version import VERSION

FORMATS: Final = ("html", "docx", "pdf")
ENGINE: Final = "vknz"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: which report on which snapshot, in which formats, where."""

    snapshot: Path
    reports: Path
    parameters: Parameters
    formats: Sequence[str]
    out: Path
    engine: str = ENGINE

    def __post_init__(self) -> None:
        """Refuse formats and engines that are not there."""
        for key, value, known in (
            *(("to", name, FORMATS) for name in self.formats),
            ("engine", self.engine, (ENGINE, "default")),
        ):
            if value not in known:
                listed = ", ".join(known)
                raise ParameterError(
                    key=key,
                    value=value,
                    known_nl=f"kies uit {listed}",
                    known_en=f"choose of {listed}",
                )


def run_report(order: Order) -> list[Path]:
    """Make the files of a report and return their paths, the provenance last.

    Nothing is written under its name before all is made, so that a report that fails
    leaves the one that was there.
    """
    snapshot = open_snapshot(order.snapshot)
    snapshot.verify()
    contents = read_contents(order.reports, order.parameters.report)
    notebooks = run_notebooks(order, contents)
    meta = make_meta(snapshot, contents, order)
    order.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=order.out, prefix=".half-") as half:
        made = _write_files(order, notebooks, meta, Path(half))
        provenance = Path(half) / f"{_stem(order, snapshot)}.json"
        _write_provenance(provenance, snapshot, order, made)
        return [path.replace(order.out / path.name) for path in (*made, provenance)]


def run_notebooks(order: Order, contents: Contents) -> list[Any]:
    """Run the notebooks of a report through papermill and return them."""
    from vknz_research.report.engine import (  # noqa: PLC0415 - half a second
        ForkEngine,
        warm_up,
        without_uri_grammar,
    )

    with without_uri_grammar():
        import papermill  # noqa: PLC0415
        from papermill.engines import papermill_engines  # noqa: PLC0415
    papermill_engines.register(ENGINE, ForkEngine)
    if order.engine == ENGINE:
        warm_up()
    given = {
        "snapshot": str(order.snapshot.resolve()),
        "folder": str(order.reports.resolve()),
        **order.parameters.as_notebook(),
    }
    folder = order.reports / order.parameters.report
    return [
        _run_notebook(papermill, folder / name, given, order)
        for name in contents.list_notebooks(order.parameters.sections)
    ]


def _run_notebook(
    papermill: Any, source: Path, given: Mapping[str, Any], order: Order
) -> Any:
    """Run one notebook; it is kept in memory, since it holds what people said."""
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    engine = ENGINE if order.engine == ENGINE else None
    try:
        return papermill.execute_notebook(
            source,
            None,
            parameters=dict(given),
            engine_name=engine,
            kernel_name="python3",
            progress_bar=False,
        )
    except PapermillExecutionError as error:
        raise _explain(source.name, error) from None


def _explain(notebook: str, error: Any) -> VknzError:
    """Return the sentence of our own error in a notebook, or say which cell stopped."""
    own = {cls.__name__ for cls in _all_errors(VknzError)}
    if error.ename in own:
        return _SaidError(error.evalue)
    return NotebookError(
        notebook=notebook,
        cell=error.exec_count,
        reason=f"{error.ename}: {error.evalue}",
    )


class _SaidError(VknzError):
    """A sentence that was already built in the process of the notebook."""

    nl = en = "{sentence}"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence=sentence)


def _all_errors(cls: type[VknzError]) -> set[type[VknzError]]:
    below = {s for child in cls.__subclasses__() for s in _all_errors(child)}
    return {cls, *below}


def make_meta(snapshot: Snapshot, contents: Contents, order: Order) -> ReportMeta:
    """Return what a report says about itself."""
    parameters = order.parameters
    words = parameters.as_words()
    name = contents.title.get(parameters.language, contents.title["nl"])
    return ReportMeta(
        title=name,
        subtitle=snapshot.title,
        study=snapshot.title,
        snapshot_name=snapshot.name,
        snapshot_hash=snapshot.hash,
        frozen_on=datetime.fromisoformat(snapshot.manifest["frozen_at"]),
        language=parameters.language,
        audience=parameters.audience,
        parameters=words,
        command=parameters.typed(snapshot.path.name),
        purpose=parameters.purpose,
        report=parameters.report,
    )


def _stem(order: Order, snapshot: Snapshot) -> str:
    """Return the name of the files: another one for each set of parameters."""
    parameters = order.parameters
    plain = Parameters(parameters.report, parameters.language)
    stem = f"{parameters.report}-{snapshot.path.name}-{parameters.language}"
    if parameters == plain:
        return stem
    if parameters.name:
        return f"{stem}-{parameters.name}"
    words = json.dumps(_identify(parameters), sort_keys=True)
    return f"{stem}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"


def _identify(parameters: Parameters) -> dict[str, Any]:
    """Return what tells one set of parameters from another."""
    return parameters.as_notebook() if parameters.is_composed else parameters.as_words()


def _write_files(
    order: Order, notebooks: Sequence[Any], meta: ReportMeta, folder: Path
) -> list[Path]:
    stem = _stem(order, open_snapshot(order.snapshot))
    paths = {name: folder / f"{stem}.{name}" for name in order.formats}
    blocks = collect_blocks(notebooks)
    templates = order.reports / "templates"
    if "html" in paths:
        from vknz_research.report.html import write_html  # noqa: PLC0415 - nbconvert

        write_html(notebooks, meta, paths["html"], templates=templates)
    if paths.keys() & {"docx", "pdf"}:
        from vknz_research.report.stills import draw_stills  # noqa: PLC0415 - kaleido

        stills = draw_stills([b for b in blocks if isinstance(b, Figure)])
        if "docx" in paths:
            from vknz_research.report.docx import write_docx  # noqa: PLC0415

            write_docx(blocks, meta, stills, paths["docx"])
        if "pdf" in paths:
            from vknz_research.report.pdf import write_pdf  # noqa: PLC0415

            write_pdf(blocks, meta, stills, paths["pdf"], templates=templates)
    return list(paths.values())


def _write_provenance(
    path: Path, snapshot: Snapshot, order: Order, made: Sequence[Path]
) -> None:
    facts = {
        "report": order.parameters.report,
        "parameters": order.parameters.as_notebook(),
        "snapshot": {"name": snapshot.name, "hash": snapshot.hash},
        "event_head": snapshot.manifest["event_head"],
        "package_version": VERSION,
        "engine": order.engine,
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in made},
        "purpose": order.parameters.purpose,
        "note": describe_purpose(order.parameters.purpose, current_language()),
    }
    text = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")

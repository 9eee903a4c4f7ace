"""Writing a release: data, codebook, programs, words, and the hash of each file."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from vknz_research.exchange.codebook import write_codebook
from vknz_research.exchange.qdc import write_qdc
from vknz_research.model.codes import Code
from vknz_research.model.exports import describe_purpose
from vknz_research.privacy import disclosure
from vknz_research.report.releasing import check, exercises, tables
from vknz_research.report.releasing.frames import COLUMNS, Contents, plain_rows
from vknz_research.report.releasing.people import Cast
from vknz_research.report.releasing.risk import make_facts
from vknz_research.report.releasing.riskpage import render_page

if TYPE_CHECKING:
    from vknz_research.snapshot import Snapshot

FILES: Final = Path(__file__).parent / "files"
SUMS: Final = "SHA256SUMS"
APPROVALS: Final = "approvals.json"
DRAFT: Final = "CONCEPT.txt"
CRATE: Final = "ro-crate-metadata.json"
LOCK: Final = "requirements.lock"
# These change when somebody approves; all else is what is approved.
UNSUMMED: Final = frozenset({SUMS, APPROVALS, DRAFT})
WHOLE: Final = frozenset(
    {"phase", "turns", "words", "turn", "start", "end", "level", "position"}
)
_IMPORT = re.compile(r"^from vknz_research\.[\w.]*?(\w+) import", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release is made of and for; `exercises` is a folder of notebooks."""

    snapshot: "Snapshot"
    purpose: str
    k: int
    lock: Path | None = None
    exercises: Path | None = None


def write_release(folder: Path, plan: Plan, cast: Cast, contents: Contents) -> None:
    """Write all files of a release in an empty folder, as a draft."""
    _write_data(folder / "data", contents)
    _copy_programs(folder)
    _copy_notebooks(folder / "notebooks", plan.exercises)
    outputs = tables.make_outputs(folder / "data", plan.k)
    for name, text in outputs.items():
        _write(folder / name, text)
    _write_codebook(folder, plan, contents)
    _write_words(folder, plan)
    _write_facts(folder, plan, make_facts(contents, cast, plan.k, outputs))
    _write_lock(folder / LOCK, plan.lock)
    _write_crate(folder, plan)
    _write(folder / SUMS, _sum_files(folder))
    _write(folder / APPROVALS, json.dumps({"approvals": []}, indent=1) + "\n")
    shutil.copyfile(FILES / DRAFT, folder / DRAFT)


def hash_release(folder: Path) -> str:
    """Return the hash of a release: of the list of the hashes of its files."""
    return hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()


def list_files(folder: Path) -> list[Path]:
    """List the files that are approved, in a fixed order."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(p for p in found if p.relative_to(folder).as_posix() not in UNSUMMED)


def _sum_files(folder: Path) -> str:
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  "
        f"{path.relative_to(folder).as_posix()}\n"
        for path in list_files(folder)
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_data(folder: Path, contents: Contents) -> None:
    import pandas as pd  # noqa: PLC0415 - a release is made of frames

    folder.mkdir(parents=True)
    for name, columns in COLUMNS.items():
        frame = pd.DataFrame(contents.tables[name], columns=list(columns))
        frame = frame.astype({c: "Int64" for c in columns if c in WHOLE})
        # The index of a frame would tell in which order the rows were made.
        frame.to_parquet(folder / f"{name}.parquet", index=False)
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def _copy_programs(folder: Path) -> None:
    """Copy what makes the tables, so that it needs nothing but Python."""
    program = folder / "program"
    for module in (check, disclosure, exercises, tables):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        name = f"{module.__name__.rpartition('.')[2]}.py"
        _write(program / name, _IMPORT.sub(r"from \1 import", source))
    _write(folder / "reproduce.py", _read_file("reproduce.txt"))


def _copy_notebooks(folder: Path, exercises: Path | None) -> None:
    """Copy the notebooks of a release, and those with exercises."""
    paths = [*FILES.glob("*.ipynb"), *(exercises.glob("*.ipynb") if exercises else ())]
    for path in sorted(paths):
        _write(folder / path.name, path.read_text(encoding="utf-8"))


def _read_file(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def _write_codebook(folder: Path, plan: Plan, contents: Contents) -> None:
    kept = {row["code"] for row in contents.tables["codes"]}
    codes = [
        _make_code(row)
        for row in plain_rows(plan.snapshot.codes)
        if row["code"] in kept
    ]
    said = "".join(f"# {describe_purpose(plan.purpose, x)}\n" for x in ("nl", "en"))
    _write(folder / "codebook.yml", said + write_codebook(codes))
    (folder / "codebook.qdc").write_bytes(write_qdc(codes))


def _make_code(row: Mapping[str, Any]) -> Code:
    texts = {
        language: {
            field: str(row[f"{field}_{language}"])
            for field in ("name", "definition", "when_to_use", "when_not")
            if row[f"{field}_{language}"]
        }
        for language in ("nl", "en")
    }
    marks = ("letters", "colour", "stroke", "form", "shortcut", "position")
    return Code(
        str(row["code_id"]),
        str(row["code"]),
        **{mark: row[mark] for mark in marks},
        texts={language: found for language, found in texts.items() if found},
    )


def _write_words(folder: Path, plan: Plan) -> None:
    printed = {
        language: describe_purpose(plan.purpose, language) for language in ("nl", "en")
    }
    facts = {
        "title": plan.snapshot.title,
        "purpose": plan.purpose,
        "printed": printed["nl"],
        "printed_nl": printed["nl"],
        "printed_en": printed["en"],
        "snapshot": plan.snapshot.hash[:12],
        "k": plan.k,
    }
    for name in ("README.md", "LICENCE.md"):
        _write(folder / name, _read_file(name).format(**facts))
    _write(folder / "data_dictionary.md", _render_dictionary(printed["nl"]))


def _render_dictionary(printed: str) -> str:
    found = yaml.safe_load(_read_file("dictionary.yml"))
    lines = ["# Kolommen · Columns", "", printed]
    for name, table in found.items():
        lines += ["", f"## {name}", "", table["meaning"], ""]
        lines += ["| kolom | betekenis · meaning |", "| --- | --- |"]
        lines += [
            f"| `{column}` | {text} |" for column, text in table["columns"].items()
        ]
    return "\n".join(lines) + "\n"


def _write_facts(folder: Path, plan: Plan, facts: Mapping[str, Any]) -> None:
    printed = describe_purpose(plan.purpose)
    head = {"purpose": plan.purpose, "printed": printed}
    made = {**head, "snapshot": plan.snapshot.hash, **facts}
    text = json.dumps(made, ensure_ascii=False, indent=1)
    _write(folder / "disclosure.json", text + "\n")
    _write(folder / "disclosure.html", render_page(facts, plan.snapshot.title, printed))


def _write_lock(path: Path, lock: Path | None) -> None:
    """Write which packages the notebooks were made with."""
    if lock is not None and lock.exists():
        shutil.copyfile(lock, path)
        return
    found = {f"{d.metadata['Name']}=={d.version}" for d in distributions()}
    _write(path, "\n".join(sorted(found, key=str.lower)) + "\n")


def _write_crate(folder: Path, plan: Plan) -> None:
    """Describe the folder as RO-Crate."""
    from rocrate.rocrate import ROCrate  # noqa: PLC0415 - only for a release

    crate = ROCrate()
    crate.name = f"{plan.snapshot.title}: {plan.purpose}"
    crate.description = describe_purpose(plan.purpose)
    crate.license = "LICENCE.md"
    for path in list_files(folder):
        name = path.relative_to(folder).as_posix()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        crate.add_file(path, name, properties={"name": name, "sha256": digest})
    crate.metadata.write(folder)

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_LINES = 25
LIST_COMMANDS = """
import json, typer
from vknz_research.cli import app
found = typer.main.get_command(app).commands
print(json.dumps({name: command.help or "" for name, command in found.items()}))
"""
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: str(p.stem))


# --- notebooks -----------------------------------------------------------------------
def test_every_notebook_is_in_the_table_and_back() -> None:
    table = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\w+)\]\((\w+)\.ipynb\) \|", table, re.MULTILINE)

    assert [name for name, _ in rows] == [path.stem for path in NOTEBOOKS]
    assert all(name == target for name, target in rows)


@each_notebook
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in list_code(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@each_notebook
def test_a_notebook_opens_with_words_and_has_its_parameters_second(path: Path) -> None:
    tags = [cell["metadata"].get("tags", []) for cell in list_code(path)]

    assert read_notebook(path)["cells"][0]["cell_type"] == "markdown"
    assert tags[1] == ["parameters"]
    assert [tag for tag in tags if "parameters" in tag] == [["parameters"]]


@each_notebook
def test_the_table_names_the_parameters_of_a_notebook(path: Path) -> None:
    table = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    row = next(x for x in table.splitlines() if x.startswith(f"| [{path.stem}]"))
    body = ast.parse(source_of(list_code(path)[1])).body
    names = [node.targets[0] for node in body if isinstance(node, ast.Assign)]

    assert re.findall(r"`(\w+)`", row) == [ast.unparse(name) for name in names]


@each_notebook
def test_cells_of_a_notebook_are_short_and_define_nothing(path: Path) -> None:
    for cell in list_code(path):
        source = source_of(cell)
        assert len(source.splitlines()) <= MOST_LINES
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        assert not any(
            isinstance(node, defined) for node in ast.walk(ast.parse(source))
        )


def read_notebook(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def list_code(path: Path) -> list[dict[str, Any]]:
    return [c for c in read_notebook(path)["cells"] if c["cell_type"] == "code"]


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


# --- commands ------------------------------------------------------------------------
@cache
def list_commands(language: str) -> dict[str, str]:
    """Ask a new process, since help is put into words when the commands are made."""
    made = subprocess.run(
        [sys.executable, "-c", LIST_COMMANDS],
        env={**os.environ, "VKNZ_LANGUAGE": language, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(made.stdout)
    return found


def test_every_command_has_help_in_both_languages() -> None:
    nl, en = list_commands("nl"), list_commands("en")

    assert list(nl) == list(en)
    assert [name for name in nl if not (nl[name] and en[name])] == []
    assert [name for name in nl if nl[name] == en[name]] == []


def test_every_command_stands_in_the_readme_and_back() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`vknz ([a-z][a-z-]*)[ `]", readme))

    assert named == set(list_commands("nl"))


def test_every_command_that_the_documents_name_exists() -> None:
    documents = [
        *(ROOT / "data_dictionary").glob("*.md"),
        *(ROOT / "data_dictionary" / "pages").glob("*.md"),
        *ROOT.glob("*.md"),
        ROOT / "notebooks" / "README.md",
    ]
    for path in documents:
        named = re.findall(r"`vknz ([a-z][a-z-]*)", path.read_text(encoding="utf-8"))
        assert set(named) <= set(list_commands("nl")), path.name


# --- packages ------------------------------------------------------------------------
def test_environment_yml_is_in_step_with_pyproject() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = read_requirements(stated["project"]["dependencies"])
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [x for x in conda["dependencies"] if isinstance(x, str)]
    pip = [y for x in conda["dependencies"] if isinstance(x, dict) for y in x["pip"]]
    python = f"python{stated['project']['requires-python']}"

    assert {python, "pip"} <= set(listed)
    listed = [name for name in listed if name not in {python, "pip"}]
    assert read_requirements([*listed, *pip]) == project


def read_requirements(lines: list[str]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return version and extras of each package, by its canonical name."""
    found = [Requirement(line) for line in lines]
    return {
        canonicalize_name(each.name): (str(each.specifier), frozenset(each.extras))
        for each in found
    }

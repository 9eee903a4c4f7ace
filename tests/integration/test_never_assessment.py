"""No view, query, export or API that counts per klantmanager: all of them, walked."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
import typer
from click import Choice, Command, Option
from conftest import Vknz

import vknz_research
from vknz_research.analysis.agreement import measure
from vknz_research.analysis.crosstab import count_pairs, crosstab
from vknz_research.analysis.distinctive import rank_words
from vknz_research.analysis.goals import set_against
from vknz_research.analysis.points import count_points
from vknz_research.analysis.query import find
from vknz_research.analysis.view import choose
from vknz_research.cli import app
from vknz_research.errors import NoAssessmentError, PlaceholderError, QueryError
from vknz_research.privacy.assessment import PERSONAL
from vknz_research.project import open_study
from vknz_research.report.placeholders import KEYS, Material, fill_numbers
from vknz_research.snapshot import open_snapshot

WALKED = ("analysis", "report", "snapshot", "project", "coding", "privacy")
GROUPING = {"by", "group", "group_by", "groupby", "per", "rank", "rank_by", "sort"}
# Numbers that say where or which, and count nothing of a person.
# `consents` says how much was asked, and nothing of somebody's work.
PLACES = {
    *("start", "end", "seq", "phase", "begin_ms", "end_ms", "number", "revision"),
    "consents",
}


def list_modules(*names: str) -> Iterator[ModuleType]:
    """List the modules of these packages, with all below them."""
    for name in names:
        package = importlib.import_module(f"vknz_research.{name}")
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def list_groupings() -> dict[str, Callable[..., Any]]:
    """List the public functions and methods that take what to group by."""
    found: dict[str, Callable[..., Any]] = {}
    for module in list_modules(*WALKED):
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", "") != (
                module.__name__
            ):
                continue
            members = vars(value) if inspect.isclass(value) else {name: value}
            for inner, made in members.items():
                if not inspect.isfunction(made) or inner.startswith("_"):
                    continue
                if GROUPING & set(inspect.signature(made).parameters):
                    found[f"{module.__name__}.{made.__qualname__}"] = made
    return found


def test_i11_what_groups_is_known_and_refuses_persons(demo_snapshot: Path) -> None:
    """A new function with such a parameter must be judged here first."""
    start = vknz_research.__name__
    assert set(list_groupings()) == {
        f"{start}.analysis.crosstab.crosstab",
        f"{start}.analysis.points.count_points",
        f"{start}.analysis.agreement.measuring.measure",
        f"{start}.analysis.distinctive.rank_words",
        f"{start}.analysis.goals.set_against",
        # Here `by` is a relation between codes: overlap or turn.
        f"{start}.analysis.cooccurrence.count_together",
        # These draw or name what a table counted already, and ask for its cells in
        # the query language, which knows no person.
        f"{start}.analysis.figures.multiples.draw_multiples",
        f"{start}.analysis.figures.words.ask_cell",
        f"{start}.analysis.figures.words.name_group",
        # Here `group` is the number of a code.
        f"{start}.analysis.spans.join_passages",
        # Here `by` names the coders whose codings, or who decided: not who is studied.
        f"{start}.analysis.confusion.list_passages_behind",
        f"{start}.coding.adjudicate.finish",
    }
    snapshot = open_snapshot(demo_snapshot)
    view = choose(snapshot)
    for name in sorted(PERSONAL):
        with pytest.raises(NoAssessmentError):
            measure(snapshot, by=[name])
        frames = (snapshot.attention_points, snapshot.attention_looks)
        with pytest.raises(NoAssessmentError):
            count_points(*frames, by=name)
        with pytest.raises(NoAssessmentError):
            rank_words(view, by=name)
        with pytest.raises(NoAssessmentError):
            set_against(view, snapshot.learning_goals, frames[0], by=name)
        with pytest.raises(QueryError):
            find(view, f"* EN {name}:iemand")


@pytest.mark.parametrize("unit", ["codings", "passages", "sources"])
def test_i11_codes_are_not_counted_per_klantmanager(
    demo_snapshot: Path, unit: Any
) -> None:
    codings = open_snapshot(demo_snapshot).codings
    hidden = codings.assign(groep=codings["participant_id"])

    for frame, by in ((codings, "participant_id"), (hidden, "groep")):
        with pytest.raises(NoAssessmentError):
            crosstab(frame, by, unit=unit)
    with pytest.raises(NoAssessmentError):
        count_pairs(codings["code"], codings["participant_id"])
    with pytest.raises(NoAssessmentError):
        crosstab(codings.drop(columns="perspective"), "participant_id", unit=unit)
    assert not crosstab(codings, "perspective", unit=unit).empty


def test_i11_a_klants_own_words_may_be_told_apart(demo_snapshot: Path) -> None:
    codings = open_snapshot(demo_snapshot).codings
    of_klanten = codings[codings["perspective"] == "klant"]

    assert len(crosstab(of_klanten, "participant_id").columns) > 1


def list_commands() -> dict[str, Command]:
    """List the commands by name."""
    made = typer.main.get_command(app)
    return dict(getattr(made, "commands", {}))


def test_i11_no_option_offers_to_group_or_rank_persons() -> None:
    for name, command in list_commands().items():
        for option in command.params:
            if not isinstance(option, Option) or option.name not in GROUPING:
                continue
            offered = set((option.help or "").replace("|", " ").lower().split())
            kinds = option.type.choices if isinstance(option.type, Choice) else ()
            assert not PERSONAL & (offered | set(map(str, kinds))), name


def test_i11_the_command_on_agreement_refuses_persons(demo: Path, vknz: Vknz) -> None:
    for name in sorted(PERSONAL):
        assert vknz("agreement", demo, "--by", name).status != 0


def test_i11_a_memo_cannot_count_one_person(demo_snapshot: Path) -> None:
    assert not PERSONAL & set(KEYS)
    empty = pd.DataFrame()
    material = Material(empty, empty, empty, empty, [])

    with pytest.raises(PlaceholderError):
        fill_numbers("{{count passages participant=Greet}}", material, "memo")


def find_counts(value: Any, names: set[str]) -> Iterator[str]:
    """Find numbers that stand with the name or id of a person."""
    if isinstance(value, list):
        for item in value:
            yield from find_counts(item, names)
    elif isinstance(value, dict):
        named = [k for k, v in value.items() if isinstance(v, str) and v in names]
        for key, inner in value.items():
            is_number = isinstance(inner, int | float) and not isinstance(inner, bool)
            if is_number and (key in names or (named and key not in PLACES)):
                yield f"{key} beside {named or 'a name'}"
            yield from find_counts(inner, names)


def list_json_commands() -> list[str]:
    """List the commands that print JSON of a study and need nothing else."""
    return sorted(
        name
        for name, command in list_commands().items()
        if any("--json" in option.opts for option in command.params)
        and [p.name for p in command.params if p.required] == ["path"]
    )


def test_i11_no_json_holds_a_number_beside_a_klantmanager(
    demo: Path, vknz: Vknz
) -> None:
    with open_study(demo) as study:
        people = [p for p in study.participants if p.role == "klantmanager"]
        several = {s.name for s in study.sources}
    names = {value for p in people for value in (p.id, p.label)} - several
    seen = 0

    for command in list_json_commands():
        ran = vknz(command, demo, "--json")
        if ran.status == 0 and ran.out.strip():
            seen += 1
            assert list(find_counts(json.loads(ran.out), names)) == [], command
    assert seen >= 5


def test_i11_the_walk_would_find_a_score() -> None:
    score = [{"participant": "Kim", "codings": 4}]

    assert list(find_counts({"rows": score}, {"Kim"})) == [
        "codings beside ['participant']"
    ]
    assert list(find_counts({"Kim": 4}, {"Kim"})) == ["Kim beside a name"]
    assert list(find_counts([{"participant": "Kim", "start": 4}], {"Kim"})) == []

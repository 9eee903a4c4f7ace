import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml
from consenting import GIVEN
from sqlalchemy import Integer, LargeBinary

from vknz_research.coding.transcripts import PLAYER
from vknz_research.exchange.design import read_inventory
from vknz_research.exchange.dictionary import (
    POINTER,
    make_pages,
    name_table,
    walk_codes,
    write_pages,
)
from vknz_research.exchange.tables import Row
from vknz_research.ingest import KNOWN_SUFFIXES
from vknz_research.model.adjudication import (
    ADJUDICATION_STATES,
    DIFFERENCES,
    OUTCOMES,
    SUGGESTION_STATES,
)
from vknz_research.model.codings import (
    CODER_KINDS,
    DOUBT_KINDS,
    DOUBT_REASONS,
    MEMO_KINDS,
    TARGET_KINDS,
)
from vknz_research.model.cycles import (
    GOAL_KINDS,
    OBSERVATION_KINDS,
    PARTS,
    PILLARS,
    POINT_KINDS,
    POINT_OUTCOMES,
    STEP_KINDS,
    STEP_STATES,
    THEMES,
    TRIED,
    VIEWING_KINDS,
    VIEWING_STATES,
)
from vknz_research.model.people import PURPOSES, ROLE_PERSPECTIVES, STATES
from vknz_research.model.privacy import (
    FEEDBACK_MODES,
    PERMISSION_STATES,
    PUBLICATION_KINDS,
    WITHDRAWAL_STATES,
)
from vknz_research.model.privacy import OUTCOMES as IDENTIFIER_OUTCOMES
from vknz_research.model.recordings import ANCHORS, MEDIA_TYPES, STORAGES
from vknz_research.model.rounds import ASSIGNMENT_STATES
from vknz_research.model.sources import PERSPECTIVES, REVISION_KINDS, TURN_KINDS
from vknz_research.project import Study
from vknz_research.project.excerpts import import_excerpts
from vknz_research.project.importing import import_design, import_files
from vknz_research.project.records import (
    import_codings,
    import_consent,
    import_participants,
)
from vknz_research.snapshot import open_snapshot
from vknz_research.snapshot.schemas import LANGUAGES, SCHEMAS
from vknz_research.store.acts import ACTS
from vknz_research.store.mapping import KEPT
from vknz_research.store.tables import JsonText, metadata

Entry = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "data_dictionary"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
PRIVACY = {"none", "pseudonymous", "personal", "sensitive"}
# Alembic makes this table and keeps one word in it: the version of the schema.
EXEMPT = {"alembic_version"}
# What model and reader leave to the dictionary: there is no constant for these.
STROKES = ("solid", "double", "dashed", "dotted")
FORMS = ("filled", "outlined")
ADDRESSEES = ("klant", "klantmanager")
CLOSED: Mapping[str, tuple[str, ...]] = {
    "act": tuple(ACTS),
    "addressee": ADDRESSEES,
    "adjudication.state": ADJUDICATION_STATES,
    "assignment.state": ASSIGNMENT_STATES,
    "assignments.state": ASSIGNMENT_STATES,
    "coder.kind": CODER_KINDS,
    "coders.kind": CODER_KINDS,
    "decision.kind": DIFFERENCES,
    "decisions.kind": DIFFERENCES,
    "doubt.reason": DOUBT_REASONS,
    "doubt.target_kind": DOUBT_KINDS,
    "form": FORMS,
    "format": (*(suffix[1:] for suffix in KNOWN_SUFFIXES), PLAYER, "excerpts"),
    "key": ("study_id", "salt"),
    "language": LANGUAGES,
    "memo.kind": MEMO_KINDS,
    "memos.kind": MEMO_KINDS,
    "outcome": OUTCOMES,
    "perspective": PERSPECTIVES,
    "purpose": PURPOSES,
    "role": tuple(ROLE_PERSPECTIVES),
    "speaker_role": tuple(ROLE_PERSPECTIVES),
    "state": STATES,
    "stroke": STROKES,
    "suggestion.state": SUGGESTION_STATES,
    "table_name": tuple(str(table.name) for table in KEPT.values()),
    "identifier.outcome": IDENTIFIER_OUTCOMES,
    "feedback_permission.mode": FEEDBACK_MODES,
    "feedback_permission.state": PERMISSION_STATES,
    "publication.kind": PUBLICATION_KINDS,
    "revision.kind": REVISION_KINDS,
    "target_kind": TARGET_KINDS,
    "texts.kind": REVISION_KINDS,
    "turn.kind": TURN_KINDS,
    "turns.kind": TURN_KINDS,
    "withdrawal.state": WITHDRAWAL_STATES,
    "agenda_item.part": PARTS,
    "agenda_item.pillar": PILLARS,
    "attention_look.outcome": POINT_OUTCOMES,
    "tried": TRIED,
    "attention_point.kind": POINT_KINDS,
    "anchor": ANCHORS,
    "step.kind": STEP_KINDS,
    "step.state": STEP_STATES,
    "viewing.kind": VIEWING_KINDS,
    "viewing.state": VIEWING_STATES,
    "learning_goal.kind": GOAL_KINDS,
    "learning_goals.kind": GOAL_KINDS,
    "observation.kind": OBSERVATION_KINDS,
    "observation.part": PARTS,
    "observations.kind": OBSERVATION_KINDS,
    "observations.part": PARTS,
    "attention_looks.outcome": POINT_OUTCOMES,
    "attention_points.kind": POINT_KINDS,
    "steps.kind": STEP_KINDS,
    "steps.state": STEP_STATES,
    "theme": THEMES,
    "storage": STORAGES,
    "media_type": tuple(MEDIA_TYPES.values()),
}
# Frames of the reflection cycle: the demo study of the tests has no trajectories.
CYCLE = {
    *("steps", "observations", "attention_points", "attention_looks", "permitted"),
    *("learning_goals", "smart_codes"),
}
OPEN = {"perspective", "role", "speaker_role"}
OWN_WORDS = {"text", "quote", "title", "body", "edited", "before", "after", "data"}
NAMES = {"speaker", "file", "actor", "asked_by", "coder"}
MEASURES = {
    "start": "code points",
    "end": "code points",
    "length": "code points",
    "characters": "code points",
    "words": "words",
}
WORDS = {"id", "string", "text", "category", "path", "date", "time", "hash"}
TYPES = {*WORDS, "integer", "boolean", "json", "bytes"}


def read(path: Path) -> Entry:
    found: Entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


TABLES = {path.stem: read(path) for path in sorted((FOLDER / "tables").glob("*.yml"))}
FRAMEWORKS = [read(path) for path in sorted((FOLDER / "frameworks").glob("*.yml"))]
CODES = [place for f in FRAMEWORKS for place in walk_codes(f["codes"], f["id"])]
PATHS = {path for path, _, _ in CODES}
GUIDES = [read(FOLDER / f"{name}.yml") for name in ("kijkwijzer", "samenleerwijzer")]
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
each_framework = pytest.mark.parametrize(
    "framework", FRAMEWORKS, ids=[str(framework["id"]) for framework in FRAMEWORKS]
)


def names_of(kind: str) -> dict[str, list[str]]:
    return {
        table["table"]: [column["name"] for column in table["columns"]]
        for table in TABLES.values()
        if table["kind"] == kind
    }


# --- tables of the store -------------------------------------------------------------
def test_every_column_of_the_store_stands_in_the_dictionary_and_back() -> None:
    expected = {
        str(table.name): [column.name for column in table.c]
        for table in metadata.sorted_tables
        if table.name not in EXEMPT
    }

    assert names_of("store") == expected


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda t: str(t.name))
def test_type_and_emptiness_are_those_of_the_store(table: Any) -> None:
    stated = {column["name"]: column for column in TABLES[str(table.name)]["columns"]}

    for column in table.c:
        entry = stated[column.name]
        assert entry["type"] in types_of_store(column.type), column
        assert entry["nullable"] == column.nullable, column


def types_of_store(kind: object) -> set[str]:
    if isinstance(kind, JsonText):
        return {"json"}
    if isinstance(kind, Integer):
        return {"integer"}
    return {"bytes"} if isinstance(kind, LargeBinary) else {*WORDS, "json"}


# --- frames of a snapshot ------------------------------------------------------------
def test_every_column_of_a_snapshot_stands_in_the_dictionary_and_back() -> None:
    expected = {name: list(columns) for name, columns in SCHEMAS.items()}

    assert names_of("frame") == expected


@pytest.mark.parametrize("name", SCHEMAS)
def test_types_are_those_of_the_snapshot(name: str) -> None:
    stated = {c["name"]: c["type"] for c in TABLES[f"snapshot_{name}"]["columns"]}

    for column, kind in SCHEMAS[name].items():
        assert stated[column] in types_of_frame(kind), column


def types_of_frame(kind: pa.DataType) -> set[str]:
    if pa.types.is_boolean(kind):
        return {"boolean"}
    return {"integer"} if pa.types.is_integer(kind) else WORDS


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_demo_study_holds_what_the_dictionary_says(
    name: str, demo_snapshot: Path
) -> None:
    frame = open_snapshot(demo_snapshot).read(name)

    assert len(frame) > 0 or name in CYCLE
    for column in TABLES[f"snapshot_{name}"]["columns"]:
        found = frame[column["name"]]
        if not column["nullable"]:
            assert not found.isna().any(), column["name"]
        if isinstance(column.get("values"), list) and "others" not in column:
            assert set(found.dropna()) <= set(column["values"]), column["name"]


# --- CSV files that people make ------------------------------------------------------
HEADINGS = names_of("file")


def write_csv(folder: Path, name: str, *cells: Mapping[str, str]) -> Path:
    """Write a file with all columns of the dictionary; what is not given is empty."""
    heading = HEADINGS[name]
    lines = [",".join(heading)]
    lines += [",".join(row.get(column, "") for column in heading) for row in cells]
    path = folder / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The columns for which readers of CSV files ask."""
    seen: set[str] = set()
    for name in ("get", "raw"):
        monkeypatch.setattr(Row, name, remember(seen, getattr(Row, name)))
    return seen


def remember(seen: set[str], ask: Callable[[Row, str], Any]) -> Callable[..., Any]:
    def asks(row: Row, column: str) -> Any:
        seen.add(column)
        return ask(row, column)

    return asks


PASSAGE = {"source": "gesprek", "quote": "eerst eng", "id": "C1", "occurrence": "2"}
CODED = {"coder": "A", "code": "4r/reflectie", "section": "4r/reflectie"}
DESIGNED = {"source_code": "I1/K", "kind": "interview", "role": "klant"}
HEARD = {"recording": "1", "begin_ms": "0", "end_ms": "9000000", "anchor": "time"}
FILES: Mapping[str, tuple[Callable[[Study, Path], Any], list[Mapping[str, str]]]] = {
    "inventory": (
        lambda _, path: read_inventory(path),
        [
            {
                "file": "gesprek.txt",
                "phase": "1",
                "participants": "Samira=klant",
                "consent": "coding",
                "letter": "brief-v1",
            }
        ],
    ),
    "design": (
        import_design,
        [{**DESIGNED, "phase": "1", "participants": "3", "sources": "3"}],
    ),
    "codings": (
        import_codings,
        [
            {**CODED, **PASSAGE},
            {**CODED, "source": "gesprek", "start": "3", "end": "9"},
            {**CODED, "source": "opname", **HEARD},
        ],
    ),
    "excerpts_chosen": (import_excerpts, [{**CODED, **PASSAGE}]),
    "participants": (import_participants, [{"label": "Samira"}]),
    "consent": (
        import_consent,
        [{"participant": "Samira", "purpose": "coding", "state": "given"}],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_readers_ask_for_the_columns_of_the_dictionary(
    name: str, coded: Study, tmp_path: Path, asked: set[str]
) -> None:
    run, cells = FILES[name]
    if name == "codings":
        timed = tmp_path / "opname.vtt"
        timed.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nGoed.\n", encoding="utf-8")
        import_files(coded, [timed], consent=GIVEN)
        asked.clear()
    if name == "consent":
        import_participants(
            coded, write_csv(tmp_path, "participants", {"label": "Samira"})
        )
        asked.clear()

    run(coded, write_csv(tmp_path, name, *cells))

    assert asked == set(HEADINGS[name])


def test_published_quotations_are_read_with_their_sections(
    coded: Study, tmp_path: Path, asked: set[str]
) -> None:
    cells = {"id": "Q1", "section": "3.1 ZIEN", "quote": "Ja.", "source_code": "I1/K"}
    table = write_csv(tmp_path, "excerpts_published", cells)
    sections = write_csv(
        tmp_path, "sections", {"section": "3.1", "code": "4r/reflectie"}
    )

    import_excerpts(coded, table, sections=sections)

    published = {*HEADINGS["excerpts_published"], *HEADINGS["sections"]}
    assert asked == published
    assert set(HEADINGS) == {*FILES, "excerpts_published", "sections"}


@pytest.mark.parametrize("name", sorted(HEADINGS))
def test_columns_that_must_be_there_are_the_ones_that_readers_need(name: str) -> None:
    columns = TABLES[f"file_{name}"]["columns"]

    assert all(isinstance(column["optional"], bool) for column in columns)
    assert all(column["nullable"] for column in columns if column["optional"])
    assert {c["name"] for c in columns if not c["optional"]} == NEEDED[name]


NEEDED = {
    "inventory": {"file"},
    "design": set(HEADINGS["design"]),
    "codings": {"coder", "source", "code"},
    "excerpts_chosen": {"id", "section", "source", "quote"},
    "excerpts_published": {"id", "section", "quote", "source_code", "speaker_role"},
    "sections": {"section", "code"},
    "participants": {"label"},
    "consent": {"participant", "purpose", "state"},
}


# --- every column --------------------------------------------------------------------
@each_table
def test_every_table_says_what_it_is_in_both_languages(table: Entry) -> None:
    names = [column["name"] for column in table["columns"]]

    assert TABLES[name_table(table)] is table
    assert set(table) == {"table", "kind", "meaning", "columns"}
    assert is_bilingual(table["meaning"])
    assert twice(names) == []


@each_table
def test_every_column_is_complete_in_both_languages(table: Entry) -> None:
    needed = {"name", "meaning", "type", "nullable", "privacy"}
    needed |= {"optional"} if table["kind"] == "file" else set()
    for column in table["columns"]:
        name = column["name"]
        assert needed <= set(column) <= {*needed, "unit", "values", "others"}, name
        said = [column[k] for k in ("meaning", "unit", "others") if k in column]
        assert all(map(is_bilingual, said)), name
        assert column["type"] in TYPES, name
        assert isinstance(column["nullable"], bool), name


@each_table
def test_every_column_has_one_of_four_privacy_classes(table: Entry) -> None:
    for column in table["columns"]:
        assert column["privacy"] in PRIVACY, column["name"]


@each_table
def test_free_words_are_personal_or_sensitive(table: Entry) -> None:
    for column in table["columns"]:
        name, privacy = column["name"], column["privacy"]
        if column["type"] in {"text", "bytes", "path"}:
            assert privacy in {"personal", "sensitive"}, name
        if name in OWN_WORDS:
            assert privacy == "sensitive", name
        if name in NAMES:
            assert privacy == "personal", name


@each_table
def test_listed_values_are_those_of_the_code(table: Entry) -> None:
    for column in table["columns"]:
        values, name = column.get("values"), column["name"]
        is_listed = isinstance(values, list)
        assert is_listed == (column["type"] == "category"), name
        assert ("others" in column) == (is_listed and name in OPEN), name
        if is_listed:
            known = CLOSED.get(f"{table['table']}.{name}") or CLOSED[name]
            assert values == list(known), name
        elif values is not None:
            assert is_bilingual(values), name


@each_table
def test_numbers_that_measure_have_a_unit(table: Entry) -> None:
    for column in table["columns"]:
        name = column["name"]
        unit = "milliseconds" if name.endswith("_ms") else MEASURES.get(name)
        assert unit is None or unit in column["unit"]["en"], name


def is_bilingual(said: object) -> bool:
    return (
        isinstance(said, dict)
        and set(said) == set(LANGUAGES)
        and all(isinstance(text, str) and text.strip() for text in said.values())
    )


# --- pages ---------------------------------------------------------------------------
def test_pages_are_exactly_what_the_generator_writes() -> None:
    found = {
        path.name: path.read_text(encoding="utf-8")
        for path in (FOLDER / "pages").glob("*.md")
    }

    assert found == make_pages(FOLDER)


def test_the_generator_writes_all_pages_and_takes_old_ones_away(tmp_path: Path) -> None:
    for path in FOLDER.rglob("*.yml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "gone.md").write_text("old", encoding="utf-8")

    written = write_pages(tmp_path)

    assert sorted((tmp_path / "pages").iterdir()) == written
    assert [path.name for path in written] == sorted(make_pages(FOLDER))


def test_the_readme_links_every_page_and_only_pages_that_exist() -> None:
    linked = set(re.findall(r"\(pages/([\w-]+\.md)\)", README))

    assert linked == set(make_pages(FOLDER))


def test_links_between_pages_lead_somewhere() -> None:
    pages = make_pages(FOLDER)
    for name, text in pages.items():
        for page, anchor in re.findall(r"\]\(([\w-]*(?:\.md)?)#([\w-]+)\)", text):
            assert f'<a id="{anchor}"></a>' in pages[page or name], (name, anchor)


# --- frameworks ----------------------------------------------------------------------
@each_framework
def test_every_framework_is_complete_in_both_languages(framework: Entry) -> None:
    assert is_bilingual(framework["name"])
    assert is_bilingual(framework["description"])
    assert framework["source"]
    assert framework["form"] in FORMS
    for path, code, _ in walk_codes(framework["codes"], framework["id"]):
        for field in ("name", "definition", "when_to_use", "when_not", "example"):
            assert is_bilingual(code[field]), (path, field)


@each_framework
def test_when_not_names_other_codes_that_exist(framework: Entry) -> None:
    for path, code, _ in walk_codes(framework["codes"], framework["id"]):
        nl, en = (sorted(POINTER.findall(code["when_not"][lang])) for lang in LANGUAGES)
        assert nl == en, path
        assert nl, path
        assert set(nl) <= PATHS - {path}, path
        assert code["when_not"]["nl"].count("→") == len(nl), path


def test_paths_letters_and_shortcuts_are_unique() -> None:
    letters = [code["letters"] for _, code, _ in CODES if "letters" in code]
    main = [
        code["shortcut"] for _, code, depth in CODES if not depth and "shortcut" in code
    ]

    assert len(PATHS) == len(CODES)
    assert twice([*letters, "Me"]) == []
    assert twice(main) == []
    assert all(len(key) == 2 for key in letters)
    assert all(re.fullmatch(r"\d", key) for key in main)


def test_shortcuts_of_sub_codes_are_unique_among_siblings() -> None:
    commands = set("ngzsbrcvm")
    for _, code, _ in CODES:
        keys = [
            below["shortcut"] for below in code.get("codes", ()) if "shortcut" in below
        ]
        assert twice(keys) == []
        assert all(re.fullmatch("[a-z]", key) for key in keys)
        assert not commands & set(keys)


def twice(listed: list[str]) -> list[str]:
    return [item for item, count in Counter(listed).items() if count > 1]


@each_framework
def test_every_code_has_marks_that_can_be_seen(framework: Entry) -> None:
    for path, letters, colour, stroke in list_marks(framework["codes"], ("", "", "")):
        assert letters, path
        assert stroke in STROKES, path
        assert contrast_on_white(colour) >= 3, path


def list_marks(
    codes: list[Entry], above: tuple[str, str, str]
) -> Iterator[tuple[str, str, str, str]]:
    for code in codes:
        letters, colour, stroke = (
            str(code.get(mark, inherited))
            for mark, inherited in zip(
                ("letters", "colour", "stroke"), above, strict=True
            )
        )
        yield code["id"], letters, colour, stroke
        yield from list_marks(code.get("codes", []), (letters, colour, stroke))


def contrast_on_white(colour: str) -> float:
    """Return the contrast of WCAG 2.2 between a colour and white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def test_the_readme_counts_the_codes_of_every_framework() -> None:
    for framework in FRAMEWORKS:
        owner = framework["id"]
        row = next(x for x in README.splitlines() if x.startswith(f"| `{owner}` |"))
        codes = list(walk_codes(framework["codes"], owner))
        assert f"| {framework['form']} | {len(codes)}" in row
        assert f"[pages/{owner}.md](pages/{owner}.md)" in row


# --- Kijkwijzer and Samenleerwijzer --------------------------------------------------
KIJKWIJZER, SAMENLEERWIJZER = GUIDES


@pytest.mark.parametrize("guide", GUIDES, ids=lambda g: str(g["id"]))
def test_every_guide_says_what_it_is_and_whence(guide: Entry) -> None:
    assert is_bilingual(guide["name"])
    assert is_bilingual(guide["description"])
    assert guide["source"]


def test_the_kijkwijzer_is_complete() -> None:
    parts = KIJKWIJZER["parts"]
    questions = [question for part in parts for question in part["questions"]]

    assert [part["order"] for part in parts] == list(range(1, len(parts) + 1))
    assert all(is_bilingual(part["name"]) and part["questions"] for part in parts)
    assert twice([question["id"] for question in questions]) == []
    assert all(has_words(question) for question in questions)
    assert {q["kind"] for q in questions} == {"open", "targeted", "scale-free"}
    assert {q["for"] for q in questions} == {"fragment", "conversation"}


def test_the_kijkwijzer_asks_about_every_theme_in_their_order() -> None:
    themes = [path for path, _, _ in CODES if path.startswith("themas/")]
    parts = [part for part in KIJKWIJZER["parts"] if "theme" in part]

    assert [part["theme"] for part in parts] == themes
    for part in parts:
        assert {question["theme"] for question in part["questions"]} == {part["theme"]}
    for question in (q for part in KIJKWIJZER["parts"] for q in part["questions"]):
        assert question.get("theme") in {None, *themes}
        assert question["kind"] != "targeted" or question["theme"]


def test_the_samenleerwijzer_is_complete() -> None:
    for name in ("steps", "sheet", "cards"):
        entries = SAMENLEERWIJZER[name]
        assert [entry["order"] for entry in entries] == list(range(1, len(entries) + 1))
        assert twice([entry["id"] for entry in entries]) == []
    who = {"klant", "klantmanager", "samen"}
    for step in SAMENLEERWIJZER["steps"]:
        assert is_bilingual(step["name"])
        assert has_words(step)
        assert step["who"] in who
    for field in SAMENLEERWIJZER["sheet"]:
        assert has_words(field)
        assert field["filled_by"] in who
        assert field["privacy"] in PRIVACY


def test_every_theme_card_has_questions_and_leads_to_a_code() -> None:
    for card in SAMENLEERWIJZER["cards"]:
        assert is_bilingual(card["name"])
        assert card["questions"]
        assert all(has_words(question) for question in card["questions"])
        assert card["id"] == "eigen-kaart" or card["path"] in PATHS


def has_words(entry: Entry) -> bool:
    return is_bilingual({language: entry.get(language) for language in LANGUAGES})

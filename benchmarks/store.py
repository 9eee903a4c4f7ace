"""The store: one coding at a time, and many codings at once."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from sqlcipher3 import dbapi2

from benchmarks.timing import Result, at_most
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.model.codings import Coder, Coding
from vknz_research.model.people import PURPOSES, Given
from vknz_research.model.sources import Reading, Turn
from vknz_research.project import Study, create_study
from vknz_research.project.listing import list_codes, list_codings

WORDS = "Nou ja dat vond ik eerst best spannend maar het viel mee. "
CODINGS = 100_000
SOURCES = 50


def make_study(folder: Path, *, encrypted: bool) -> Study:
    """Make a study with one long source."""
    ask = (lambda: "een lange wachtwoordzin") if encrypted else None
    study = create_study(folder, "Meting", ask=ask)
    for number in range(SOURCES):
        text = WORDS * 4000
        turns = [
            Turn(at, at + len(WORDS) - 1) for at in range(0, len(text), len(WORDS))
        ]
        reading = Reading("txt", text, turns)
        name = f"bron{number}.txt"
        add_sources(
            study.store,
            "x",
            Arrival(
                name, name.encode(), [reading], consent=Given(PURPOSES, "brief-v1")
            ),
        )
    return study


def fill(study: Study) -> None:
    """Add many codings in one act."""
    codes = [code.id for code in study.codebook]
    sources = study.sources
    with study.store.begin("x", "import-codings") as work:
        work.add(Coder("k", "X"))
        work.add(
            *[
                Coding(
                    str(uuid4()),
                    sources[n % SOURCES].id,
                    sources[n % SOURCES].revision_id,
                    codes[n % len(codes)],
                    "k",
                    n,
                    n + 40,
                    "h",
                )
                for n in range(CODINGS)
            ]
        )


def raw_insert(path: Path) -> Callable[[], None]:
    """Return the floor: one row in SQLite, WAL and FULL, committed."""
    link = dbapi2.connect(str(path), isolation_level=None)
    link.execute("PRAGMA journal_mode=WAL")
    link.execute("PRAGMA synchronous=FULL")
    link.execute("CREATE TABLE coding (id TEXT PRIMARY KEY, s, c, k, a INT, e INT)")

    def insert() -> None:
        link.execute("BEGIN IMMEDIATE")
        row = (str(uuid4()), "s", "c", "k", 1, 2)
        link.execute("INSERT INTO coding VALUES (?,?,?,?,?,?)", row)
        link.execute("COMMIT")

    return insert


def code_one(study: Study) -> Callable[[], None]:
    """Return the act of coding one passage, each time another."""
    layer, source = study.coder("IK"), study.sources[0].id
    place = iter(range(200_000))

    def act() -> None:
        at = next(place)
        layer.code(source, "4r/reflectie", at, at + 30)

    return act


def measure() -> list[Result]:
    """Measure acts against a bare SQLite, and lists against bare SQL."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        floor = raw_insert(folder / "floor.sqlite")
        for name, encrypted in (("plain", False), ("encrypted", True)):
            study = make_study(folder / name, encrypted=encrypted)
            runs = (code_one(study), floor)
            work = f"one coding, committed, with event and chain ({name})"
            results.append(at_most(work, runs, "bare INSERT, committed", 7, rounds=200))
            study.close()
        study = make_study(folder / "many", encrypted=False)
        fill(study)
        results += measure_lists(study, folder / "many" / "study.sqlite")
        study.close()
    return results


def measure_lists(study: Study, path: Path) -> list[Result]:
    """Measure listing passages and counting codes at 100,000 codings."""
    link = dbapi2.connect(str(path))
    passages = (
        "SELECT c.id, s.name, c.start, c.end,"
        " substr(r.text, c.start + 1, c.end - c.start)"
        " FROM coding c JOIN source s ON s.id = c.source_id"
        " JOIN revision r ON r.id = c.revision_id"
        " WHERE c.code_id = (SELECT id FROM code WHERE path = '4r/reflectie/steun')"
    )
    counts = "SELECT code_id, count(*) FROM coding GROUP BY code_id"
    return [
        at_most(
            "passages of a code, 100,000 codings",
            (
                lambda: list_codings(study, code="4r/reflectie/steun"),
                lambda: link.execute(passages).fetchall(),
            ),
            "one SQL query",
            2,
        ),
        at_most(
            "code frequencies, 100,000 codings",
            (lambda: list_codes(study), lambda: link.execute(counts).fetchall()),
            "one SQL query",
            2,
        ),
    ]

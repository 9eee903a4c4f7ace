"""A source that was closed after it was coded: none of its words can be reached."""

import pytest
from consenting import GIVEN
from typer.testing import CliRunner

from vknz_research.cli.main import app
from vknz_research.coding.acts import Request, code_in_vivo, code_passage
from vknz_research.coding.memos import add_memo
from vknz_research.coding.session import Session
from vknz_research.coding.textedit import edit_text
from vknz_research.coding.worklist import list_tasks
from vknz_research.errors import QuarantineError
from vknz_research.model.codings import Memo
from vknz_research.model.sources import Span
from vknz_research.privacy.consent import RESEARCHER
from vknz_research.project import Study
from vknz_research.project.consent import Said, set_consent
from vknz_research.project.consenting import record_purposes
from vknz_research.project.importing import import_files
from vknz_research.project.listing import list_codes, list_codings, list_turns

WORDS = "vlinderstruik achter het kanaal"
TEXT = f"An: ik zag de {WORDS} staan\n\nBo: dat weet ik ook nog\n"


def bring_in(study: Study, *, is_asked: bool) -> None:
    """Bring a talk in; where they were asked, it is coded and edited as well."""
    file = study.path.parent / "groep.txt"
    file.write_text(TEXT, encoding="utf-8")
    table = study.path.parent / "inventaris.csv"
    table.write_text("file,kind,participants\ngroep.txt,interview,An=klant;Bo=klant\n")
    import_files(study, [file], table, consent=GIVEN if is_asked else None)
    if not is_asked:
        return
    source = study.source("groep")
    start = study.text("groep").index(WORDS)
    end = start + len(WORDS)
    for coder in ("LvH", "NvD"):
        request = Request(coder, source.id, "4r/reflectie", Span(start, end))
        code_passage(study.store, request)
    code_in_vivo(study.store, "LvH", source.id, Span(start, end))
    about = [("source", source.id)]
    add_memo(study.store, "LvH", Memo("", "theoretical", "An", f"Zij: {WORDS}"), about)
    place = (end - 3, end + 2)  # over the edge of the codings: they are in doubt
    edit_text(study.store, "LvH", source.id, source.revision_id, place, "oor er")
    set_consent(study, "An", Said(["coding"], "refused"))


def test_i01_no_reading_gives_words_of_a_source_that_was_closed(study: Study) -> None:
    bring_in(study, is_asked=True)
    for read in (study.text, study.turns, lambda name: list_turns(study, name)):
        with pytest.raises(QuarantineError):
            read("groep")
    assert list_codings(study) == []
    assert study.codings() == []
    with study.store.read() as reader:
        assert list_tasks(reader) == []


def test_i01_the_workbench_lists_nothing_of_a_source_that_was_closed(
    study: Study,
) -> None:
    bring_in(study, is_asked=True)
    session = Session(study.store, "LvH")
    work = session.handle({"id": "1", "act": "worklist", "args": {}})
    assert work["result"] == {"stale": [], "doubts": []}
    count = session.handle({"id": "2", "act": "work-count", "args": {}})
    assert count["result"] == {"n": 0}


@pytest.mark.parametrize("act", ["open", "memos", "news"])
def test_i01_codes_and_memos_of_a_closed_source_are_not_shown(
    study: Study, act: str
) -> None:
    bring_in(study, is_asked=True)
    session = Session(study.store, "LvH")
    assert WORDS not in str(session.handle({"id": "1", "act": act, "args": {}}))
    assert WORDS not in str(study.codebook)
    assert WORDS not in str(list_codes(study))


def test_i01_a_closed_text_is_not_edited(study: Study) -> None:
    bring_in(study, is_asked=True)
    source = study.source("groep")
    with pytest.raises(QuarantineError):
        edit_text(study.store, "LvH", source.id, source.revision_id, (4, 6), "wij")


@pytest.mark.parametrize(
    "args",
    [["turns", "--source", "groep"], ["compare", "--source", "groep"]],
)
def test_i01_commands_refuse_a_source_that_was_closed(
    study: Study, args: list[str]
) -> None:
    bring_in(study, is_asked=True)
    verb, *more = args
    made = CliRunner().invoke(app, [verb, str(study.path), *more])
    assert isinstance(made.exception, QuarantineError)


def test_i01_noting_a_withdrawal_does_not_open_a_source(study: Study) -> None:
    """Words stay hidden until they are gone: what was never given is not given so."""
    bring_in(study, is_asked=False)
    people = [p for p in study.participants if p.role != RESEARCHER]
    for person in people:
        record_purposes(
            study, "NvD", person.id, Said(["interview", "coding"], "withdrawn")
        )
    with pytest.raises(QuarantineError):
        study.text("groep")

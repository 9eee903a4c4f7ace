"""The agenda on one page: for the klantmanager, in three formats, never for another."""

from pathlib import Path

import pytest
from cyclestudy import Asker, begin, fill_cycle
from pypdf import PdfReader

from vknz_research.errors import EmptyAgendaError, ForeignAgendaError, ResidueError
from vknz_research.model.people import Participant
from vknz_research.project import Study
from vknz_research.project.agendapage import make_sheet, write_agenda

WHERE = ("Traject 7", 1)


@pytest.fixture
def planned(study: Study, tmp_path: Path) -> Study:
    fill_cycle(study, tmp_path)
    asker, source = begin(study)
    fill_goals(asker)
    asker.ask(
        "observe",
        source=source,
        recording=1,
        begin=20_000,
        finish=40_000,
        kind="falter",
        part="unintended",
        theme="themas/gezamenlijk-doel",
        body="Na de stilte komt een <b>voorstel</b>.",
    )
    asker.ask("makeAgenda")
    return study


def fill_goals(asker: Asker) -> None:
    asker.ask("goal", kind="doubt", body="Praat ik te veel?")
    asker.ask("goal", kind="goal", body="Hoe houd ik een stilte uit?")


def test_the_page_is_one_in_each_format(planned: Study, tmp_path: Path) -> None:
    paths = [tmp_path / f"agenda.{kind}" for kind in ("html", "docx", "pdf")]
    assert write_agenda(planned, "LvH", WHERE, paths) == paths
    html = paths[0].read_text(encoding="utf-8")
    assert "00:20–00:40" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "Nooit om een persoon te beoordelen" in html
    assert html.index("Wat goed ging") < html.index("Onbedoelde") < html.index("Alt")
    pdf = PdfReader(paths[2])
    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    assert "Praat ik te veel?" in text
    assert "Nooit om een persoon" in text
    from docx import Document

    word = Document(str(paths[1]))
    cells = [c.text for t in word.tables for r in t.rows for c in r.cells]
    assert "00:20–00:40" in cells
    assert "Nooit om een persoon" in word.sections[0].footer.paragraphs[0].text


def test_a_long_agenda_is_still_one_page(planned: Study, tmp_path: Path) -> None:
    asker = Asker(planned, "LvH")
    asker.ask("open", trajectory="Traject 7", round=1)
    for n in range(22):
        asker.ask("goal", kind="doubt", body=f"Vraag {n}: hoe kan ik dit anders doen?")
    asker.ask("makeAgenda")
    path = tmp_path / "vol.pdf"
    write_agenda(planned, "LvH", WHERE, [path])
    assert len(PdfReader(path).pages) == 1


def test_i12_a_leidinggevende_gets_no_agenda_about_another(planned: Study) -> None:
    with planned.store.begin("vknz", "import-participants") as work:
        work.add(Participant("b1", "Baas", "leidinggevende"))
        work.add(Participant("m9", "Collega", "klantmanager"))
    for other in ("Baas", "Collega"):
        with pytest.raises(ForeignAgendaError):
            make_sheet(planned, *WHERE, other)
    own = next(p.label for p in planned.participants if p.label.startswith("Marit"))
    assert make_sheet(planned, *WHERE, own).parts[1].rows


def test_an_empty_agenda_is_not_printed(study: Study, tmp_path: Path) -> None:
    begin(fill_cycle(study, tmp_path))
    with pytest.raises(EmptyAgendaError):
        make_sheet(study, *WHERE)


def test_i14_an_agenda_with_a_number_that_identifies_is_taken_away(
    planned: Study, tmp_path: Path
) -> None:
    asker = Asker(planned, "LvH")
    asker.ask("open", trajectory="Traject 7", round=1)
    asker.ask("goal", kind="doubt", body="Bel 0612345678 als het misgaat.")
    asker.ask("makeAgenda")
    path = tmp_path / "agenda.html"
    with pytest.raises(ResidueError):
        write_agenda(planned, "LvH", WHERE, [path])
    assert not path.exists()


def test_headings_of_the_word_file_have_the_ink_of_the_page(
    planned: Study, tmp_path: Path
) -> None:
    from docx import Document

    made = write_agenda(planned, "LvH", WHERE, [tmp_path / "agenda.docx"])

    styles = Document(str(made[0])).styles
    for level in (1, 2):
        font = styles[f"Heading {level}"].font
        assert (str(font.color.rgb), font.name) == ("1C1E21", "Arial")

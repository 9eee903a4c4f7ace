"""How long everything is kept, and that it goes: I29."""

from pathlib import Path

import pytest

from vknz_research.errors import NoStudyError, UnknownValueError
from vknz_research.project import Study, open_study
from vknz_research.project.retention import (
    add_years,
    check_retention,
    delete_past,
    list_terms,
    say_today,
    set_until,
)
from vknz_research.project.settings import FILE, read_settings
from vknz_research.project.upkeep import check_study
from vknz_research.store.verify import verify_store

LATER = "2099-01-01"
SAID = "eerst eng"


def give_media(study: Study) -> Path:
    folder = study.path / "media" / study.source("gesprek").id
    folder.mkdir(parents=True)
    (folder / "opname.wav").write_bytes(b"RIFF")
    return folder


def test_i29_every_source_has_an_end_date(coded: Study) -> None:
    terms = list_terms(coded)

    assert [t.source for t in terms] == ["gesprek"]
    assert terms[0].begins == say_today()
    assert terms[0].until == add_years(say_today(), 10)
    assert terms[0].media_until == add_years(say_today(), 1)
    assert list(check_retention(coded)) == []


def test_i29_a_date_can_be_chosen_and_taken_back(coded: Study) -> None:
    assert set_until(coded, "gesprek", "2030-05-01").until == "2030-05-01"
    assert coded.source("gesprek").keep_until == "2030-05-01"
    assert set_until(coded, "gesprek", None).until == add_years(say_today(), 10)
    with pytest.raises(UnknownValueError):
        set_until(coded, "gesprek", "volgend jaar")


def test_i29_past_its_date_a_check_fails(coded: Study) -> None:
    set_until(coded, "gesprek", "2020-01-01")
    found = [f for f in check_study(coded) if f.id == "I29"]

    assert [f.severity for f in found] == ["error"]
    assert "gesprek" not in found[0].where


def test_i29_a_recording_goes_before_the_text(coded: Study) -> None:
    folder = give_media(coded)
    soon = add_years(add_years(say_today(), 1), 1)

    assert [
        f.what_en.partition(" is kept")[0] for f in check_retention(coded, soon)
    ] == ["recording of source"]
    delete_past(coded, soon)
    assert not folder.exists()
    assert SAID in coded.text("gesprek")
    assert list(check_retention(coded, soon)) == []


def test_i29_what_is_past_goes_everywhere_and_the_log_says_only_that(
    coded: Study,
) -> None:
    text = coded.text("gesprek")
    start = text.index(SAID)
    coded.coder("LvH").code("gesprek", "4r/reflectie", start, start + 9)
    coded.coder("LvH").memo("Wennen", f"Zij zegt: {SAID}. Daarna goed.")
    folder = give_media(coded)
    snapshot = coded.freeze("v1")
    coded.transcript("gesprek").write(coded.path / "reports" / "t.html")
    source_id = coded.source("gesprek").id

    gone = delete_past(coded, LATER)

    assert [term.source_id for term in gone] == [source_id]
    assert not snapshot.path.exists()
    assert not folder.exists()
    assert list_terms(coded) == []
    last = coded.log()[-1].event
    assert last.act == "keep-until"
    assert source_id in last.facts
    assert SAID not in last.facts
    left = [
        path.name
        for path in coded.path.rglob("*")
        if path.is_file() and b"Daarna goed" in path.read_bytes()
    ]
    assert left == []
    assert verify_store(coded.store) == []
    assert delete_past(coded, LATER) == []


def test_i29_what_is_not_past_stays(coded: Study) -> None:
    assert delete_past(coded) == []
    assert SAID in coded.text("gesprek")


def test_i29_years_come_from_the_settings(coded: Study) -> None:
    with (coded.path / FILE).open("a", encoding="utf-8") as stream:
        stream.write("\n[retention]\nyears = 5\nmedia_years = 0\n")
    with open_study(coded.path) as again:
        term = list_terms(again)[0]

    assert (term.until, term.media_until) == (add_years(say_today(), 5), say_today())


@pytest.mark.parametrize("years", ["-1", '"tien"', "1000"])
def test_i29_years_that_are_none_are_refused(coded: Study, years: str) -> None:
    with (coded.path / FILE).open("a", encoding="utf-8") as stream:
        stream.write(f"\n[retention]\nyears = {years}\n")

    with pytest.raises(NoStudyError):
        read_settings(coded.path)

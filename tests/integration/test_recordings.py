"""Recordings: sealed or in their own place, found again, and gone when they must."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from mediafiles import make_recording

from vknz_research.errors import (
    ChangedRecordingError,
    DamagedRecordingError,
    MissingRecordingError,
    NumberTakenError,
    RecordingConsentError,
    RecordingFileError,
    UnknownThingError,
    UnknownValueError,
)
from vknz_research.model.people import Consent
from vknz_research.model.recordings import Recording
from vknz_research.model.sources import Source
from vknz_research.privacy.sealing import name_half
from vknz_research.privacy.vault import VARIABLE
from vknz_research.project import Study, open_study
from vknz_research.project.backups import back_up
from vknz_research.project.importing import import_files
from vknz_research.project.recordings import (
    check_place,
    link_recording,
    list_recordings,
    open_recording,
    relink,
    sealed_path,
    strip,
    strip_path,
    unlink,
)
from vknz_research.project.retention import add_years, check_retention, delete_past
from vknz_research.project.retention import say_today as today
from vknz_research.project.upkeep import check_study
from vknz_research.project.withdrawing import withdraw
from vknz_research.store.store import Store
from vknz_research.store.verify import verify_store

KEEP = ("sealed", "reference")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "sleutels"))
    (tmp_path / "thuis").mkdir()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_recording(tmp_path / "gesprek 1.mp4", "libx264", "aac")


def read_all(study: Study, recording: Recording) -> bytes:
    with open_recording(study, recording.id) as reader:
        return reader.read(0, reader.size)


def find_r(study: Study) -> list[tuple[str, str]]:
    found = [f for f in check_study(study) if f.id in {"R1", "R2"}]
    return [(f.id, f.where.split("/")[0].split(" ")[0]) for f in found]


def find_klant(study: Study) -> str:
    return next(p.label for p in study.participants if "Samira" in p.label)


def set_consent(study: Study, state: str) -> None:
    with study.store.begin("t", "consent") as work:
        said = work.all(Consent, purpose="recording")
        work.replace(*[replace(one, state=state) for one in said])


@pytest.mark.parametrize("keep", KEEP)
def test_a_linked_recording_gives_its_bytes(
    coded: Study, film: Path, keep: str
) -> None:
    made = link_recording(coded, "gesprek", film, keep=keep)

    assert list_recordings(coded, "gesprek") == [made]
    assert (made.name, made.file, made.number) == ("gesprek 1", "gesprek 1.mp4", 1)
    assert (made.media_type, made.has_picture) == ("video/mp4", 1)
    assert check_place(coded, made) == "ok"
    assert read_all(coded, made) == film.read_bytes()
    assert find_r(coded) == []
    assert coded.log()[-1].event.act == "link-recording"
    assert verify_store(coded.store) == []


def test_nothing_of_a_sealed_recording_lies_in_the_open(
    coded: Study, film: Path
) -> None:
    made = link_recording(coded, "gesprek", film)
    data = film.read_bytes()
    kept = [p for p in coded.path.rglob("*") if p.is_file() and "sqlite" not in p.name]

    assert sealed_path(coded, made) in kept
    for path in kept:
        raw = path.read_bytes()
        assert not any(data[at : at + 16] in raw for at in range(64, len(data), 997))
        assert path.stat().st_mode & 0o077 == 0 or path.parent == coded.path
    assert coded.settings.salt is None  # so it is in a plain study too


@pytest.mark.parametrize("keep", KEEP)
def test_the_strip_is_kept_beside_it_and_made_again(
    coded: Study, film: Path, keep: str
) -> None:
    made = link_recording(coded, "gesprek", film, keep=keep)
    first = strip(coded, made.id)
    assert first["step_ms"] == 100
    assert set(first["levels"][1:9]) <= {7, 8, 9}
    assert set(first["levels"][12:18]) <= {0, 1}

    strip_path(coded, made).unlink()
    assert strip(coded, made.id) == first
    assert strip_path(coded, made).exists()


def test_two_recordings_of_one_source_have_two_numbers(
    coded: Study, film: Path, tmp_path: Path
) -> None:
    link_recording(coded, "gesprek", film)
    with pytest.raises(NumberTakenError, match="opname 1"):
        link_recording(coded, "gesprek", film)
    sound = make_recording(tmp_path / "deel2.mp3", audio="libmp3lame")
    link_recording(coded, "gesprek", sound, number=2)

    assert [one.number for one in list_recordings(coded)] == [1, 2]
    with pytest.raises(UnknownValueError):
        link_recording(coded, "gesprek", film, number=0)
    with pytest.raises(UnknownValueError):
        link_recording(coded, "gesprek", film, number=3, keep="ergens")
    with pytest.raises(UnknownThingError):
        open_recording(coded, "onbekend")


@pytest.mark.parametrize("keep", KEEP)
def test_a_lost_file_says_so_and_is_linked_again(
    coded: Study, film: Path, tmp_path: Path, keep: str
) -> None:
    made = link_recording(coded, "gesprek", film, keep=keep)
    moved = tmp_path / "elders" / "x.mp4"
    moved.parent.mkdir()
    shutil.move(film, moved)
    sealed_path(coded, made).unlink(missing_ok=True)

    assert check_place(coded, made) == "missing"
    assert find_r(coded) == [("R1", "recording")]
    with pytest.raises(MissingRecordingError, match="relink"):
        open_recording(coded, made.id)

    again = relink(coded, made.id, moved)
    assert (again.id, again.sha256, again.name) == (made.id, made.sha256, made.name)
    assert read_all(coded, again) == moved.read_bytes()
    assert find_r(coded) == []


def test_another_file_is_linked_only_when_that_is_meant(
    coded: Study, film: Path, tmp_path: Path
) -> None:
    made = link_recording(coded, "gesprek", film)
    other = make_recording(tmp_path / "ander.wav", audio="pcm_s16le", seconds=3)
    with pytest.raises(ChangedRecordingError, match="--other"):
        relink(coded, made.id, other)
    assert read_all(coded, made) == film.read_bytes()

    again = relink(coded, made.id, other, other=True)
    assert (again.name, again.media_type, again.has_picture) == (
        "ander",
        "audio/wav",
        0,
    )
    assert again.duration_ms == 3000
    assert read_all(coded, again) == other.read_bytes()
    assert len(strip(coded, made.id)["levels"]) == 30


def test_a_file_in_its_own_place_is_known_by_its_hash(coded: Study, film: Path) -> None:
    made = link_recording(coded, "gesprek", film, keep="reference")
    assert not sealed_path(coded, made).exists()
    os.utime(film, (1, 1))  # touched, but the same
    assert check_place(coded, made) == "ok"

    data = bytearray(film.read_bytes())
    data[-1] ^= 1
    film.write_bytes(data)
    assert check_place(coded, made) == "changed"
    with pytest.raises(ChangedRecordingError):
        open_recording(coded, made.id)
    film.write_bytes(data + b"langer")
    assert check_place(coded, made) == "changed"
    assert find_r(coded) == [("R1", "recording")]


def test_a_damaged_sealed_file_gives_nothing_false(coded: Study, film: Path) -> None:
    made = link_recording(coded, "gesprek", film)
    path = sealed_path(coded, made)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedRecordingError):
        read_all(coded, made)
    path.write_bytes(data[:-9])
    assert check_place(coded, made) == "changed"


def test_what_is_refused_leaves_nothing(
    coded: Study, tmp_path: Path, film: Path
) -> None:
    wrong = tmp_path / "film.mp4"
    wrong.write_bytes(b"geen film")
    with pytest.raises(RecordingFileError):
        link_recording(coded, "gesprek", wrong)
    assert list_recordings(coded) == []
    assert list((coded.path / "media").rglob("*")) == []


def test_killed_while_linking_nothing_is_lost_and_the_check_tells(
    coded: Study, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "begin", die)
    with pytest.raises(KeyboardInterrupt):
        link_recording(coded, "gesprek", film)
    monkeypatch.undo()

    assert film.exists()
    assert list_recordings(coded) == []
    assert find_r(coded) == [("R2", "media"), ("R2", "media")]
    left = next((coded.path / "media").rglob("*.sealed"))
    name_half(left).write_bytes(b"half")  # a kill in the middle of writing
    assert len(find_r(coded)) == 3
    assert link_recording(coded, "gesprek", film).number == 1


def test_unlinking_can_be_undone(coded: Study, film: Path) -> None:
    made = link_recording(coded, "gesprek", film)
    unlink(coded, made.id)
    assert list_recordings(coded) == []
    assert find_r(coded) == [("R2", "media"), ("R2", "media")]

    coded.undo()
    assert read_all(coded, made) == film.read_bytes()
    unlink(coded, made.id, delete=True)
    assert find_r(coded) == []
    coded.undo()
    assert check_place(coded, made) == "missing"


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_no_recording_is_kept_of_who_does_not_want_it(
    coded: Study, film: Path, state: str
) -> None:
    made = link_recording(coded, "gesprek", film)
    set_consent(coded, state)

    with pytest.raises(RecordingConsentError):
        open_recording(coded, made.id)
    with pytest.raises(RecordingConsentError):
        link_recording(coded, "gesprek", film, number=2)
    set_consent(coded, "given")
    assert read_all(coded, made) == film.read_bytes()


def test_without_consent_a_recording_waits(
    study: Study, film: Path, tmp_path: Path
) -> None:
    (tmp_path / "gesprek.txt").write_text("Samira: Ja.\n", encoding="utf-8")
    import_files(study, [tmp_path / "gesprek.txt"])
    made = link_recording(study, "gesprek", film)

    with pytest.raises(RecordingConsentError, match="nog niet gegeven"):
        open_recording(study, made.id)


@pytest.mark.parametrize("purposes", [["recording"], ["all"]])
@pytest.mark.parametrize("keep", KEEP)
def test_withdrawing_takes_the_recording_its_strip_and_its_row(
    coded: Study, film: Path, purposes: list[str], keep: str
) -> None:
    made = link_recording(coded, "gesprek", film, keep=keep)
    done = withdraw(coded, find_klant(coded), purposes)

    assert list_recordings(coded) == []
    assert not sealed_path(coded, made).parent.exists()
    assert {f.path for f in done.files if f.done == "elsewhere"} == (
        {str(film)} if keep == "reference" else set()
    )
    with coded.store.read() as reader:
        assert reader.taken_away(Recording) == []
        assert reader.last_known(Recording, made.id) is None
    raw = (coded.path / "study.sqlite").read_bytes()
    assert (made.secret or "").encode() not in raw
    assert film.name.encode() not in raw
    assert verify_store(coded.store) == []
    assert find_r(coded) == []
    if purposes == ["recording"]:
        assert "eerst eng" in coded.text("gesprek")  # the words stay


def test_withdrawing_takes_what_was_unlinked_too(coded: Study, film: Path) -> None:
    made = link_recording(coded, "gesprek", film)
    unlink(coded, made.id)
    withdraw(coded, find_klant(coded), ["recording"])

    assert not sealed_path(coded, made).exists()
    with coded.store.read() as reader:
        assert reader.last_known(Recording, made.id) is None


@pytest.mark.parametrize("keep", KEEP)
def test_past_its_date_a_recording_goes_and_the_log_says_only_that(
    coded: Study, film: Path, keep: str
) -> None:
    made = link_recording(coded, "gesprek", film, keep=keep)
    soon = add_years(add_years(today(), 1), 1)
    assert [f.id for f in check_retention(coded, soon)] == ["I29"]
    delete_past(coded, soon)

    assert list_recordings(coded) == []
    assert not sealed_path(coded, made).parent.exists()
    assert list(check_retention(coded, soon)) == []
    last = coded.log()[-1].event
    assert (last.act, made.source_id in last.facts) == ("keep-until", True)
    assert film.stem not in last.facts
    with coded.store.read() as reader:
        assert reader.last_known(Recording, made.id) is None
        assert reader.first(Source, id=made.source_id)
    assert verify_store(coded.store) == []


def test_a_backup_plays_again(coded: Study, film: Path, tmp_path: Path) -> None:
    made = link_recording(coded, "gesprek", film)
    levels = strip(coded, made.id)
    back_up(coded, tmp_path / "kopie")
    packs = b"".join(p.read_bytes() for p in (tmp_path / "kopie").rglob("*.*"))
    assert (made.secret or "").encode() not in packs

    with open_study(tmp_path / "kopie") as again:
        assert read_all(again, made) == film.read_bytes()
        assert strip(again, made.id) == levels
        assert find_r(again) == []


def test_a_backup_gives_no_recording_back_of_who_withdrew(
    coded: Study, film: Path, tmp_path: Path
) -> None:
    made = link_recording(coded, "gesprek", film)
    back_up(coded, tmp_path / "kopie")
    withdraw(coded, find_klant(coded), ["all"])

    with open_study(tmp_path / "kopie") as again:
        assert list_recordings(again) == []
        assert not sealed_path(again, made).exists()
        assert not strip_path(again, made).exists()

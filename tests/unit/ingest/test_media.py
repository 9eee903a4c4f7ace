"""What is in a recording, and what is refused with the reason."""

from pathlib import Path

import pytest
from mediafiles import make_recording

from vknz_research.errors import RecordingFileError
from vknz_research.ingest.media import MEDIA_SUFFIXES, measure_levels, probe_recording

KINDS = {
    ".mp4": ("libx264", "aac", "video/mp4"),
    ".webm": ("libvpx-vp9", "libopus", "video/webm"),
    ".mp3": ("", "libmp3lame", "audio/mpeg"),
    ".wav": ("", "pcm_s16le", "audio/wav"),
    ".m4a": ("", "aac", "audio/mp4"),
}


@pytest.mark.parametrize("suffix", MEDIA_SUFFIXES)
def test_each_kind_is_known_by_length_and_picture(tmp_path: Path, suffix: str) -> None:
    video, audio, kind = KINDS[suffix]
    found = probe_recording(make_recording(tmp_path / f"a{suffix}", video, audio))

    assert found.media_type == kind
    assert found.has_picture is bool(video)
    assert abs(found.duration_ms - 2000) < 60


@pytest.mark.parametrize("suffix", MEDIA_SUFFIXES)
def test_silence_and_sound_differ(tmp_path: Path, suffix: str) -> None:
    video, audio, _ = KINDS[suffix]
    levels = measure_levels(make_recording(tmp_path / f"a{suffix}", video, audio))

    assert abs(len(levels) - 20) <= 1
    assert min(levels[1:9]) >= 7
    assert max(levels[12:18]) <= 1


def test_a_film_without_sound_has_no_levels(tmp_path: Path) -> None:
    path = make_recording(tmp_path / "stil.mp4", "libx264")

    assert probe_recording(path).has_picture
    assert measure_levels(path) == []


@pytest.mark.parametrize("codec", ["libx265", "mpeg4"])
def test_a_picture_that_browsers_leave_black_is_refused(
    tmp_path: Path, codec: str
) -> None:
    path = make_recording(tmp_path / "a.mp4", codec, "aac")

    with pytest.raises(RecordingFileError, match=r"H\.264 met AAC"):
        probe_recording(path)


def test_a_browsers_own_recording_tells_no_length(tmp_path: Path) -> None:
    path = make_recording(tmp_path / "a.webm", "libvpx", "libopus")
    raw = path.read_bytes()
    at = raw.index(b"\x44\x89\x88")  # the element Duration, of 8 bytes
    path.write_bytes(raw[:at] + b"\xec\x89" + b"\0" * 9 + raw[at + 11 :])

    assert abs(probe_recording(path).duration_ms - 2000) < 150


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    whole = make_recording(tmp_path / "a.mp4", "libx264", "aac").read_bytes()
    cases = {
        "tekst.mp4": b"geen film",
        "leeg.wav": b"",
        "half.mp4": whole[: len(whole) // 2],
        "a.webm": whole,
        "film.avi": whole,
    }
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(RecordingFileError, match=name):
            probe_recording(tmp_path / name)
    with pytest.raises(RecordingFileError, match="is er niet"):
        probe_recording(tmp_path / "weg.mp4")

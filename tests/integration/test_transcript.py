"""The transcript that stands still: from the store, less what consent forbids."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vknz_research.errors import (
    ForbiddenPurposeError,
    HiddenSourceError,
    QuarantineError,
    UnknownThingError,
)
from vknz_research.project import Study
from vknz_research.project.consent import Said, set_consent
from vknz_research.report.transcript import show_transcript

SAID = "eerst eng"


@pytest.fixture
def marked(coded: Study) -> Study:
    """The small study, with a coding and a memo on what Samira says."""
    text = coded.text("gesprek")
    start = text.index(SAID)
    coding = coded.coder("LvH").code("gesprek", "4r/reflectie", start, start + 9)
    coded.coder("LvH").memo("Wennen", "Hier begint het.", about=[("coding", coding.id)])
    return coded


def test_a_transcript_shows_words_code_and_memo(marked: Study) -> None:
    html = marked.transcript("gesprek").html

    assert f">{SAID}</mark>" in html
    assert "Reflectie" in html
    assert "Hier begint het." in html


def test_a_transcript_of_one_coder_leaves_the_others_out(marked: Study) -> None:
    marked.coder("IK").code("gesprek", "4r/routine", 0, 5)

    html = marked.transcript("gesprek", coder="IK").html

    assert "Routine" in html
    assert "Reflectie" not in html


@pytest.mark.parametrize("purpose", ["coding", "quotation"])
def test_who_refused_is_not_in_a_transcript_nor_what_was_said_of_it(
    marked: Study, purpose: str
) -> None:
    set_consent(
        marked, "Interviewer (gesprek)", Said([purpose], "refused", "2031-01-01")
    )
    assert SAID in marked.transcript("gesprek").html

    set_consent(marked, "Samira (gesprek)", Said([purpose], "refused", "2031-01-01"))
    with pytest.raises((HiddenSourceError, QuarantineError)) as refused:
        marked.transcript("gesprek")

    assert SAID not in str(refused.value)


def test_a_turn_of_who_refused_is_left_out_of_a_conversation_of_more(
    marked: Study,
) -> None:
    set_consent(
        marked, "Interviewer (gesprek)", Said(["quotation"], "refused", "2031-01-01")
    )

    html = marked.transcript("gesprek").html

    assert "Hoe was het" not in html
    assert "Interviewer" not in html
    assert "geen toestemming" in html


def test_in_a_notebook_it_stands_in_a_frame_that_runs_nothing(marked: Study) -> None:
    shown = marked.transcript("gesprek")._repr_html_()

    assert shown.startswith("<iframe sandbox ")
    assert "<mark" not in shown


def test_a_coder_who_is_not_there_is_named(marked: Study) -> None:
    with pytest.raises(UnknownThingError, match="XX"):
        marked.transcript("gesprek", coder="XX")


def test_the_command_writes_a_file_for_this_account_only(
    vknz: Callable[..., Any], marked: Study, tmp_path: Path
) -> None:
    out = tmp_path / "uit.html"

    ran = vknz("transcript", marked.path, "--source", "gesprek", "--out", out)

    assert (ran.status, ran.out) == (0, f"{out}\n")
    assert SAID in out.read_text(encoding="utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


# --- from a snapshot -----------------------------------------------------------------


def test_a_report_shows_a_transcript_as_it_was_frozen(marked: Study) -> None:
    frozen = marked.freeze("v1")
    marked.undo()
    marked.undo()

    html = show_transcript(frozen, "gesprek").html

    assert f">{SAID}</mark>" in html
    assert "Samira" in html
    assert SAID not in "".join(marked.transcript("gesprek").html.split("<mark")[1:])


def test_a_report_in_english_names_the_codes_in_english(marked: Study) -> None:
    html = show_transcript(marked.freeze("v1"), "gesprek", language="en").html

    assert 'lang="en"' in html
    assert "Reflection" in html


def test_a_report_shows_of_one_coder_only_that_layer(marked: Study) -> None:
    marked.coder("IK").code("gesprek", "4r/routine", 0, 5)
    frozen = marked.freeze("v1")

    html = show_transcript(frozen, "gesprek", coder="IK").html

    assert "Routine" in html
    assert "Reflectie" not in html


@pytest.mark.parametrize("purpose", ["coding", "quotation"])
def test_a_report_hides_what_may_not_be_shown(marked: Study, purpose: str) -> None:
    set_consent(marked, "Samira (gesprek)", Said([purpose], "refused", "2031-01-01"))
    if purpose == "coding":
        set_consent(marked, "Samira (gesprek)", Said([purpose], "given", "2031-02-01"))
        set_consent(
            marked, "Interviewer (gesprek)", Said([purpose], "refused", "2031-01-01")
        )

    html = show_transcript(marked.freeze("v1"), "gesprek").html

    shown, hidden = ("Hoe was", SAID) if purpose == "quotation" else (SAID, "Hoe was")
    assert shown in html
    assert hidden not in html
    assert "geen toestemming" in html


def test_a_source_that_is_not_in_a_snapshot_is_named(marked: Study) -> None:
    with pytest.raises(UnknownThingError, match="elders"):
        show_transcript(marked.freeze("v1"), "elders")


def test_i13_a_transcript_says_what_it_is_for_and_never_for(marked: Study) -> None:
    for html in (
        marked.transcript("gesprek").html,
        show_transcript(marked.freeze("v1"), "gesprek").html,
    ):
        assert "Nooit om een persoon te beoordelen" in html
    with pytest.raises(ForbiddenPurposeError):
        marked.transcript("gesprek", purpose="beoordeling")

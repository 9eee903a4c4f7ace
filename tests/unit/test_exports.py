import pytest

from vknz_research.errors import ForbiddenPurposeError, UnknownPurposeError
from vknz_research.model.exports import (
    EXPORT_PURPOSES,
    PROHIBITION,
    check_purpose,
    describe_purpose,
)


@pytest.mark.parametrize(
    "word", ["beoordeling", "functioneringsgesprek", "bewijs", " Beoordeling", "BEWIJS"]
)
def test_i13_assessment_and_evidence_are_refused_with_the_reason(word: str) -> None:
    with pytest.raises(ForbiddenPurposeError, match="nooit om iemand te beoordelen"):
        check_purpose(word)


def test_i13_no_purpose_on_the_list_speaks_of_assessment() -> None:
    listed = " ".join([*EXPORT_PURPOSES, *(t["nl"] for t in EXPORT_PURPOSES.values())])

    assert not {"beoordeling", "functioneringsgesprek", "bewijs"} & set(listed.split())


def test_i13_a_purpose_that_is_not_listed_is_refused() -> None:
    with pytest.raises(UnknownPurposeError, match="onderwijs"):
        check_purpose("marketing")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("purpose", EXPORT_PURPOSES)
def test_i13_what_is_printed_holds_purpose_and_prohibition(
    purpose: str, language: str
) -> None:
    printed = describe_purpose(purpose, language)

    assert EXPORT_PURPOSES[purpose][language] in printed
    assert PROHIBITION[language] in printed

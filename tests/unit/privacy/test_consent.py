import pytest

from vknz_research.model.people import PURPOSES, Consent
from vknz_research.privacy.consent import (
    is_overruled,
    list_forbidden,
    list_not_analysable,
    list_not_quotable,
)


def said(
    purpose: str, state: str, person: str = "p", date: str | None = None
) -> Consent:
    return Consent("1", person, purpose, state, date)


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_forbids_what_it_is_about_and_no_more(
    purpose: str, state: str
) -> None:
    consents = [said(purpose, state)]

    hides = purpose in {"interview", "coding"}
    assert list_not_analysable(consents) == ({"p"} if hides else set())
    silences = hides or purpose == "quotation"
    assert list_not_quotable(consents) == ({"p"} if silences else set())


def test_what_is_given_forbids_nothing() -> None:
    assert list_not_quotable([said(purpose, "given") for purpose in PURPOSES]) == set()


def test_one_persons_refusal_is_not_anothers() -> None:
    consents = [said("coding", "refused", "a"), said("coding", "given", "b")]

    assert list_not_analysable(consents) == {"a"}
    assert list_forbidden(consents, ["deposit"]) == set()
    assert list_forbidden(consents, []) == set()


@pytest.mark.parametrize(
    ("new", "old", "is_old"),
    [
        (("given", "2031-01-01"), ("withdrawn", "2032-01-01"), True),
        (("given", "2033-01-01"), ("withdrawn", "2032-01-01"), False),
        (("given", "2032-01-01"), ("withdrawn", "2032-01-01"), False),
        (("withdrawn", "2031-01-01"), ("given", "2032-01-01"), True),
        (("given", None), ("withdrawn", "2032-01-01"), True),
        (("given", "2033-01-01"), ("withdrawn", None), True),
        (("withdrawn", None), ("given", "2032-01-01"), False),
        (("refused", None), ("withdrawn", None), False),
        (("given", None), ("given", "2032-01-01"), False),
    ],
)
def test_the_later_word_counts_and_without_dates_what_forbids(
    new: tuple[str, str | None], old: tuple[str, str | None], is_old: bool
) -> None:
    first, second = (said("coding", state, date=date) for state, date in (new, old))

    assert is_overruled(first, second) is is_old

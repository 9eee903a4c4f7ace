"""Numbers are told by their checks, in all the ways in which people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.privacy.numbers import find_ages, find_numbers, is_bsn, is_iban


def kinds(text: str) -> list[tuple[str, str]]:
    return [(hit.category, text[hit.start : hit.end]) for hit in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mijn bsn is 999921575.", [("bsn", "999921575")]),
        ("BSN 9999.21.575 dus", [("bsn", "9999.21.575")]),
        ("999 921 575", [("bsn", "999 921 575")]),
        ("NL13 TEST 0123 4567 89 ja", [("iban", "NL13 TEST 0123 4567 89")]),
        ("op nl13test0123456789", [("iban", "nl13test0123456789")]),
        ("BE68 5390 0754 7034 van", [("iban", "BE68 5390 0754 7034")]),
        ("06-48213377", [("phone", "06-48213377")]),
        ("06 48 21 33 77", [("phone", "06 48 21 33 77")]),
        ("+31 (0)6 4821 3377", [("phone", "+31 (0)6 4821 3377")]),
        ("0031648213377", [("phone", "0031648213377")]),
        ("079-3612208", [("phone", "079-3612208")]),
        ("nul zes vier acht twee een drie drie", [("phone", "nul zes vier acht twee een drie drie")]),
        ("a.b@voorbeeld.nl, ja", [("email", "a.b@voorbeeld.nl")]),
        ("www.voorbeeld.nl/x.", [("url", "www.voorbeeld.nl/x")]),
        ("2712 AB en 1091JD", [("postcode", "2712 AB"), ("postcode", "1091JD")]),
        ("klantnummer 2210447", [("number", "2210447")]),
        ("dossier Z-2019-004128", [("number", "Z-2019-004128")]),
        ("geboren op 14 maart 1981", [("birth", "14 maart 1981")]),
        ("op 03-11-2012", [("date", "03-11-2012")]),
        ("veertien maart", [("date", "veertien maart")]),
        ("12345678901234", [("number", "12345678901234")]),
    ],
)  # fmt: skip
def test_a_number_is_found_as_what_it_is(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "plate",
    [
        "AB-12-34", "12-34-AB", "12-AB-34", "AB-12-CD", "AB-CD-12", "12-AB-CD",
        "12-ABC-3", "1-ABC-23", "AB-123-C", "A-123-BC", "ABC-12-D", "A-12-BCD",
        "1-AB-234", "123-AB-4",
    ],
)  # fmt: skip
def test_every_sidecode_of_a_number_plate_is_found(plate: str) -> None:
    assert kinds(f"de auto, {plate}, stond daar") == [("plate", plate)]
    assert kinds(f"met kenteken {plate.replace('-', ' ').lower()}.") == [
        ("plate", plate.replace("-", " ").lower())
    ]


@pytest.mark.parametrize(
    "text",
    [
        "999921576",  # fails the eleven check, but is long: see below
        "het kostte 125000 euro",
        "in 2019 en 2020",
        "0,123456789",
        "1.234,56",
        "van 2 tot 3 uur",
        "in maart 2019",
        "fase 1, 2 en 3",
        "bron I1-K-1 of F2-KM",
    ],
)
def test_what_is_no_identifier_is_not_taken_for_one(text: str) -> None:
    assert [kind for kind, _ in kinds(text) if kind != "number"] == []


def test_an_iban_that_fails_its_check_is_none() -> None:
    assert not is_iban("NL14 TEST 0123 4567 89")
    assert "iban" not in dict(kinds("NL14 TEST 0123 4567 89"))


@given(st.integers(0, 10**8 - 1), st.integers(1, 9))
def test_of_eight_digits_one_ninth_at_most_makes_a_bsn(base: int, step: int) -> None:
    eight = f"{base:08d}"
    good = [d for d in "0123456789" if is_bsn(eight + d)]

    assert len(good) <= 1
    for last in good:
        other = str((int(last) + step) % 10)
        assert not is_bsn(eight + other)


@pytest.mark.parametrize(
    "text", ["ik ben 47.", "een 47-jarige man", "zij is 8 jaar oud", "zoon van twaalf,"]
)
def test_ages_are_found(text: str) -> None:
    assert len(find_ages(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["ik werk hier 20 jaar", "tien jaar geleden", "om 12 uur", "het is 3 keer mis"],
)
def test_lengths_of_time_are_no_ages(text: str) -> None:
    assert find_ages(text) == []

"""What an edited reading replaced is not shown by a passage beside it either."""

from vknz_research.report.quotations import Chosen
from vknz_research.report.redacting import ELISION, Redacted, list_hidden

TEXT = "Vorig jaar was  Sheila een tijd weg. Toen lag het stil, zei Sheila nog."


def choose(start: int, end: int, edited: str | None) -> Chosen:
    return Chosen("C1", "gesprek", "s", start, end, TEXT[start:end], "", edited, "", "")


def read(start: int, end: int, *quotations: Chosen) -> str:
    return " ".join(Redacted(quotations).read("s", start, end, TEXT).split())


EDITED = choose(0, 36, "Vorig jaar was [een van ons] een tijd weg.")


def test_a_passage_shows_the_reading_of_the_edit() -> None:
    assert read(0, 36, EDITED) == "Vorig jaar was [een van ons] een tijd weg."
    assert read(5, 24, EDITED) == "jaar was [een van ons] e"


def test_a_border_inside_what_was_replaced_gives_none_of_it() -> None:
    name = TEXT.index("Sheila")
    assert read(name + 2, 36, EDITED) == "[een van ons] een tijd weg."
    assert read(0, name + 3, EDITED) == "Vorig jaar was [een van ons]"
    assert read(0, name, EDITED) == "Vorig jaar was"


def test_the_same_name_further_on_in_the_passage_is_left_out() -> None:
    assert "Sheila" not in read(0, len(TEXT), EDITED)
    assert read(37, 54, EDITED) == "Toen lag het stil"


def test_two_edits_of_the_same_words_hide_what_either_replaced() -> None:
    other = choose(11, 36, "[...] een tijd weg.")
    assert read(0, 36, EDITED, other) == "Vorig jaar [...] een tijd weg."
    crossing = choose(16, 36, "[zij] tijd weg.")
    assert read(0, 36, other, crossing) == f"Vorig jaar {ELISION} tijd weg."


def test_an_edit_that_cannot_be_told_hides_the_whole_quotation() -> None:
    assert read(0, 36, choose(0, 36, "iets heel anders")) == ELISION


def test_without_an_edit_nothing_is_hidden() -> None:
    assert list_hidden(choose(0, 36, None)) == []
    assert read(0, 36, choose(0, 36, None)) == " ".join(TEXT[:36].split())

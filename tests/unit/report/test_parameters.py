import pytest

from vknz_research.errors import ParameterError
from vknz_research.report.parameters import Parameters, read_pairs


@pytest.mark.parametrize(
    ("typed", "phases", "perspectives"),
    [
        ([], (), ()),
        (["phases=3"], (3,), ()),
        (
            ["phases=1,2", "perspectives=klant, klantmanager"],
            (1, 2),
            ("klant", "klantmanager"),
        ),
        (["phases=[1, 2]", "perspectives=['klant']"], (1, 2), ("klant",)),
        (["phases=all", "perspectives=alle"], (), ()),
        (["phases="], (), ()),
    ],
)
def test_parameters_are_read_as_people_type_them(
    typed: list[str], phases: tuple[int, ...], perspectives: tuple[str, ...]
) -> None:
    made = Parameters.make("r", read_pairs(typed))

    assert (made.phases, made.perspectives) == (phases, perspectives)


@pytest.mark.parametrize(
    "typed", ["language=de", "audience=pers", "phases=x", "fase=1"]
)
def test_what_no_report_takes_is_refused_with_what_it_takes(typed: str) -> None:
    with pytest.raises(ParameterError, match="kies uit"):
        Parameters.make("r", read_pairs([typed]))


def test_a_word_without_a_sign_is_no_parameter() -> None:
    with pytest.raises(ParameterError):
        read_pairs(["phases"])


def test_parameters_pass_through_a_notebook_unchanged() -> None:
    typed = ["language=en", "phases=2,3", "audience=public", "sections=4r/reflectie"]
    made = Parameters.make("r", read_pairs(typed))
    given = made.as_notebook()

    assert Parameters.make(given.pop("report"), given) == made


def test_only_what_limits_is_said_again_and_reads_back() -> None:
    made = Parameters.make("r", {"phases": [2, 3]})
    words = made.as_words()

    assert words == {"language": "nl", "audience": "internal", "phases": "2,3"}
    assert Parameters.make("r", words) == made


@pytest.mark.parametrize(
    "key", ["phases=3", "perspectives=klant", "municipalities=Dam"]
)
def test_a_report_of_a_part_of_the_material_says_so(key: str) -> None:
    assert Parameters.make("r", read_pairs([key])).is_limited
    assert not Parameters.make("r", read_pairs(["sections=4r"])).is_limited


@pytest.mark.parametrize(
    ("audience", "is_careful"),
    [("internal", False), ("public", True), ("membercheck", True)],
)
def test_what_others_read_shows_words_by_the_rules(
    audience: str, is_careful: bool
) -> None:
    made = Parameters.make("r", read_pairs([f"audience={audience}"]))

    assert made.is_careful == is_careful

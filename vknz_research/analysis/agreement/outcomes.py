"""What a coefficient says: its value, or why there is none."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from vknz_research.language import Language, current_language

Reason = Literal[
    "one_code",
    "no_units",
    "two_coders",
    "no_code",
    "no_overlap",
    "one_label",
    "all_coded",
    "not_installed",
    "not_asked",
    "one_coder",
]

NAMES: Final = (
    "percent",
    "holsti",
    "cohen",
    "fleiss",
    "brennan_prediger",
    "scott",
    "ac1",
    "alpha_nominal",
    "alpha_binary",
    "alpha_multi",
    "u_alpha",
    "u_alpha_binary",
    "cu_alpha",
    "ku_alpha",
    "gamma",
)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient: a value with its interval, or None and the reason.

    Attributes
    ----------
    coefficient
        Name, one of `NAMES`.
    value, low, high
        The coefficient and the borders of its 95 % interval; None where undefined.
    n
        Number of units that at least two coders judged (for the unitizing family: the
        length of the continuum), in the unit of the measurement.
    note
        One sentence for the reader.
    reason
        Why there is no value, for machines; None when there is one.
    prevalence
        Share of all judgements that gives a code (or the code of the row), 0 to 1.
    """

    coefficient: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    note: str = ""
    reason: Reason | None = None
    prevalence: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON has it."""
        return {name: getattr(self, name) for name in self.__slots__}


def explain(reason: Reason, language: Language | None = None) -> str:
    """Return why a coefficient has no value, in a language (None: the interface's)."""
    nl, en = {
        "one_code": (
            "Niet bepaald: er is maar één waarde gebruikt, dus is er geen verschil "
            "dat het toeval kon maken.",
            "Undefined, because only one code was ever used: chance had nothing to "
            "differ in.",
        ),
        "no_units": (
            "Niet bepaald: geen enkele eenheid is door twee codeurs beoordeeld.",
            "Undefined: no unit was judged by two coders.",
        ),
        "two_coders": (
            "Niet bepaald: deze maat is er alleen voor precies twee codeurs.",
            "Undefined: this coefficient is for exactly two coders.",
        ),
        "no_code": (
            "Niet bepaald: niemand heeft hier iets gecodeerd.",
            "Undefined: nobody coded anything here.",
        ),
        "no_overlap": (
            "Niet bepaald: nergens hebben twee codeurs dezelfde tekst gecodeerd.",
            "Undefined: nowhere did two coders code the same text.",
        ),
        "one_label": (
            "Niet bepaald: waar twee codeurs codeerden, is maar één code gebruikt.",
            "Undefined: where two coders coded, only one code was used.",
        ),
        "all_coded": (
            "Niet bepaald: iedereen heeft alles gecodeerd, dus zijn er geen gaten "
            "om het over eens te zijn.",
            "Undefined: everybody coded everything, so there are no gaps to agree on.",
        ),
        "not_installed": (
            "Niet berekend: gamma vraagt het pakket pygamma-agreement "
            "(pip install 'vknz-research[gamma]').",
            "Not computed: gamma needs the package pygamma-agreement "
            "(pip install 'vknz-research[gamma]').",
        ),
        "not_asked": (
            "Niet berekend: gamma kost minuten. Vraag erom met --gamma.",
            "Not computed: gamma takes minutes. Ask for it with --gamma.",
        ),
        "one_coder": (
            "Niet bepaald: er zijn geen twee codeurs om te vergelijken.",
            "Undefined: there are no two coders to compare.",
        ),
    }[reason]
    return en if (language or current_language()) == "en" else nl

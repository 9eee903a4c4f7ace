"""The parameters of a report: checked, whether typed or from a notebook."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from vknz_research.analysis.layers import CHOICES, CONSENSUS_FIRST
from vknz_research.errors import ParameterError
from vknz_research.language import Language
from vknz_research.model.exports import EXPORT_PURPOSES, check_purpose
from vknz_research.report.choices import (
    Pick,
    check_name,
    read_flags,
    read_names,
    read_picks,
    write_picks,
)
from vknz_research.report.meta import AUDIENCES, Audience

KNOWN: Final = (
    "language",
    "phases",
    "perspectives",
    "audience",
    "sections",
    "layer",
    "purpose",
    "trajectory",
    "municipalities",
    "name",
    "quotations",
    "figures",
    "memos",
    "responses",
)
# What only a file can say.
FROM_FILE: Final = frozenset({"name", "quotations", "figures", "memos"})
REPORT: Final = "procesevaluatie"
PURPOSES: Final = tuple(EXPORT_PURPOSES)
PURPOSE: Final = "evaluatierapport"
_YES: Final = frozenset({"true", "yes", "ja", "1"})
_NO: Final = frozenset({"", "false", "no", "nee", "0"})
LAYERS: Final = (*CHOICES, "NAME")  # or the name of a coder
ALL: Final = frozenset({"", "all", "alle"})


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a report is made with; empty sequences mean all.

    `layer` says whose codings it rests on: `auto` (the consensus of sources where it
    was settled, all coders elsewhere), `coders`, `consensus`, or the name of a coder.
    `trajectory` names the one that a story is of. `sections` stand in their order.

    The rest comes from a file: `name` is what that file is called; `quotations` and
    `memos` say for a section which stand in it and in what order (a section that is not
    named takes all); `without_figure` are the sections without one; with `responses`
    an appendix holds what the project group answered.
    """

    report: str
    language: Language = "nl"
    phases: tuple[int, ...] = ()
    perspectives: tuple[str, ...] = ()
    audience: Audience = "internal"
    sections: tuple[str, ...] = ()
    layer: str = CONSENSUS_FIRST
    purpose: str = PURPOSE
    trajectory: str = ""
    municipalities: tuple[str, ...] = ()
    name: str = ""
    quotations: tuple[tuple[str, tuple[Pick, ...]], ...] = ()
    without_figure: tuple[str, ...] = ()
    memos: tuple[tuple[str, tuple[str, ...]], ...] = ()
    responses: bool = False

    @classmethod
    def make(cls, report: str, given: Mapping[str, Any]) -> "Parameters":
        """Check parameters as a person gives them."""
        for key, value in given.items():
            if key not in KNOWN:
                raise refuse(key, value, KNOWN)
        language = str(given.get("language", "nl"))
        audience = str(given.get("audience", "internal"))
        if language not in {"nl", "en"}:
            raise refuse("language", language, ("nl", "en"))
        if audience not in AUDIENCES:
            raise refuse("audience", audience, AUDIENCES)
        return cls(
            report,
            cast("Language", language),
            _read_phases(_listed(given, "phases")),
            _split(_listed(given, "perspectives")),
            cast("Audience", audience),
            _split(_listed(given, "sections")),
            _read_text(given, "layer", LAYERS) or CONSENSUS_FIRST,
            check_purpose(_read_text(given, "purpose", PURPOSES) or PURPOSE),
            _read_text(given, "trajectory", ('"Traject 1"',)),
            _split(_listed(given, "municipalities")),
            _read_name(given),
            read_picks(given.get("quotations")),
            read_flags(given.get("figures")),
            read_names(given.get("memos")),
            _read_yes(given, "responses"),
        )

    def change(self, given: Mapping[str, Any]) -> "Parameters":
        """Return these parameters with some of them another value."""
        own = self.as_notebook()
        return Parameters.make(str(own.pop("report")), {**own, **given})

    @property
    def is_composed(self) -> bool:
        """Say whether a file told what stands in it, and not only -p."""
        return bool(self.name or self.quotations or self.without_figure or self.memos)

    @property
    def is_limited(self) -> bool:
        """Say whether the report is about a part of the material only."""
        return bool(self.phases or self.perspectives or self.municipalities)

    @property
    def is_careful(self) -> bool:
        """Say whether words are shown by the rules of what is read outside."""
        return self.audience != "internal"

    def typed(self, snapshot: str) -> str:
        """Return the command that makes this report again."""
        if self.is_composed:
            name = self.name or "rapport"
            return f"vknz report {snapshot} --parameters {name}.yml"
        words = [f"-p {key}={value}" for key, value in self.as_words().items()]
        return " ".join([f"vknz report {snapshot}", self.report, *words])

    def revise(self, allowed: Set[str], cut: Callable[[str], str]) -> "Parameters":
        """Return the parameters less quotations that are not allowed any more.

        `cut` takes words out of a text: a reading that loses some is dropped, so that
        the quotation stands as it does in the study; titles of memos lose them.
        """
        quotations = tuple(
            (
                section,
                tuple(
                    Pick(p.key, p.edited if p.edited == cut(p.edited or "") else None)
                    for p in picks
                    if p.key in allowed
                ),
            )
            for section, picks in self.quotations
        )
        memos = tuple((s, tuple(map(cut, titles))) for s, titles in self.memos)
        return replace(self, quotations=quotations, memos=memos)

    def as_notebook(self) -> dict[str, Any]:
        """Return the parameters as notebooks take them."""
        story = {"trajectory": self.trajectory} if self.trajectory else {}
        composed = {
            "municipalities": list(self.municipalities),
            "name": self.name,
            "quotations": write_picks(self.quotations),
            "figures": dict.fromkeys(self.without_figure, False),
            "memos": {section: list(titles) for section, titles in self.memos},
            "responses": self.responses,
        }
        return {
            **story,
            **{key: value for key, value in composed.items() if value},
            "report": self.report,
            "language": self.language,
            "phases": list(self.phases),
            "perspectives": list(self.perspectives),
            "audience": self.audience,
            "sections": list(self.sections),
            "layer": self.layer,
            "purpose": self.purpose,
        }

    def as_words(self) -> dict[str, str]:
        """Return the parameters as they are typed, only those that limit something."""
        found: dict[str, str] = {
            "language": self.language,
            "audience": self.audience,
        }
        for key in ("phases", "perspectives", "municipalities", "sections"):
            values = getattr(self, key)
            if values:
                found[key] = ",".join(str(value) for value in values)
        if self.layer != CONSENSUS_FIRST:
            found["layer"] = self.layer
        if self.name:
            found["name"] = self.name
        if self.responses:
            found["responses"] = "true"
        if self.trajectory:
            found["trajectory"] = self.trajectory
        if self.purpose != PURPOSE:
            found["purpose"] = self.purpose
        return found


def read_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """Read `key=value` as typed after -p."""
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise refuse(pair, "", KNOWN)
        if key.strip() in FROM_FILE:
            raise refuse(key.strip(), value, [k for k in KNOWN if k not in FROM_FILE])
        found[key.strip()] = value.strip()
    return found


def _listed(given: Mapping[str, Any], key: str) -> str | Sequence[Any]:
    """Return a list, or text with commas; one number in a file is a list of one."""
    value = given.get(key)
    if value is None:
        return ()
    if type(value) is int:
        return (value,)
    if not isinstance(value, str | list | tuple):
        raise refuse(key, value, ("[]", "[…]"))
    if not isinstance(value, str) and not all(type(x) in {str, int} for x in value):
        raise refuse(key, value, ("[]", "[…]"))
    return value


def _read_text(given: Mapping[str, Any], key: str, known: Sequence[str]) -> str:
    """Return a word or number as text; what is not given is empty."""
    value = given.get(key)
    if value is None:
        return ""
    if type(value) not in {str, int}:
        raise refuse(key, value, known)
    return str(value)


def _read_name(given: Mapping[str, Any]) -> str:
    name = _read_text(given, "name", ("projectgroep",))
    return check_name(name) if name else ""


def _read_yes(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key, False)
    word = "" if value is None else str(value).lower()
    if word not in _YES | _NO:
        raise refuse(key, value, ("true", "false"))
    return word in _YES


def _split(given: str | Sequence[str]) -> tuple[str, ...]:
    parts = given.strip("[]").split(",") if isinstance(given, str) else given
    cleaned = [str(part).strip().strip("'\"") for part in parts]
    return tuple(part for part in cleaned if part not in ALL)


def _read_phases(given: str | Sequence[int]) -> tuple[int, ...]:
    parts = _split(given if isinstance(given, str) else [str(x) for x in given])
    try:
        return tuple(int(part) for part in parts)
    except ValueError as error:
        raise refuse("phases", given, ("1", "2", "3", "1,2")) from error


def refuse(key: str, value: object, known: Sequence[str]) -> ParameterError:
    """Return the error that says what a parameter can be."""
    listed = ", ".join(known)
    return ParameterError(
        key=key,
        value=value,
        known_nl=f"kies uit {listed}",
        known_en=f"choose of {listed}",
    )

"""What a report says about itself: title, snapshot, language, audience, parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from vknz_research.errors import UnknownValueError
from vknz_research.language import Language

Audience = Literal["internal", "public", "membercheck"]
AUDIENCES: Final[tuple[str, ...]] = get_args(Audience)

_MONTHS: Final = {
    "nl": "januari februari maart april mei juni juli augustus september oktober "
    "november december",
    "en": "January February March April May June July August September October "
    "November December",
}


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """The facts on the front page; `frozen_on` is also the date of every file."""

    title: str
    subtitle: str
    study: str
    snapshot_name: str
    snapshot_hash: str
    frozen_on: datetime
    language: Language = "nl"
    audience: Audience = "internal"
    parameters: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    purpose: str = "evaluatierapport"
    report: str = ""

    def __post_init__(self) -> None:
        """Refuse a language or audience that no report has."""
        _check("language", self.language, get_args(Language))
        _check("audience", self.audience, AUDIENCES)


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UnknownValueError(value=value, field=name, known=", ".join(known))


def file_date(meta: ReportMeta) -> datetime:
    """Return the moment of freezing in UTC, whole seconds, for the made files."""
    moment = meta.frozen_on
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def format_moment(moment: datetime, language: Language) -> str:
    """Return a moment as people write it.

    >>> format_moment(datetime(2026, 3, 14, 16, 20), "nl")
    '14 maart 2026, 16:20'
    """
    month = _MONTHS[language].split()[moment.month - 1]
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M}"


def short_hash(name: str) -> str:
    """Return the first sixteen characters of a hash in groups of four.

    >>> short_hash("9f2c71ab04de5c38ffff")
    '9f2c 71ab 04de 5c38'
    """
    return " ".join(name[i : i + 4] for i in range(0, min(len(name), 16), 4))

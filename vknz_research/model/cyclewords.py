"""What the interface calls the steps, kinds, themes and outcomes of the cycle."""

from collections.abc import Iterable, Mapping
from typing import Final

from vknz_research.language import say
from vknz_research.model import cycles

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "recording": ("Opname", "Recording"),
    "analysis": ("Analyse door twee", "Analysis by two"),
    "interview": ("Interview klant", "Interview klant"),
    "agenda": ("Agenda", "Agenda"),
    "reflection": ("Reflectiegesprek", "Reflection conversation"),
    "points": ("Aandachtspunten", "Points of attention"),
    "lookback": ("Terugblik", "Looking back"),
    "flow": ("Stroomt", "Flows"),
    "falter": ("Hapert", "Falters"),
    "fight": ("Weerstand: vechten", "Resistance: fight"),
    "flight": ("Weerstand: vluchten", "Resistance: flight"),
    "freeze": ("Weerstand: bevriezen", "Resistance: freeze"),
    "moment": ("Raakmoment", "Raakmoment"),
    "result": ("Resultaat", "Result"),
    "other": ("Anders", "Other"),
    "themas/echtheid": ("Echtheid", "Genuineness"),
    "themas/gezamenlijk-doel": ("Gezamenlijk doel", "Shared goal"),
    "themas/interventielogica": ("Interventielogica", "Intervention logic"),
    "went_well": ("Wat goed ging", "What went well"),
    "unintended": ("Onbedoelde effecten", "Unintended effects"),
    "alternative": ("Alternatieven", "Alternatives"),
    "own": ("Eigen vraag", "Own question"),
    "observation": ("Observatie", "Observation"),
    "klant": ("De klant", "The klant"),
    "asking": ("Vragen", "Asking"),
    "room": ("Ruimte geven", "Giving room"),
    "saying": ("Zeggen wat je denkt", "Saying what you think"),
    "goal": ("Doel", "Goal"),
    "tempo": ("Tempo", "Tempo"),
    "strength": ("Aansluiten bij kracht", "Building on strength"),
    "keeping_informed": ("Op de hoogte houden", "Keeping informed"),
    "yes": ("Geprobeerd", "Tried"),
    "partly": ("Deels geprobeerd", "Partly tried"),
    "no": ("Niet geprobeerd", "Not tried"),
    "unclear": ("Niet te zien", "Cannot be seen"),
    "kept": ("Gehouden", "Kept"),
    "changed": ("Veranderd", "Changed"),
    "dropped": ("Losgelaten", "Let go"),
    "doubt": ("Twijfel", "Doubt"),
    "open": ("Nog te doen", "To do"),
    "busy": ("Bezig", "Under way"),
    "done": ("Klaar", "Done"),
    "skipped": ("Overgeslagen", "Skipped"),
}
GOAL_WORDS: Final = {"doubt": WORDS["doubt"], "goal": ("Leerdoel", "Learning goal")}


def name_value(value: str) -> str:
    """Return what the interface calls a value of the cycle.

    >>> name_value("falter") in {"Hapert", "Falters"}
    True
    """
    nl, en = WORDS[value]
    return say(nl=nl, en=en)


def name_goal(kind: str) -> str:
    """Return what the interface calls a kind of learning goal."""
    nl, en = GOAL_WORDS[kind]
    return say(nl=nl, en=en)


def _pair(values: Iterable[str]) -> list[list[str]]:
    return [[value, name_value(value)] for value in values]


def list_choices() -> dict[str, list[list[str]]]:
    """Return what can be chosen in the player, each value with its word."""
    return {
        "kinds": _pair(cycles.OBSERVATION_KINDS),
        "themes": _pair(cycles.THEMES),
        "parts": _pair(cycles.PARTS),
        "pillars": _pair(cycles.PILLARS),
        "pointKinds": _pair(cycles.POINT_KINDS),
        "tried": _pair(cycles.TRIED),
        "outcomes": _pair(cycles.POINT_OUTCOMES),
        "goalKinds": [[kind, name_goal(kind)] for kind in cycles.GOAL_KINDS],
        "steps": _pair(cycles.STEP_KINDS),
        "states": _pair(cycles.STEP_STATES),
    }

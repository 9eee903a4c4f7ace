"""The conversations of the workbench's benchmark: invented, and the same for all."""

import html
import random
from dataclasses import dataclass

SAMPLE = """
ik je we dat het een de en maar toen niet wel nog even dan ook echt gewoon samen
kijken opname gesprek klant vraag doel agenda werk week maand team steun rust tijd
zien horen vragen wachten terugkijken leren proberen vertellen denken voelen merken
steeds soms altijd meestal eigenlijk misschien vanaf tussen zonder door over onder
"""
WORDS = SAMPLE.split()
SPEAKERS = ("Gespreksleider", "Marit", "Joris", "Samira")
TURN_WORDS = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage to be coded: a turn, the place in it, and which code."""

    turn: int
    start: int
    end: int
    code: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: speaker and words of each turn, and its coded passages.

    All is ASCII, so that bytes, UTF-16 units and code points are the same places.
    """

    name: str
    turns: list[tuple[str, str]]
    passages: list[Passage]

    def as_text(self) -> str:
        """Return it as our readers take it."""
        return "".join(f"{who}: {words}\n\n" for who, words in self.turns)

    def as_html(self) -> str:
        """Return it as a peer takes it: a paragraph for each turn."""
        rows = (f"<p>{who}: {html.escape(words)}</p>" for who, words in self.turns)
        return "<html><body>" + "\n".join(rows) + "</body></html>"


def make_talk(name: str, words: int, codings: int, codes: int, seed: int = 7) -> Talk:
    """Make a conversation of so many words with so many coded passages."""
    chance = random.Random(seed)
    turns = [
        (SPEAKERS[n % len(SPEAKERS)], _make_turn(chance))
        for n in range(words // TURN_WORDS)
    ]
    passages: dict[Passage, None] = {}  # each once, in order
    while len(passages) < codings:
        passages[_pick(chance, turns, len(passages), codes)] = None
    return Talk(name, turns, list(passages))


def _make_turn(chance: random.Random) -> str:
    said = chance.choices(WORDS, k=TURN_WORDS)
    return " ".join(said).capitalize() + "."


def _pick(
    chance: random.Random, turns: list[tuple[str, str]], number: int, codes: int
) -> Passage:
    turn = chance.randrange(len(turns))
    words = turns[turn][1]
    starts = [0, *(at + 1 for at, sign in enumerate(words) if sign == " ")]
    first = chance.randrange(len(starts) - 20)
    start, end = starts[first], starts[first + chance.randint(6, 18)] - 1
    return Passage(turn, start, end, number % codes)

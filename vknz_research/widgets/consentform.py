"""A form of ipywidgets in which consent is recorded from a notebook."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from vknz_research.errors import VknzError
from vknz_research.language import say

Record = Callable[[str, Sequence[str], str, tuple[str, str, str]], int]


def make_form(
    people: Sequence[tuple[str, str]],
    purposes: Sequence[str],
    today: str,
    record: Record,
) -> Any:
    """Return a form; nothing is recorded before somebody presses its button.

    `people` are pairs of label and id; `record` keeps what was filled in and returns
    for how many purposes.
    """
    person = ipywidgets.Dropdown(
        options=list(people), description=say(nl="Deelnemer", en="Participant")
    )
    wanted = ipywidgets.SelectMultiple(
        options=list(purposes), rows=9, description=say(nl="Doelen", en="Purposes")
    )
    state = ipywidgets.RadioButtons(
        options=[
            (say(nl="gegeven", en="given"), "given"),
            (say(nl="geweigerd", en="refused"), "refused"),
        ],
        description=say(nl="Antwoord", en="Answer"),
    )
    texts = [
        ipywidgets.Text(value=value, description=words)
        for value, words in (
            (today, say(nl="Datum", en="Date")),
            ("", say(nl="Brief", en="Letter")),
            ("", say(nl="Door", en="By")),
        )
    ]
    button = ipywidgets.Button(description=say(nl="Vastleggen", en="Record"))
    told = ipywidgets.Label()

    def press(_: object) -> None:
        asked = (texts[0].value, texts[1].value, texts[2].value)
        try:
            count = record(person.value, wanted.value, state.value, asked)
        except VknzError as error:
            told.value = str(error)
        else:
            told.value = say(
                nl=f"Vastgelegd voor {count} doel(en).",
                en=f"Recorded for {count} purpose(s).",
            )

    button.on_click(press)
    return ipywidgets.VBox([person, wanted, state, *texts, button, told])

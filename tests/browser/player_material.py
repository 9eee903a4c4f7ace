"""A desk that answers a player as the study does, with its state in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from player_recording import KLANT, KM, RATE, SAID, SECONDS, make_tones

THEME = "themas/"
CODES = (
    ("4r/richting", "Richting", "Ri", "#2b6cc4", "solid", "filled", "1"),
    ("4r/reflectie", "Reflectie", "Rf", "#8a2a66", "double", "filled", "2"),
    ("4r/responsiviteit", "Responsiviteit", "Rs", "#b57200", "dashed", "filled", "3"),
    ("4r/routine", "Routine", "Ro", "#2a8f74", "dotted", "filled", "4"),
    ("kern/klantfeedback", "Klantfeedback", "Kf", "#7d8a1a", "solid", "outlined", ""),
)
CHOICES = {
    "kinds": [
        *(["flow", "Stroomt"], ["falter", "Hapert"], ["fight", "Vechten"]),
        *(["flight", "Vluchten"], ["freeze", "Bevriezen"], ["moment", "Raakmoment"]),
        *(["result", "Resultaat"], ["other", "Anders"]),
    ],
    "themes": [
        [THEME + "echtheid", "Echtheid"],
        [THEME + "gezamenlijk-doel", "Gezamenlijk doel"],
        [THEME + "interventielogica", "Interventielogica"],
    ],
    "parts": [
        ["went_well", "Wat goed ging"],
        ["unintended", "Onbedoelde effecten"],
        ["alternative", "Alternatieven"],
    ],
    "pillars": [
        ["own", "Klantmanager"],
        ["observation", "Observatie"],
        ["klant", "Klant"],
    ],
    "pointKinds": [["asking", "Vragen"], ["room", "Ruimte"], ["other", "Anders"]],
    "tried": [["yes", "ja"], ["partly", "deels"], ["no", "nee"], ["unclear", "?"]],
    "outcomes": [["kept", "blijft"], ["changed", "anders"], ["dropped", "vervalt"]],
}
STEPS = ("recording", "analysis", "interview", "agenda", "reflection", "points")


def make_turns(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the turns as the desk gives them, with offsets in the text."""
    turns, at = [], 0
    for n, (speaker, begin, text) in enumerate(SAID):
        after = SAID[n + 1][1] if n + 1 < len(SAID) else SECONDS
        turns.append(
            {
                "n": n + 1,
                "start": at,
                "end": at + len(text),
                "kind": "speech",
                "speaker": speaker,
                "text": text,
                "begin": int(begin * scale * 1000),
                "finish": int((after - 0.8) * scale * 1000),
                "recording": 1,
                "addressee": None,
            }
        )
        at += len(text) + 1
    return turns


def make_long(times: int) -> list[dict[str, Any]]:
    """Return the turns of a conversation that is had so many times over."""
    one = make_turns()
    length = one[-1]["end"] + 1
    return [
        turn
        | {"n": k * len(one) + turn["n"]}
        | {edge: turn[edge] + k * length for edge in ("start", "end")}
        | {edge: turn[edge] + k * SECONDS * 1000 for edge in ("begin", "finish")}
        for k in range(times)
        for turn in one
    ]


def make_strip(seconds: int) -> dict[str, Any]:
    """Return how loud each tenth of a second is, from the tones."""
    loud = np.abs(make_tones(seconds)).reshape(-1, RATE // 10).max(axis=1)
    wave = (np.arange(len(loud)) * 7 % 5) + 4
    return {
        "step_ms": 100,
        "levels": [int(w) if x else 0 for x, w in zip(loud, wave, strict=True)],
    }


def make_step(kind: str, state: str, **more: Any) -> dict[str, Any]:
    """Return a step of a round."""
    step: dict[str, Any] = {
        "kind": kind,
        "state": state,
        "date": None,
        "source": None,
        "sourceName": None,
        "coders": [],
        "reason": None,
        "missing": [],
    }
    return step | more


def make_steps() -> list[dict[str, Any]]:
    """Return the steps of a round that is on its way."""
    missing = ["De agenda is nog niet gemaakt."]
    source = {"source": "S1", "sourceName": "I2/KM"}
    return [
        make_step("recording", "done", date="2031-03-04", **source),
        make_step("analysis", "done", coders=["LvH", "MdB"]),
        make_step("interview", "skipped", reason="de klant wilde dat niet"),
        make_step("agenda", "open", missing=missing),
        make_step("reflection", "open", date="2031-03-21"),
        make_step("points", "open"),
        make_step("lookback", "open"),
    ]


def make_state(url: str | None, **recording: Any) -> dict[str, Any]:
    """Return the state of a conversation as the desk answers it."""
    codes = [
        dict(
            zip(
                ("path", "name", "letters", "colour", "stroke", "form", "shortcut"),
                code,
                strict=True,
            )
        )
        for code in CODES
    ]
    one = {
        "id": "R1",
        "number": 1,
        "name": "Opname 1",
        "media": "video/webm",
        "url": url,
        "duration": SECONDS * 1000,
        "hasPicture": True,
        "state": "ok",
        "reason": None,
        "strip": make_strip(SECONDS),
    }
    questions = [
        (
            "echtheid",
            "Echtheid",
            [("e1", "Waar stroomt het?"), ("e2", "Waar hapert het?")],
        ),
        ("doel", "Gezamenlijk doel", [("d1", "Van wie is het plan?")]),
        ("logica", "Interventielogica", [("l1", "Welke stap moet waartoe leiden?")]),
    ]
    return {
        "trajectory": {"id": "T7", "name": "Traject 7", "klantmanager": "Marit"},
        "round": 2,
        "rounds": [1, 2],
        "steps": make_steps(),
        "source": {"id": "S1", "name": "I2/KM", "revision": "V1", "kind": "gesprek"},
        "recordings": [one | recording],
        "turns": make_turns(),
        "codings": [],
        "codes": codes,
        "observations": [],
        "shares": [{"speaker": KM, "ms": 26_000}, {"speaker": KLANT, "ms": 24_000}],
        "silence": 10_000,
        "viewing": {
            "sections": [
                {
                    "id": i,
                    "name": name,
                    "questions": [
                        {"id": q, "text": text, "for": ""} for q, text in asked
                    ],
                }
                for i, name, asked in questions
            ],
            "mine": [],
            "state": "open",
            "others": None,
            "agreed": [],
            "waiting": ["MdB"],
        },
        "goals": [{"id": "G1", "kind": "goal", "body": "Hoe houd ik een stilte uit?"}],
        "agenda": [],
        "feedback": [
            {"id": "F1", "wording": "Ze vroeg naar mijn zoon.", "mode": "named"}
        ],
        "points": [
            {
                "id": "P1",
                "round": 1,
                "body": "Eerst vragen, dan pas aanbieden",
                "kind": "asking",
                "theme": THEME + "echtheid",
                "code": "4r/responsiviteit",
                "looks": [],
            }
        ],
        "choices": CHOICES,
    }


@dataclass
class Desk:
    """Answers a player: keeps the state in memory and gives it back after each act."""

    state: dict[str, Any]
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def handle(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message."""
        act, args = message["act"], message["args"]
        self.asked.append((act, args))
        if act in self.refuses:
            told = {"kind": "VknzError", "message": self.refuses[act], "facts": {}}
            return {"id": message["id"], "ok": False, "error": told}
        made = getattr(self, f"do_{act}", lambda _: self.state)(args)
        return {"id": message["id"], "ok": True, "result": made}

    def of(self, act: str) -> list[Mapping[str, Any]]:
        """List with what an act was asked."""
        return [args for name, args in self.asked if name == act]

    def new_id(self) -> str:
        """Return an id that was not given before."""
        self.number += 1
        return f"n{self.number}"

    def do_board(self, _: Mapping[str, Any]) -> dict[str, Any]:
        """Give the board."""
        mine = {
            "id": "T7",
            "name": "Traject 7",
            "klantmanager": "Marit",
            "rounds": [
                {"round": 1, "steps": [make_step(kind, "done") for kind in STEPS]},
                {"round": 2, "steps": self.state["steps"]},
            ],
            "next": "Maak de agenda van het reflectiegesprek.",
        }
        people = {
            "klantmanagers": [{"id": "K1", "label": "Marit"}],
            "klanten": [{"id": "C1", "label": "Klant 4"}],
        }
        trajectories = self.state.get("trajectories", [mine])
        sources = [{"id": "S1", "name": "I2/KM"}]
        return {
            "trajectories": trajectories,
            "participants": people,
            "sources": sources,
        }

    def do_newTrajectory(self, args: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Begin a trajectory."""
        made = {"id": "T8", "klantmanager": "Marit", "next": "Koppel de opname."}
        steps = [make_step(kind, "open") for kind in STEPS]
        rounds = [{"round": 1, "steps": steps}]
        self.state["trajectories"] = [made | {"name": args["name"], "rounds": rounds}]
        return self.state

    def do_code(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Code a fragment: the turns that it touches."""
        touched = [
            t
            for t in self.state["turns"]
            if t["begin"] < args["finish"] and t["finish"] > args["begin"]
        ]
        span = {"start": touched[0]["start"], "end": touched[-1]["end"]}
        return self._add_coding(args["code"], args | span)

    def do_codeText(self, args: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Code words."""
        first = next(t for t in self.state["turns"] if t["end"] > args["start"])
        return self._add_coding(
            args["code"], args | {k: first[k] for k in ("begin", "finish", "recording")}
        )

    def _add_coding(self, path: str, place: Mapping[str, Any]) -> dict[str, Any]:
        code = next(c for c in self.state["codes"] if c["path"] == path)
        keys = ("start", "end", "recording", "begin", "finish")
        look = {k: code[k] for k in ("name", "letters", "colour", "stroke", "form")}
        made = {"id": self.new_id(), "code": path, "coder": "LvH"} | look
        self.state["codings"].append(made | {k: place[k] for k in keys})
        return self.state

    def do_uncode(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Take a coding away."""
        self.state["codings"] = [
            c for c in self.state["codings"] if c["id"] != args["coding"]
        ]
        return self.state

    def do_observe(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Keep an observation."""
        empty = dict.fromkeys(("start", "end", "recording", "begin", "finish"))
        made = empty | {"id": self.new_id(), "coder": "LvH", "mine": True} | dict(args)
        touched = [
            t
            for t in self.state["turns"]
            if made["begin"] is not None and t["begin"] < made["finish"]
        ]
        if made["start"] is None and touched:
            made |= {"start": touched[-1]["start"], "end": touched[-1]["end"]}
        self.state["observations"].append(made)
        return self.state

    def do_nudge(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Shift the times from a turn on."""
        for turn in self.state["turns"]:
            if turn["n"] >= args["turn"]:
                turn["begin"] += args["shift"]
                turn["finish"] += args["shift"]
        return self.state

    def do_answer(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Keep an answer of the Kijkwijzer."""
        mine = self.state["viewing"]["mine"]
        mine[:] = [one for one in mine if one["id"] != args.get("id")]
        empty = dict.fromkeys(("recording", "begin", "finish"))
        mine.append(empty | {"id": self.new_id()} | dict(args))
        return self.state

    def do_handIn(self, _: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Hand in; the other one had done so."""
        theirs = {"id": "x", "question": "e2", "body": "Na de stilte", "recording": 1}
        answers = [theirs | {"begin": 12_500, "finish": 24_000}]
        self.state["viewing"] |= {"state": "handed_in", "waiting": []}
        self.state["viewing"]["others"] = [{"coder": "MdB", "answers": answers}]
        return self.state

    def do_agree(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what two agree on."""
        agreed = self.state["viewing"]["agreed"]
        agreed[:] = [one for one in agreed if one["question"] != args["question"]]
        agreed.append({"question": args["question"], "body": args["body"]})
        return self.state

    def do_makeAgenda(self, _: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Make the agenda from goals, observations and permitted words."""
        none = dict.fromkeys(("theme", "source", "recording", "begin", "finish"))
        made = [
            none
            | {
                "id": self.new_id(),
                "pillar": "klant",
                "part": "went_well",
                "body": f["wording"],
            }
            for f in self.state["feedback"]
        ]
        made += [
            {k: o[k] for k in ("theme", "recording", "begin", "finish", "body")}
            | {
                "id": self.new_id(),
                "pillar": "observation",
                "part": o["part"] or "unintended",
                "source": "S1",
            }
            for o in self.state["observations"]
        ]
        made += [
            none
            | {
                "id": self.new_id(),
                "pillar": "own",
                "part": "alternative",
                "body": g["body"],
            }
            for g in self.state["goals"]
        ]
        self.state["agenda"] = made
        return self.state

    def do_agenda(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Replace the agenda."""
        self.state["agenda"] = [{"id": self.new_id()} | item for item in args["items"]]
        return self.state

    def do_look(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Look back on a point."""
        point = next(p for p in self.state["points"] if p["id"] == args["point"])
        empty = dict.fromkeys(("source", "recording", "begin", "finish"))
        point["looks"].append(empty | {"round": 2} | dict(args))
        return self.state

    def do_step(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Change a step."""
        step = next(s for s in self.state["steps"] if s["kind"] == args["kind"])
        step |= {k: args[k] for k in ("state", "date", "reason", "coders")}
        return self.state

    def do_write(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a transcript that was typed."""
        at = 0
        turns = []
        for n, line in enumerate(args["turns"]):
            end = at + len(line["text"])
            more = {"n": n + 1, "start": at, "end": end, "kind": "speech"}
            turns.append(dict(line) | more | {"recording": 1, "addressee": None})
            at = end + 1
        self.state["turns"] = turns
        kept = {"id": "S9", "name": args.get("name", ""), "revision": "V2"}
        self.state["source"] = self.state["source"] or kept | {"kind": "gesprek"}
        return self.state

    def do_print(self, _: Mapping[str, Any]) -> dict[str, Any]:
        """Say where the printed agenda stands."""
        return {"path": "reports/agenda-traject-7-2.html", "url": None}

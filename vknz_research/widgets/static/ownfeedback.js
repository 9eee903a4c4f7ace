// The page of one klantmanager: what klanten let pass on to exactly this person, and nothing besides.
import { el, fill } from "./dom.js";
import { startDesk } from "./desk.js";

export const ownFeedbackWords = {
  nl: {
    "own.title": "Mijn terugkoppeling",
    "own.hint": "Wat klanten jou wilden laten weten, in de woorden die zij goedvonden. Om van te leren, niet om iemand te beoordelen.",
    "own.none": "Er is niets doorgegeven. Zodra een klant iets aan je laat doorgeven, staat het hier.",
    "own.named": "van {from}, op naam", "own.anonymous": "anoniem doorgegeven",
  },
  en: {
    "own.title": "My feedback",
    "own.hint": "What klanten wanted you to know, in the words that they agreed to. To learn from, not to assess anybody.",
    "own.none": "Nothing was passed on. As soon as a klant lets something pass on to you, it stands here.",
    "own.named": "from {from}, by name", "own.anonymous": "passed on anonymously",
  },
};

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "eigen", ownFeedbackWords, ({ root, t, line }) => {
    const list = el("div", { "aria-live": "polite" });
    root.append(el("div", { class: "blad smal" }, el("h1", { text: t("own.title") }), el("p", { class: "uitleg", text: t("own.hint") }), list));
    const item = ({ wording, mode, from }) => el("li", { class: "vak" }, el("blockquote", { class: "lees", text: wording }), el("p", { class: "stil", text: t(`own.${mode}`, { from }) }));
    line.ask("passed").then(
      ({ passed }) => fill(list, passed.length ? el("ul", {}, passed.map(item)) : el("p", { class: "vak leeg", text: t("own.none") })),
      (error) => fill(list, el("p", { class: "vak leeg", role: "alert", text: error.message })),
    );
  });
}

export default { render };

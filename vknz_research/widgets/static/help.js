// All keys on one sheet.
import { openDialog } from "./dialog.js";
import { el } from "./dom.js";

export const helpWords = {
  nl: {
    "help.title": "Alles met het toetsenbord", "help.then": "dan", "help.group.read": "Lezen", "help.group.choose": "Kiezen", "help.group.code": "Coderen",
    "help.group.memo": "Memo’s", "help.group.search": "Zoeken", "help.group.back": "Terug en verbeteren", "help.group.together": "Samen", "help.group.compare": "Bij het vergelijken", "help.group.book": "In het codeboek",
    "help.bookUse": "Codeer de selectie", "help.bookFold": "Subcodes tonen, verbergen", "help.bookNew": "Nieuwe code hieronder", "help.bookName": "Naam wijzigen",
    "help.sideOf": "Eens met de eerste, tweede … codeur", "help.allSides": "Allebei; geen van beide", "help.otherOne": "Andere randen (← →) of code (nog eens o)", "help.leaveIt": "Openlaten",
    "help.why": "Reden schrijven", "help.record": "Vastleggen, en naar het volgende", "help.walk": "Volgende, vorige verschil", "help.meanings": "Omschrijvingen van de codes", "help.overview": "Lijst van verschillen", "help.anew": "Besluit heropenen",
    "help.bookText": "Omschrijving wijzigen", "help.bookGone": "Code weghalen", "help.bookAll": "Alle opdrachten: verplaatsen, samenvoegen, splitsen",
  },
  en: {
    "help.title": "Everything by keyboard", "help.then": "then", "help.group.read": "Read", "help.group.choose": "Choose", "help.group.code": "Code",
    "help.group.memo": "Memos", "help.group.search": "Search", "help.group.back": "Back and correct", "help.group.together": "Together", "help.group.compare": "While comparing", "help.group.book": "In the codebook",
    "help.bookUse": "Code the selection", "help.bookFold": "Show, hide sub-codes", "help.bookNew": "New code below", "help.bookName": "Change name",
    "help.sideOf": "Agree with the first, second … coder", "help.allSides": "Both; neither", "help.otherOne": "Other borders (← →) or code (o again)", "help.leaveIt": "Leave open",
    "help.why": "Write the reason", "help.record": "Record, and on to the next", "help.walk": "Next, previous difference", "help.meanings": "Definitions of the codes", "help.overview": "List of differences", "help.anew": "Reopen a decision",
    "help.bookText": "Change definition", "help.bookGone": "Remove code", "help.bookAll": "All commands: move, merge, split",
  },
};

const HELP_BOOK = [
  { act: "bookUse", keys: ["↵"] }, { act: "bookFold", keys: ["→", "←"] }, { act: "bookNew", keys: ["+"] }, { act: "bookName", keys: ["F2"] },
  { act: "bookText", keys: ["⇧ F2"] }, { act: "bookGone", keys: ["Del"] }, { act: "bookAll", keys: ["⇧ F10"] },
];

const HELP_COMPARE = [
  { act: "sideOf", keys: ["a", "b", "…"] }, { act: "allSides", keys: ["=", "0"] }, { act: "otherOne", keys: ["o"] }, { act: "leaveIt", keys: ["l"] },
  { act: "why", keys: ["r"] }, { act: "record", keys: ["↵"] }, { act: "walk", keys: ["j", "k"] }, { act: "meanings", keys: ["t"] },
  { act: "overview", keys: ["i"] }, { act: "anew", keys: ["n"] },
];

/** Gather a keymap by group, in the order of first mention: `[{group, lines}]`. */
export function groupKeys(keymap) {
  const groups = new Map();
  for (const line of keymap) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return [...groups].map(([group, lines]) => ({ group, lines }));
}

/** Open the sheet; `keymap` is `[{group, keys, words}]`, a key `…` or `dan` is said and not drawn as a key. */
export function openHelp(ctx, keymap) {
  const lines = (group, acts) => acts.map(({ act, keys }) => ({ group, keys, words: ctx.t(`help.${act}`) }));
  const more = [...lines("book", HELP_BOOK), ...lines("compare", HELP_COMPARE)];
  const body = el("div", { class: "help-groups" }, groupKeys([...keymap, ...more]).map(({ group, lines: own }) =>
    el("section", {}, el("h3", { text: ctx.t(`help.group.${group}`) }), el("ul", {}, own.map((line) => helpLine(ctx, line))))));
  return openDialog(ctx, { title: ctx.t("help.title"), body, wide: true });
}

function helpLine(ctx, { keys, words }) {
  const isSaid = (key) => key === "…" || key === ctx.t("help.then");
  const shown = keys.map((key) => (isSaid(key) ? el("span", { text: key }) : el("kbd", { class: "panel-key", text: key })));
  return el("li", {}, el("span", { text: words }), el("span", { class: "help-keys" }, shown.flatMap((key) => [key, " "])));
}

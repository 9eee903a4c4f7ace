// The definition card: what a code means, when it is used, when not, and an example.
import { countIfAny } from "./counting.js";
import { el } from "./dom.js";
import { codeAbove } from "./ranking.js";

export const cardWords = {
  nl: {
    "card.passages": "Alle passages", "card.suggest": "Suggesties",
    "card.label": "Omschrijving", "card.yes": "Wel", "card.no": "Niet", "card.example": "Voorbeeld",
    "card.none": "Kies een code om te lezen wat hij betekent.", "card.empty": "Nog geen omschrijving.",
    "card.write": "Schrijven", "card.use": "Codeer", "card.code": "Codeer de selectie met deze code", "card.changed": "Gewijzigd in revisie {n}.",
    "card.stale.one": "1 codering in deze bron is van vóór die tijd;",
    "card.stale.many": "{n} coderingen in deze bron zijn van vóór die tijd;", "card.worklist": "zie de werklijst",
  },
  en: {
    "card.passages": "All passages", "card.suggest": "Suggestions",
    "card.label": "Definition", "card.yes": "Use", "card.no": "Do not use", "card.example": "Example",
    "card.none": "Choose a code to read what it means.", "card.empty": "No definition yet.",
    "card.write": "Write it", "card.use": "Code", "card.code": "Code the selection with this code", "card.changed": "Changed in revision {n}.",
    "card.stale.one": "1 coding in this source is from before;",
    "card.stale.many": "{n} codings in this source are from before;", "card.worklist": "see the work list",
  },
};

/** Cut a text at each `→ path` that names a code: parts are `{text}` or `{text, code}`. */
export function cutLinks(text, codes) {
  const byLength = [...codes.values()].sort((a, b) => b.path.length - a.path.length);
  const parts = [];
  let done = 0;
  for (const arrow of text.matchAll(/→\s*/g)) {
    const start = arrow.index + arrow[0].length;
    const code = byLength.find((c) => text.startsWith(c.path, start) && !/^[\w/-]/.test(text.slice(start + c.path.length)));
    if (!code || arrow.index < done) continue;
    parts.push({ text: text.slice(done, start) }, { text: code.name, code });
    done = start + code.path.length;
  }
  return [...parts, { text: text.slice(done) }].filter((part) => part.text);
}

/** Cut an example into the words of a person and who said them. */
export function cutExample(text) {
  const found = /^([\s\S]*[’'”"])\s*\(([^()]*)\)\s*$/.exec(text);
  return found ? { words: found[1], by: found[2] } : { words: text, by: "" };
}

/** Count the codings of a code that were made under an older definition. */
export function countStale(codings, id) {
  let n = 0;
  for (const coding of codings.values()) if (coding.code === id && coding.stale) n += 1;
  return n;
}

/** Make the card of a code; `acts` are `openWork`, `writeTexts`, `useCode` and `showPassages`. */
export function makeCard(ctx, code, acts) {
  const card = el("section", { class: "card", "aria-label": ctx.t("card.label") });
  if (!code) card.append(el("p", { class: "panel-quiet", text: ctx.t("card.none") }));
  else card.append(cardHead(ctx, code, acts), cardTexts(ctx, code, acts), ...cardFoot(ctx, code, acts));
  return card;
}

function cardHead(ctx, code, acts) {
  const above = codeAbove(code.path, new Map([...ctx.state.codes.values()].map((c) => [c.path, c])));
  return el("h3", {}, ctx.seal(code), el("span", {}, above && el("small", { text: `${above.name} › ` }), code.name), cardUse(ctx, code, acts));
}

function cardTexts(ctx, code, acts) {
  const list = el("dl");
  if (code.definition) list.append(el("dd", {}, cardLinks(ctx, code.definition)));
  if (code.when_to_use) list.append(el("dt", { text: ctx.t("card.yes") }), el("dd", {}, cardLinks(ctx, code.when_to_use)));
  if (code.when_not) list.append(el("dt", { text: ctx.t("card.no") }), el("dd", {}, cardLinks(ctx, code.when_not)));
  if (code.example) list.append(el("dt", { text: ctx.t("card.example") }), cardExample(code.example));
  if (list.children.length) return list;
  return el("p", { class: "panel-quiet" }, ctx.t("card.empty"), " ",
    el("button", { class: "panel-link", text: ctx.t("card.write"), on: { click: () => acts.writeTexts(code) } }));
}

function cardLinks(ctx, text) {
  return cutLinks(text, ctx.state.codes).map((part) =>
    part.code ? el("button", { class: "panel-link", text: part.text, title: part.code.path, on: { click: () => ctx.focusCode(part.code.id) } }) : part.text);
}

function cardExample(text) {
  const { words, by } = cutExample(text);
  return el("dd", {}, el("span", { class: "card-example", text: words }), by && el("span", { class: "panel-quiet", text: ` ${by}` }));
}

function cardUse(ctx, code, acts) {
  const use = el("button", { class: "panel-button small card-use", "aria-label": ctx.t("card.code"), title: ctx.t("card.code"), on: { click: () => [acts.useCode(code), ctx.focusText()] } }, ctx.t("card.use"));
  use.hidden = !ctx.selection();
  return use;
}

function cardFoot(ctx, code, acts) {
  const suggest = ctx.state.suggests && acts.showSuggestions && el("button", { class: "panel-link", text: ctx.t("card.suggest"), on: { click: () => acts.showSuggestions(code) } });
  const show = el("p", { class: "card-foot" }, el("button", { class: "panel-link", text: ctx.t("card.passages"), on: { click: () => acts.showPassages(code) } }), suggest && " · ", suggest);
  if (code.revision < 2) return [show];
  const n = countStale(ctx.state.codings, code.id);
  return [show, el("p", { class: "panel-quiet card-foot" },
    ctx.t("card.changed", { n: code.revision }), " ", countIfAny(ctx.t, "card.stale", n), " ",
    n > 0 && el("button", { class: "panel-link", text: ctx.t("card.worklist"), on: { click: acts.openWork } }), n > 0 && ".")];
}

// What each coder made of a passage: codings, memos, and what the codebook says of the codes.
import { makeCard } from "./card.js";
import { openChange } from "./codeforms.js";
import { fullName } from "./codepick.js";
import { previewMarkdown } from "./markdown.js";
import { openPassages } from "./passages.js";
import { el } from "./dom.js";
import { letterOf, spanWords } from "./adjudicatetext.js";

/** Return the sides of a case in the order of the coders; who coded nothing has an empty side. */
export function sidesOf(found, coders) {
  return coders.map(({ id, name }) => found.sides.find((side) => side.coder === id) ?? { coder: id, name, codings: [], memos: [] });
}

/** Return the ids of the codes of a case, in the order of the sides, each once. */
export function codesOf(found) {
  return [...new Set(found.sides.flatMap((side) => side.codings.map(({ code }) => code)))];
}

/** Join names as people say them: `OE, NvD en TK`. */
export function joinNames(names, and) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;
}

/** Say in a heading what differs. */
export function headWords(t, found, coders) {
  if (found.kind !== "missing") return t(`adjudicate.head.${found.kind}`);
  const has = (side) => side.codings.length > 0;
  const named = (wanted) => joinNames(sidesOf(found, coders).filter((side) => has(side) === wanted).map(({ name }) => name), t("adjudicate.and"));
  const n = sidesOf(found, coders).filter(has).length;
  return t(`adjudicate.head.missing.${n === 1 ? "one" : "many"}`, { who: named(true), rest: named(false) });
}

/** Make the sides of a case, beside each other where there is room. */
export function makeSides(ctx, found, coders) {
  return el("div", { class: "adjudicate-sides" }, sidesOf(found, coders).map((side, place) => adjudicateSide(ctx, side, place)));
}

function adjudicateSide(ctx, side, place) {
  return el("section", { class: "adjudicate-side", "aria-label": side.name },
    el("h4", {}, el("span", { class: "adjudicate-flag opens", "aria-hidden": "true", text: letterOf(place).toUpperCase() }), el("span", { class: "adjudicate-name", text: side.name })),
    side.codings.length ? side.codings.map((coding) => makeCodingLine(ctx, coding)) : el("p", { class: "panel-quiet", text: ctx.t("adjudicate.uncoded") }),
    (side.memos ?? []).map((memo) => adjudicateMemo(ctx, memo, side.name)));
}

/** Make a line that names a coding: its code with seal and stroke, and where it stands. */
export function makeCodingLine(ctx, { code, start, end }) {
  const known = ctx.state.codes.get(code);
  return el("p", { class: "adjudicate-coding" }, known && ctx.seal(known), el("i", { class: "staal", "data-code": code, "aria-hidden": "true" }),
    el("b", { text: known ? fullName(known, ctx.state.codes) : code }), el("span", { class: "panel-quiet", text: spanWords(ctx.t, ctx.state.source.turns, { start, end }) }));
}

function adjudicateMemo(ctx, memo, name) {
  return el("blockquote", { class: "adjudicate-memo", "aria-label": ctx.t("adjudicate.memo", { who: memo.coder ?? name }) },
    el("p", {}, el("b", { text: memo.title || ctx.t("adjudicate.memo", { who: memo.coder ?? name }) }), el("span", { class: "panel-quiet", text: ` ${memo.coder ?? name} · ${ctx.t(`memokind.${memo.kind}`)}` })),
    previewMarkdown(memo.body ?? ""));
}

/** Make the definitions of the codes of a case, beside each other; each can be sharpened. */
export function makeDefinitions(ctx, codes) {
  const known = codes.map((id) => ctx.state.codes.get(id)).filter(Boolean);
  return el("div", { class: "adjudicate-cards" }, known.map((code) => el("div", {}, adjudicateCard(ctx, code),
    el("button", { class: "panel-button small", text: ctx.t("adjudicate.sharpen"), on: { click: () => openChange(ctx, code) } }))));
}

function adjudicateCard(ctx, code) {
  const card = makeCard(ctx, code, { openWork: () => ctx.openWorklist(), writeTexts: () => openChange(ctx, code), useCode: () => {}, showPassages: () => openPassages(ctx, code) });
  card.querySelector(".card-use")?.remove(); // here is nothing to code
  return card;
}

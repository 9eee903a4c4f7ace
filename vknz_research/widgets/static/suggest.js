// Suggestions for a code, in a drawer: passages that may deserve it, with why; a person says yes or no to each.
import { openDrawer, runAct } from "./dialog.js";
import { el, fill } from "./dom.js";
import { passageWords, showPlace } from "./passage.js";

export const suggestWords = {
  nl: {
    "suggest.title": "Suggesties voor ‘{name}’", "suggest.looking": "Zoeken in wat al is gecodeerd …", "suggest.list": "Suggesties",
    "suggest.none": "Geen suggestie meer voor deze code.", "suggest.left.one": "Nog 1 suggestie.", "suggest.left.many": "Nog {n} suggesties.",
    "suggest.why": "Door: {words}", "suggest.basis": "Geleerd van {n} passages in je laag en de consensus. Niets wordt vanzelf gecodeerd.",
    "suggest.figure": "In deze studie raak van de eerste tien: {hits}; blind gekozen: {base} (gemiddelde precisie {area}).",
    "suggest.unknown": "Hoe goed dit gaat, is niet te zeggen: de code komt in {n} bronnen voor, en 3 zijn nodig.",
    "suggest.accept": "Overnemen", "suggest.reject": "Niet", "suggest.keys": "j k kiest, Enter toont de plek, a neemt over, x niet.",
    "suggest.accepted": "Overgenomen.", "suggest.rejected": "Niet overgenomen; komt niet terug.",
  },
  en: {
    "suggest.title": "Suggestions for ‘{name}’", "suggest.looking": "Looking in what is coded …", "suggest.list": "Suggestions",
    "suggest.none": "No suggestion left for this code.", "suggest.left.one": "1 suggestion left.", "suggest.left.many": "{n} suggestions left.",
    "suggest.why": "Because of: {words}", "suggest.basis": "Learned from {n} passages in your layer and the consensus. Nothing is coded by itself.",
    "suggest.figure": "Right of the first ten in this study: {hits}; chosen blindly: {base} (average precision {area}).",
    "suggest.unknown": "How well this does cannot be said: the code is in {n} sources, and it takes 3.",
    "suggest.accept": "Accept", "suggest.reject": "No", "suggest.keys": "j k chooses, Enter shows the place, a accepts, x does not.",
    "suggest.accepted": "Accepted.", "suggest.rejected": "Not accepted; it will not come back.",
  },
};

/** Write a number with so many decimals at most, with the comma or point of the language. */
export function suggestNumber(number, decimals, language) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(number);
}

/** Say how well suggestions for a code do in this study, or why that cannot be said. */
export function suggestFigure(t, language, { average_precision: area, precision_at_10: hits, base, sources }) {
  if (area === null) return t("suggest.unknown", { n: sources });
  return t("suggest.figure", { hits: suggestNumber(10 * hits, 1, language), base: suggestNumber(10 * base, 1, language), area: suggestNumber(area, 2, language) });
}

/** Return which row has the focus after a key: j and k, arrows, Home and End; or -1 for another key. */
export function suggestStep(key, at, count) {
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: count - 1 }[key];
  return to === undefined || !count ? -1 : Math.max(0, Math.min(count - 1, to));
}

/** Open the suggestions for a code; `ctx.state.suggests` says whether the study uses them. */
export async function openSuggest(ctx, code) {
  const panel = { ctx, code, rows: [] };
  panel.status = el("p", { class: "panel-quiet", role: "status", text: ctx.t("suggest.looking") });
  panel.alert = el("p", { class: "dialog-alert", role: "alert", hidden: true });
  panel.figure = el("p", { class: "panel-quiet suggest-figure" });
  panel.list = el("ul", { class: "passages-list suggest-list", "aria-label": ctx.t("suggest.list") });
  panel.list.addEventListener("keydown", (event) => suggestKeys(panel, event));
  panel.list.addEventListener("click", (event) => suggestClick(panel, event));
  const body = el("div", { class: "drawer-body suggest" }, panel.figure, panel.status, panel.alert, panel.list);
  panel.drawer = openDrawer(ctx, body, ctx.t("suggest.title", { name: code.name }));
  const found = await runAct(() => ctx.ask("suggestions", { code: code.id }), (text) => suggestSay(panel, text));
  if (!found) return fill(panel.status);
  fill(panel.figure, suggestFigure(ctx.t, ctx.state.language, found.figure), " ", ctx.t("suggest.basis", { n: found.passages }));
  for (const item of found.suggestions) panel.list.append(suggestRow(panel, item));
  suggestTell(panel);
  return panel.rows[0]?.focus();
}

function suggestSay(panel, text) {
  panel.alert.textContent = text ?? "";
  panel.alert.hidden = !text;
}

function suggestTell(panel, first = "") {
  const { t } = panel.ctx;
  const n = panel.rows.length;
  const left = n ? t(`suggest.left.${n === 1 ? "one" : "many"}`, { n }) : t("suggest.none");
  fill(panel.status, [first, left, n ? t("suggest.keys") : ""].filter(Boolean).join(" "));
}

function suggestRow(panel, item) {
  const { t } = panel.ctx;
  const button = (answer, words) => el("button", { class: "panel-button small", tabindex: "-1", "data-answer": answer, text: words });
  const row = el("li", { class: "passages-row suggest-row", tabindex: panel.rows.length ? "-1" : "0" },
    el("small", { text: item.source_name }), passageWords(item),
    item.why.length > 0 && el("small", { class: "suggest-why", text: t("suggest.why", { words: item.why.join(", ") }) }),
    el("span", { class: "suggest-answers" }, button("accepted", t("suggest.accept")), " ", button("rejected", t("suggest.reject"))));
  row.suggestion = item;
  panel.rows.push(row);
  return row;
}

function suggestMove(panel, to) {
  for (const row of panel.rows) row.tabIndex = -1;
  const next = panel.rows[to];
  if (!next) return;
  next.tabIndex = 0;
  next.focus();
}

function suggestKeys(panel, event) {
  const at = panel.rows.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = suggestStep(event.key, at, panel.rows.length);
  const answer = { a: "accepted", x: "rejected" }[event.key];
  if (to >= 0) suggestMove(panel, to);
  else if (answer) suggestAnswer(panel, panel.rows[at], answer);
  else if (event.key === "Enter") suggestShow(panel, panel.rows[at]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function suggestClick(panel, event) {
  const row = event.target.closest(".suggest-row");
  if (!row) return;
  const answer = event.target.closest("[data-answer]")?.dataset.answer;
  if (answer) suggestAnswer(panel, row, answer);
  else suggestShow(panel, row);
}

function suggestShow(panel, row) {
  const { source, start, end } = row.suggestion;
  showPlace(panel.ctx, { source, start, end }, row);
}

async function suggestAnswer(panel, row, answer) {
  if (row.dataset.busy) return; // a key held down is one answer
  row.dataset.busy = "true";
  const { source, revision, start, end } = row.suggestion;
  const args = { source, revision, start, end, code: panel.code.id, answer };
  const done = await runAct(() => panel.ctx.act("answer-suggestion", args), (text) => suggestSay(panel, text));
  delete row.dataset.busy;
  if (done === false) return;
  const at = panel.rows.indexOf(row);
  panel.rows.splice(at, 1);
  row.remove();
  suggestTell(panel, panel.ctx.t(`suggest.${answer}`));
  suggestMove(panel, Math.min(at, panel.rows.length - 1));
  if (!panel.rows.length) panel.drawer.element.focus();
}

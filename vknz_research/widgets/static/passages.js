// All passages of a code, in a drawer: each leads to its place in the text.
import { el } from "./dom.js";
import { openDrawer } from "./dialog.js";
import { countWords } from "./counting.js";
import { groupBySource, passageWords, showPlace } from "./passage.js";

const PASSAGES_AT_ONCE = 200; // the rest is drawn in the moments after

export const passagesWords = {
  nl: {
    "passages.title": "Passages met ‘{name}’", "passages.none": "Nog geen passage met deze code.",
    "passages.count.one": "1 passage", "passages.count.many": "{n} passages", "passages.hint": "↑ ↓ kiest, Enter toont de plek, nog eens Enter gaat erheen.",
  },
  en: {
    "passages.title": "Passages with ‘{name}’", "passages.none": "No passage with this code yet.",
    "passages.count.one": "1 passage", "passages.count.many": "{n} passages", "passages.hint": "↑ ↓ chooses, Enter shows the place, Enter again goes there.",
  },
};

/** Lay out passages as lines: a heading per source, then its passages. */
export function passageLines(passages) {
  return groupBySource(passages).flatMap(({ name, items }) => [{ name, n: items.length }, ...items.map((item) => ({ item }))]);
}

/** Open the list of all passages of a code in the layers that are shown, those of codes below it not counted. */
export async function openPassages(ctx, code) {
  const { passages } = await ctx.ask("passages", { code: code.id });
  const status = el("p", { class: "panel-quiet", text: passages.length ? `${countWords(ctx.t, "passages.count", passages.length)}. ${ctx.t("passages.hint")}` : ctx.t("passages.none") });
  const list = el("ul", { class: "passages-list", "aria-label": ctx.t("passages.title", { name: code.name }) });
  const view = { ctx, list, lines: passageLines(passages), rows: [] };
  list.addEventListener("keydown", (event) => passagesKeys(view, event));
  list.addEventListener("click", (event) => passagesGo(view, event.target.closest("[data-passage]")));
  passagesDraw(view, 0);
  const drawer = openDrawer(ctx, el("div", { class: "drawer-body" }, status, list), ctx.t("passages.title", { name: code.name }));
  view.rows[0]?.focus();
  return drawer;
}

function passagesDraw(view, from) {
  const part = document.createDocumentFragment();
  const to = Math.min(view.lines.length, from + PASSAGES_AT_ONCE);
  for (const line of view.lines.slice(from, to)) part.append(line.item ? passagesRow(view, line.item) : passagesHead(line));
  view.list.append(part);
  if (to < view.lines.length) setTimeout(() => passagesDraw(view, to));
  else view.list.dataset.whole = "true";
}

function passagesHead({ name, n }) {
  return el("li", { class: "passages-head" }, el("b", { text: name }), ` ${n}`);
}

function passagesRow(view, item) {
  const { ctx } = view;
  const own = item.coder === ctx.state.coderName;
  const row = el("li", { class: "passages-row", tabindex: view.rows.length ? "-1" : "0", "data-passage": view.rows.length },
    passageWords(item), own ? null : el("small", { text: item.coder }));
  row.passage = item;
  view.rows.push(row);
  return row;
}

function passagesGo(view, row) {
  if (!row) return;
  const { source, start, end } = row.passage;
  showPlace(view.ctx, { source, start, end }, row);
}

function passagesKeys(view, event) {
  const at = view.rows.indexOf(event.target);
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity }[event.key];
  if (at < 0 || (step === undefined && event.key !== "Enter")) return;
  event.preventDefault();
  if (event.key === "Enter") return passagesGo(view, view.rows[at]);
  const next = view.rows[Math.max(0, Math.min(view.rows.length - 1, at + step))];
  view.rows[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

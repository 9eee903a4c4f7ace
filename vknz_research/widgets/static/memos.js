// All memos of the study: searched, by kind, each leading to its place.
import { countWords } from "./counting.js";
import { openDialog, openDrawer, runAct } from "./dialog.js";
import { el, fill, focusedIn, takesText } from "./dom.js";
import { MEMO_KINDS, linkPlace, linkWords, openMemo } from "./memoform.js";
import { foldText } from "./ranking.js";

export const memosWords = {
  nl: {
    "memos.title": "Memo’s", "memos.search": "Zoek in titel en tekst", "memos.all": "Alle", "memos.kinds": "Soort memo",
    "memos.new": "Nieuwe memo", "memos.count.one": "1 memo", "memos.count.many": "{n} memo’s",
    "memos.empty": "Nog geen memo’s. Kies een passage en druk op m.", "memos.none": "Geen memo’s met ‘{query}’.",
    "memos.noKind": "Geen memo’s van deze soort.", "memos.change": "Wijzigen", "memos.remove": "Weghalen",
    "memos.removeAsk": "Memo ‘{title}’ weghalen? Ongedaan maken kan.", "memos.section": "voor {section}",
  },
  en: {
    "memos.title": "Memos", "memos.search": "Search in title and text", "memos.all": "All", "memos.kinds": "Kind of memo",
    "memos.new": "New memo", "memos.count.one": "1 memo", "memos.count.many": "{n} memos",
    "memos.empty": "No memos yet. Choose a passage and press m.", "memos.none": "No memos with ‘{query}’.",
    "memos.noKind": "No memos of this kind.", "memos.change": "Change", "memos.remove": "Remove",
    "memos.removeAsk": "Remove memo ‘{title}’? You can undo this.", "memos.section": "for {section}",
  },
};

const memosShown = new WeakMap();

/** Return the memos of a kind in whose title or text all words of a query stand. */
export function filterMemos(memos, query, kind) {
  const words = foldText(query).folded.split(/\s+/).filter(Boolean);
  return memos.filter((memo) => {
    if (kind && memo.kind !== kind) return false;
    const text = words.length ? foldText(`${memo.title}\n${memo.body}`).folded : "";
    return words.every((word) => text.includes(word));
  });
}

/** Put the memos in one's own language first; the order is else as it was. */
export function sortMemos(memos, language) {
  const own = (memo) => (memo.language ?? language) === language;
  return [...memos.filter(own), ...memos.filter((memo) => !own(memo))];
}

/** Make the list of all memos. */
export function makeMemoPanel(ctx) {
  const panel = { ctx, memos: [], kind: "", at: 0 };
  panel.field = el("input", { class: "panel-field", type: "search", placeholder: ctx.t("memos.search"), "aria-label": ctx.t("memos.search"), autofocus: true, on: { input: () => memosDraw(panel) } });
  panel.kinds = el("div", { class: "panel-chips", role: "group", "aria-label": ctx.t("memos.kinds") });
  panel.status = el("span", { class: "panel-quiet", role: "status" });
  panel.list = el("div", { class: "memos-list" });
  const add = el("button", { class: "panel-button small", text: ctx.t("memos.new"), on: { click: () => openMemo(ctx, {}) } });
  const bar = el("div", { class: "memos-bar" }, panel.status, add);
  panel.element = el("div", { class: "drawer-body" }, panel.field, panel.kinds, bar, panel.list);
  panel.element.addEventListener("keydown", (event) => memosKeys(panel, event));
  memosLoad(panel);
  memosFollow(panel);
  return panel.element;
}

/** Open the list of all memos over the right column. */
export function openMemos(ctx) {
  return openDrawer(ctx, makeMemoPanel(ctx), ctx.t("memos.title"));
}

// The list that was opened last hears of changes; one listener for them all.
function memosFollow(panel) {
  const { ctx } = panel;
  if (!memosShown.has(ctx)) ctx.on("memos", () => memosShown.get(ctx).element.isConnected && memosLoad(memosShown.get(ctx)));
  memosShown.set(ctx, panel);
}

async function memosLoad(panel) {
  const found = await runAct(() => panel.ctx.ask("memos", {}), (text) => (panel.status.textContent = text));
  if (!found) return;
  panel.memos = sortMemos(found.memos, panel.ctx.state.language);
  memosDraw(panel);
}

function memosDraw(panel) {
  const { ctx } = panel;
  const query = panel.field.value.trim();
  const shown = filterMemos(panel.memos, query, panel.kind);
  memosKinds(panel);
  panel.status.textContent = countWords(ctx.t, "memos.count", shown.length);
  panel.at = Math.min(panel.at, Math.max(0, shown.length - 1));
  const hadFocus = panel.list.contains(focusedIn(panel.list));
  panel.rows = shown.map((memo, i) => memosRow(panel, memo, i));
  fill(panel.list, shown.length ? panel.rows : el("p", { class: "panel-quiet", text: memosNothing(panel, query) }));
  if (hadFocus) (panel.rows[panel.at] ?? panel.field).focus();
}

function memosNothing({ ctx, memos, kind }, query) {
  if (!memos.length) return ctx.t("memos.empty");
  return query ? ctx.t("memos.none", { query }) : ctx.t("memos.noKind", { kind });
}

function memosKinds(panel) {
  const { ctx } = panel;
  const had = focusedIn(panel.kinds)?.dataset?.kind;
  const chip = (kind, words) => el("button", { class: "panel-pick", "aria-pressed": panel.kind === kind, "data-kind": kind, text: words,
    on: { click: () => {
      panel.kind = kind;
      memosDraw(panel);
    } } });
  const used = MEMO_KINDS.filter((kind) => panel.memos.some((memo) => memo.kind === kind));
  fill(panel.kinds, chip("", ctx.t("memos.all")), used.map((kind) => chip(kind, ctx.t(`memoform.${kind}`))));
  if (had !== undefined) panel.kinds.querySelector(`[data-kind="${had}"]`)?.focus();
}

function memosRow(panel, memo, i) {
  const { ctx } = panel;
  const body = el("div", { class: "memos-text" });
  body.innerHTML = memo.html; // rendered and cleaned in Python
  const go = () => memosGo(ctx, memo);
  const section = memo.section ? ` · ${ctx.t("memos.section", { section: memo.section })}` : "";
  return el("article", { class: "memos-row", tabindex: i === panel.at ? 0 : -1, "aria-label": memo.title, on: {
    click: (event) => event.target.closest("button, a") || go(), focusin: () => memosRove(panel, i),
  } },
    el("small", { text: `${ctx.t(`memoform.${memo.kind}`)}${section} · ${memo.coder ?? "–"}${memo.language && memo.language !== ctx.state.language ? ` · ${memo.language}` : ""}` }),
    el("h3", { text: memo.title }), body,
    el("div", { class: "memos-links" }, (memo.links ?? []).map((link) => memosLink(ctx, link))),
    el("div", { class: "worklist-acts" },
      el("button", { class: "panel-button small", tabindex: -1, text: ctx.t("memos.change"), on: { click: () => openMemo(ctx, { memo }) } }),
      el("button", { class: "panel-button small", tabindex: -1, on: { click: () => memosRemove(ctx, memo) } }, ctx.t("memos.remove"), " ", el("kbd", { class: "panel-key", text: "Del" }))));
}

function memosLink(ctx, link) {
  const words = linkWords(ctx.t, ctx.state, link);
  const place = linkPlace(ctx.state, link);
  if (!place && link.kind !== "code") return el("span", { class: "panel-quiet", text: words });
  return el("button", { class: "panel-link", tabindex: -1, text: words, on: { click: () => (place ? ctx.go(place) : ctx.focusCode(link.id)) } });
}

function memosGo(ctx, memo) {
  const links = memo.links ?? [];
  const place = links.map((link) => linkPlace(ctx.state, link)).find(Boolean);
  const code = links.find(({ kind }) => kind === "code");
  if (place) ctx.go(place);
  else if (code) ctx.focusCode(code.id);
  else openMemo(ctx, { memo });
}

function memosRemove(ctx, memo) {
  openDialog(ctx, {
    title: ctx.t("memos.remove"), body: el("p", { class: "panel-question", text: ctx.t("memos.removeAsk", { title: memo.title }) }),
    buttons: [{ words: ctx.t("memos.remove"), first: true, act: () => ctx.act("remove-memo", { memo: memo.id, hash: memo.hash }) }],
  });
}

function memosRove(panel, i) {
  panel.at = i;
  panel.rows.forEach((row, other) => row.setAttribute("tabindex", other === i ? "0" : "-1"));
}

function memosKeys(panel, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest(".memos-row");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = row ? panel.rows.indexOf(row) : -1;
  const isRow = event.target === row;
  if (step && !takesText(event.target) && at >= 0) panel.rows[Math.max(0, Math.min(panel.rows.length - 1, at + step))].focus();
  else if (event.key === "ArrowDown" && event.target === panel.field) panel.rows[0]?.focus();
  else if (event.key === "Enter" && isRow) row.click();
  else if (event.key === "Delete" && isRow) row.querySelector(".worklist-acts button:last-child").click();
  else if (event.key === "F2" && isRow) row.querySelector(".worklist-acts button").click();
  else return;
  event.preventDefault();
}

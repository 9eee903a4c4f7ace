// The work list: codings made under an older definition, and places that an edit of the text made doubtful.
import { fullName, makeCodePick } from "./codepick.js";
import { openDrawer, runAct } from "./dialog.js";
import { countWords } from "./counting.js";
import { el, fill, focusedIn, takesText } from "./dom.js";
import { passageWords, showPlace } from "./passage.js";

export const worklistWords = {
  nl: {
    "worklist.title": "Werklijst", "worklist.empty": "De werklijst is leeg. Hier komen coderingen die je na een wijziging opnieuw bekijkt.",
    "worklist.stale.one": "1 codering onder een oudere omschrijving", "worklist.stale.many": "{n} coderingen onder een oudere omschrijving",
    "worklist.doubts.one": "1 plek waar de tekst is verbeterd", "worklist.doubts.many": "{n} plekken waar de tekst is verbeterd",
    "worklist.definition": "De omschrijving is gewijzigd nadat dit werd gecodeerd.",
    "worklist.edge": "De rand van deze codering lag in de verbeterde tekst.", "worklist.gone": "De tekst van deze codering is weggehaald.",
    "worklist.was": "Stond bij: ‘{text}’", "worklist.keep": "Klopt", "worklist.recode": "Andere code", "worklist.remove": "Weghalen",
    "worklist.keepAll": "Alle {n} kloppen", "worklist.recodeTo": "Andere code voor deze passage", "worklist.looking": "De werklijst wordt gemaakt …",
    "worklist.more": "Daarna nog {n}.", "worklist.done": "Afgehandeld. Nog {n} op de werklijst.", "worklist.foreign": "Codering van {coder}; die kan alleen {coder} afhandelen.",
  },
  en: {
    "worklist.title": "Work list", "worklist.empty": "The work list is empty. Codings that need another look after a change come here.",
    "worklist.stale.one": "1 coding under an older definition", "worklist.stale.many": "{n} codings under an older definition",
    "worklist.doubts.one": "1 place where the text was corrected", "worklist.doubts.many": "{n} places where the text was corrected",
    "worklist.definition": "The definition was changed after this was coded.",
    "worklist.edge": "The edge of this coding lay in the corrected text.", "worklist.gone": "The text of this coding was removed.",
    "worklist.was": "Stood at: ‘{text}’", "worklist.keep": "It is right", "worklist.recode": "Another code", "worklist.remove": "Remove",
    "worklist.keepAll": "All {n} are right", "worklist.recodeTo": "Another code for this passage", "worklist.looking": "Making the work list …",
    "worklist.more": "After these {n} more.", "worklist.done": "Done. {n} left on the work list.", "worklist.foreign": "A coding of {coder}; only {coder} can settle it.",
  },
};

const WORKLIST_SHOWN = 300;
const worklistOpened = new WeakMap();

/** Gather the stale codings of each code: `[{code, items}]`, in the order they came. */
export function groupByCode(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.code, [...(groups.get(item.code) ?? []), item]);
  return [...groups].map(([code, own]) => ({ code, items: own }));
}

/** Return which row takes the focus once those at some places have gone. */
export function nextWorkRow(count, gone) {
  const first = Math.min(...gone);
  return count - gone.length ? Math.min(first, count - gone.length - 1) : -1;
}

/** Say whether a row may be settled by this coder, known by id or by name: one's own, or of no known coder. */
export function isOwnItem(item, state) {
  return !item.coder || item.coder === state.coder || item.coder === state.coderName;
}

/** Open the work list over the right column. */
export function openWorklist(ctx) {
  const work = { ctx, items: [], rows: [] };
  work.status = el("p", { class: "panel-quiet", role: "status", text: ctx.t("worklist.looking") });
  work.alert = el("p", { class: "dialog-alert", role: "alert", hidden: true });
  work.list = el("div", { class: "worklist-list" });
  work.list.addEventListener("keydown", (event) => worklistKeys(work, event));
  const body = el("div", { class: "drawer-body", tabindex: -1 }, work.status, work.alert, work.list);
  work.drawer = openDrawer(ctx, body, ctx.t("worklist.title"));
  worklistLoad(work);
  worklistFollow(work);
  return work.drawer;
}

// An undo, or a colleague, may put something back on the list that was opened last.
function worklistFollow(work) {
  const { ctx } = work;
  const follow = () => {
    const now = worklistOpened.get(ctx);
    if (!now.list.isConnected || now.isBusy) return;
    const at = now.rows.indexOf(focusedIn(now.list)?.closest?.(".worklist-row"));
    if (at >= 0 || !now.list.contains(focusedIn(now.list))) worklistLoad(now, at);
  };
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    if (!worklistOpened.get(ctx).isBusy) timer = setTimeout(follow, 60);
  };
  if (!worklistOpened.has(ctx)) for (const event of ["codings", "codes", "counts"]) ctx.on(event, soon);
  worklistOpened.set(ctx, work);
}

// With `at` the row in that place gets the focus; below 0 the focus stays where it is.
async function worklistLoad(work, at = 0) {
  const found = await runAct(() => work.ctx.ask("worklist", {}), (text) => worklistSay(work, text));
  if (!found) return;
  work.groups = groupByCode(found.stale);
  work.doubts = found.doubts;
  worklistDraw(work, at);
}

// A long list is drawn as far as a person gets; what is settled makes room for the rest.
function worklistDraw(work, at) {
  const { t } = work.ctx;
  const stale = work.groups.flatMap(({ items }) => items);
  const total = stale.length + work.doubts.length;
  work.items = [...stale, ...work.doubts].slice(0, WORKLIST_SHOWN);
  work.rows = [];
  const shown = new Set(work.items);
  work.status.textContent = total ? "" : t("worklist.empty");
  fill(work.list,
    stale.length > 0 && el("h3", { text: countWords(t, "worklist.stale", stale.length) }),
    work.groups.filter(({ items }) => shown.has(items[0])).map((group) => worklistGroup(work, group, shown)),
    work.doubts.length > 0 && el("h3", { text: countWords(t, "worklist.doubts", work.doubts.length) }),
    work.doubts.filter((item) => shown.has(item)).map((item) => worklistRow(work, item)),
    total > shown.size && el("p", { class: "panel-quiet", text: t("worklist.more", { n: total - shown.size }) }));
  work.total = total;
  if (at >= 0) (work.rows[Math.max(0, Math.min(at, work.rows.length - 1))] ?? work.list.parentElement).focus();
}

function worklistSay(work, text) {
  work.alert.textContent = text;
  work.alert.hidden = !text;
}

function worklistGroup(work, { code, items }, shown) {
  const { ctx } = work;
  const own = items.filter((item) => isOwnItem(item, ctx.state));
  const all = el("button", { class: "panel-button small", text: ctx.t("worklist.keepAll", { n: own.length }),
    on: { click: () => worklistSettle(work, own, "confirm", { codings: own.map(({ coding }) => coding) }) } });
  const known = ctx.state.codes.get(code);
  return el("section", {},
    el("div", { class: "worklist-code" }, known && ctx.seal(known), el("b", { text: known ? fullName(known, ctx.state.codes) : items[0].code_path }), own.length > 1 && all),
    el("p", { class: "panel-quiet", text: ctx.t("worklist.definition") }),
    items.filter((item) => shown.has(item)).map((item) => worklistRow(work, item)));
}

function worklistRow(work, item) {
  const { ctx } = work;
  const button = (name, key, act) => el("button", { class: "panel-button small", tabindex: -1, on: { click: act } },
    ctx.t(`worklist.${name}`), " ", el("kbd", { class: "panel-key", text: key }));
  const isMine = isOwnItem(item, ctx.state);
  const coder = ctx.state.coders.get(item.coder) ?? item.coder;
  const row = el("article", { class: "worklist-row", tabindex: work.rows.length ? -1 : 0 },
    el("small", { text: item.source_name }),
    passageWords(item),
    item.reason !== "definition" && worklistReason(ctx, item),
    isMine
      ? el("div", { class: "worklist-acts" },
        button("keep", "k", () => worklistKeep(work, item)),
        button("recode", "a", () => worklistRecode(work, item, row)),
        button("remove", "Del", () => worklistRemove(work, item)))
      : el("p", { class: "panel-quiet", text: ctx.t("worklist.foreign", { coder }) }));
  row.addEventListener("click", (event) => event.target.closest("button, input, .codepick") || showPlace(ctx, item, row));
  row.addEventListener("focusin", () => worklistRove(work, row));
  work.rows.push(row);
  return row;
}

function worklistReason(ctx, item) {
  const known = ctx.state.codes.get(item.code);
  const was = item.old_text ? ` ${ctx.t("worklist.was", { text: item.old_text })}` : "";
  return el("p", { class: "panel-quiet worklist-why" }, known && ctx.seal(known), ` ${known?.name ?? item.code_path ?? ""}. `, ctx.t(`worklist.${item.reason}`), was);
}

function worklistRove(work, row) {
  for (const other of work.rows) other.setAttribute("tabindex", other === row ? "0" : "-1");
}

function worklistKeep(work, item) {
  return worklistSettle(work, [item], "confirm", { codings: [item.coding] });
}

function worklistRemove(work, item) {
  return worklistSettle(work, [item], "uncode", { codings: [item.coding] });
}

function worklistRecode(work, item, row) {
  const { ctx } = work;
  if (row.querySelector(".codepick")) return row.querySelector("input").focus();
  const pick = makeCodePick(ctx, {
    label: ctx.t("worklist.recodeTo"), allows: (code) => code.id !== item.code,
    onPick: (code) => code && worklistSettle(work, [item], "recode", { coding: item.coding, code: code.id }),
  });
  pick.element.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    pick.element.remove();
    row.focus();
  });
  row.append(pick.element);
  return pick.input.focus();
}

async function worklistSettle(work, items, act, args) {
  const places = items.map((item) => work.items.indexOf(item)).filter((at) => at >= 0);
  const next = Math.max(0, nextWorkRow(work.items.length, places));
  work.isBusy = true;
  const done = await runAct(() => work.ctx.act(act, args), (text) => worklistSay(work, text));
  work.isBusy = false;
  if (done === false) return;
  const settled = new Set(items);
  work.groups = work.groups.map(({ code, items: all }) => ({ code, items: all.filter((item) => !settled.has(item)) })).filter((group) => group.items.length);
  work.doubts = work.doubts.filter((item) => !settled.has(item));
  worklistDraw(work, next);
  work.ctx.speak(work.ctx.t("worklist.done", { n: work.total }));
}

function worklistKeys(work, event) {
  if (takesText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = work.rows.indexOf(focusedIn(work.list)?.closest(".worklist-row"));
  if (at < 0 || (event.target.tagName === "BUTTON" && ["Enter", " "].includes(event.key))) return;
  const item = work.items[at];
  const isMine = isOwnItem(item, work.ctx.state);
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1 }[event.key];
  if (step) work.rows[Math.min(work.rows.length - 1, Math.max(0, at + step))].focus();
  else if (event.key === "Enter") showPlace(work.ctx, item, work.rows[at]);
  else if (event.key === "k" && isMine) worklistKeep(work, item);
  else if (event.key === "a" && isMine) worklistRecode(work, item, work.rows[at]);
  else if (event.key === "Delete" && isMine) worklistRemove(work, item);
  else return;
  event.preventDefault();
}

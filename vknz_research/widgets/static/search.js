// Search and code: find words, look at the hits, code those that fit in one act.
import { fullName, makeCodePick } from "./codepick.js";
import { countWords } from "./counting.js";
import { openDrawer, runAct } from "./dialog.js";
import { el, fill, focusedIn, takesText } from "./dom.js";
import { groupBySource, passageWords, showPlace } from "./passage.js";

export const searchWords = {
  nl: {
    "search.title": "Zoek en codeer", "search.query": "Zoek in de tekst", "search.go": "Zoeken",
    "search.mode": "Hoe", "search.word": "Woord", "search.lemma": "Alle vormen", "search.regex": "Patroon", "search.ask": "Vraag", "search.askHint": "Aan je eigen codes en de tekst: 4r/reflectie EN NIET effecten. Ook \"woorden\", ~vormen, perspectief:klant, VOOR3, OVERLAPT.",
    "search.wordHint": "Hele woorden, zoals getypt. Meer woorden samen zijn één zin.",
    "search.lemmaHint": "luisteren vindt ook luisterde en geluisterd.", "search.regexHint": "Reguliere expressie, zoals wel(eens)?",
    "search.scope": "Waar", "search.here": "Deze bron", "search.everywhere": "Alle bronnen",
    "search.looking": "Zoeken …", "search.nothing": "Geen treffers voor ‘{query}’ in {where}.", "search.inHere": "deze bron", "search.inAll": "alle bronnen",
    "search.tryAll": "Zoek in alle bronnen", "search.tryLemma": "Zoek alle vormen",
    "search.hits.one": "1 treffer", "search.hits.many": "{n} treffers", "search.sources.one": "in 1 bron", "search.sources.many": "in {n} bronnen",
    "search.more": "Er zijn er meer; dit zijn de eerste. Zoek preciezer om alles te zien.",
    "search.chosen": "{n} gekozen", "search.all": "Alle", "search.none": "Geen", "search.space": "Spatie", "search.keys": "kiest", "search.goes": "toont de plek, nog eens gaat erheen",
    "search.hitList": "Treffers", "search.code.one": "Codeer 1 treffer met", "search.code.many": "Codeer {n} treffers met",
    "search.codeDo": "Coderen", "search.pick": "Vink aan welke treffers je wilt coderen.", "search.noCode": "Kies een code.",
    "search.coded.one": "1 treffer gecodeerd met ‘{name}’. Ongedaan maken: Ctrl Z.", "search.coded.many": "{n} treffers gecodeerd met ‘{name}’. Ongedaan maken: Ctrl Z.",
    "search.start": "Typ wat je zoekt en druk op Enter.",
  },
  en: {
    "search.title": "Search and code", "search.query": "Search in the text", "search.go": "Search",
    "search.mode": "How", "search.word": "Word", "search.lemma": "All forms", "search.regex": "Pattern", "search.ask": "Question", "search.askHint": "To your own codes and the text: 4r/reflectie AND NOT effecten. Also \"words\", ~forms, perspective:klant, BEFORE3, OVERLAPS.",
    "search.wordHint": "Whole words, as typed. Several words together are one phrase.",
    "search.lemmaHint": "listen also finds listened and listening.", "search.regexHint": "Regular expression, such as some(times)?",
    "search.scope": "Where", "search.here": "This source", "search.everywhere": "All sources",
    "search.looking": "Searching …", "search.nothing": "No hits for ‘{query}’ in {where}.", "search.inHere": "this source", "search.inAll": "all sources",
    "search.tryAll": "Search all sources", "search.tryLemma": "Search all forms",
    "search.hits.one": "1 hit", "search.hits.many": "{n} hits", "search.sources.one": "in 1 source", "search.sources.many": "in {n} sources",
    "search.more": "There are more; these are the first. Search more precisely to see all.",
    "search.chosen": "{n} chosen", "search.all": "All", "search.none": "None", "search.space": "Space", "search.keys": "chooses", "search.goes": "shows the place, again goes there",
    "search.hitList": "Hits", "search.code.one": "Code 1 hit with", "search.code.many": "Code {n} hits with",
    "search.codeDo": "Code", "search.pick": "Tick the hits you want to code.", "search.noCode": "Choose a code.",
    "search.coded.one": "1 hit coded with ‘{name}’. Undo: Ctrl Z.", "search.coded.many": "{n} hits coded with ‘{name}’. Undo: Ctrl Z.",
    "search.start": "Type what you are looking for and press Enter.",
  },
};

const SEARCH_CHUNK = 250;

/** Turn chosen hits into what is asked: `[[source, revision, start, end]…]`. */
export function hitItems(hits, chosen) {
  return hits.filter((_, i) => chosen.has(i)).map(({ source, revision, start, end }) => [source, revision, start, end]);
}

/** Return the chosen places after one more choice; with `from` every place between takes the same state. */
export function toggleHits(chosen, at, from = null) {
  const next = new Set(chosen);
  const isOn = !chosen.has(at);
  const [first, last] = from === null ? [at, at] : [Math.min(at, from), Math.max(at, from)];
  for (let i = first; i <= last; i += 1) {
    if (isOn) next.add(i);
    else next.delete(i);
  }
  return next;
}

const searchOpened = new WeakMap();

/** Open the drawer that searches and codes; one that is open gets the focus, what was asked last is asked again easily. */
export function openSearch(ctx) {
  const old = searchOpened.get(ctx);
  if (old?.element.isConnected) {
    (old.rows[old.at] ?? old.query).focus();
    return old.drawer;
  }
  const panel = { ctx, hits: [], rows: [], chosen: new Set(), at: 0, last: null, run: 0 };
  searchFields(panel);
  panel.status = el("p", { class: "panel-quiet search-status", role: "status", text: ctx.t("search.start") });
  panel.alert = el("p", { class: "dialog-alert", role: "alert", hidden: true });
  panel.tools = el("div", { class: "search-tools", hidden: true }, searchTools(panel));
  panel.list = el("ul", { class: "search-list", role: "listbox", "aria-multiselectable": "true", "aria-label": ctx.t("search.hitList") });
  panel.list.addEventListener("keydown", (event) => searchKeys(panel, event));
  panel.list.addEventListener("click", (event) => searchClick(panel, event));
  searchFoot(panel);
  panel.element = el("div", { class: "drawer-body search" }, panel.form, panel.status, panel.alert, panel.tools, panel.list, panel.foot);
  if (old) searchCopy(old, panel);
  panel.drawer = openDrawer(ctx, panel.element, ctx.t("search.title"));
  panel.query.select();
  searchOpened.set(ctx, panel);
  panel.drawer.element.addEventListener("drawer-close", () => ctx.showHits?.([]));
  return panel.drawer;
}

function searchFields(panel) {
  const { ctx } = panel;
  panel.query = el("input", { class: "panel-field", type: "search", "aria-label": ctx.t("search.query"), placeholder: ctx.t("search.query"), autofocus: true, spellcheck: "false" });
  panel.hint = el("small", { class: "panel-quiet", text: ctx.t("search.wordHint") });
  panel.modes = ["word", "lemma", "regex", "ask"].map((mode) => searchRadio("search-mode", mode, mode === "word", () => (panel.hint.textContent = ctx.t(`search.${mode}Hint`))));
  panel.scopes = [searchRadio("search-scope", "here", Boolean(ctx.state.source)), searchRadio("search-scope", "everywhere", !ctx.state.source)];
  const set = (name, radios) => el("fieldset", { class: "search-set" }, el("legend", { text: ctx.t(`search.${name}`) }),
    radios.map((radio) => el("label", { class: "panel-choice" }, radio, ctx.t(`search.${radio.value}`))));
  const start = (event) => {
    event.preventDefault();
    searchRun(panel);
  };
  panel.form = el("form", { class: "search-form", on: { submit: start } },
    el("div", { class: "search-line" }, panel.query, el("button", { class: "panel-button", type: "submit", text: ctx.t("search.go") })),
    set("mode", panel.modes), panel.hint, set("scope", panel.scopes));
  panel.query.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !panel.rows.length) return;
    event.preventDefault();
    panel.rows[panel.at].focus();
  });
}

function searchCopy(old, panel) {
  panel.query.value = old.query.value;
  old.modes.forEach(({ checked }, i) => (panel.modes[i].checked = checked));
  old.scopes.forEach(({ checked }, i) => (panel.scopes[i].checked = checked));
  panel.hint.textContent = old.hint.textContent;
}

function searchRadio(name, value, checked, change = () => {}) {
  return el("input", { type: "radio", name, value, checked, on: { change } });
}

function searchTools(panel) {
  const { t } = panel.ctx;
  panel.count = el("span", { class: "panel-quiet" });
  const button = (key, act) => el("button", { class: "panel-button small", text: t(`search.${key}`), on: { click: act } });
  return [
    button("all", () => searchChoose(panel, new Set(panel.hits.keys()))),
    button("none", () => searchChoose(panel, new Set())),
    panel.count,
    el("span", { class: "panel-quiet search-hint" }, el("kbd", { class: "panel-key", text: t("search.space") }), ` ${t("search.keys")} `, el("kbd", { class: "panel-key", text: "↵" }), ` ${t("search.goes")}`),
  ];
}

function searchFoot(panel) {
  const { ctx } = panel;
  panel.label = el("span", { class: "panel-name" });
  panel.send = el("button", { class: "panel-button first", text: ctx.t("search.codeDo"), on: { click: () => searchSend(panel) } });
  panel.pick = makeCodePick(ctx, { label: ctx.t("search.code.many", { n: "" }), onUse: () => searchSend(panel) });
  panel.foot = el("div", { class: "search-foot", hidden: true }, panel.label, el("div", { class: "search-line" }, panel.pick.element, panel.send));
}

function searchSay(panel, text) {
  panel.alert.textContent = text;
  panel.alert.hidden = !text;
}

function searchValue(radios) {
  return radios.find(({ checked }) => checked).value;
}

async function searchRun(panel) {
  const { ctx } = panel;
  const query = panel.query.value.trim();
  if (!query) return;
  const run = (panel.run += 1);
  const scope = searchValue(panel.scopes) === "here" && ctx.state.source ? ctx.state.source.id : "all";
  panel.status.textContent = ctx.t("search.looking");
  const found = await runAct(() => ctx.ask("search", { query, mode: searchValue(panel.modes), scope }), (text) => searchSay(panel, text));
  if (run !== panel.run) return;
  panel.hits = found ? groupBySource(found.hits).flatMap(({ items }) => items) : [];
  searchChoose(panel, new Set());
  Object.assign(panel, { at: 0, last: null });
  ctx.showHits?.(panel.hits);
  searchTell(panel, found, query, scope);
  searchDraw(panel, run);
}

function searchTell(panel, found, query, scope) {
  const { t } = panel.ctx;
  const n = panel.hits.length;
  panel.tools.hidden = panel.foot.hidden = !n;
  if (!found) return fill(panel.status);
  if (n) {
    const sources = groupBySource(panel.hits).length;
    const more = found.more ? ` ${t("search.more")}` : "";
    return fill(panel.status, `${countWords(t, "search.hits", n)} ${countWords(t, "search.sources", sources)}.${more}`);
  }
  const where = t(scope === "all" ? "search.inAll" : "search.inHere");
  return fill(panel.status, t("search.nothing", { query, where }), " ", searchOther(panel, scope));
}

function searchOther(panel, scope) {
  const { t } = panel.ctx;
  const again = (key, radio) => el("button", { class: "panel-link", text: t(`search.${key}`), on: { click: () => {
    radio.checked = true;
    searchRun(panel);
  } } });
  if (scope !== "all") return again("tryAll", panel.scopes[1]);
  return searchValue(panel.modes) === "word" && again("tryLemma", panel.modes[1]);
}

// Thousands of hits are put in place a piece at a time, so that typing and scrolling never wait.
function searchDraw(panel, run) {
  panel.rows = [];
  fill(panel.list);
  const step = () => {
    if (run !== panel.run || (panel.rows.length && !panel.list.isConnected)) return;
    const from = panel.rows.length;
    const piece = document.createDocumentFragment();
    for (let i = from; i < Math.min(from + SEARCH_CHUNK, panel.hits.length); i += 1) searchAppend(panel, piece, i);
    panel.list.append(piece);
    if (panel.rows.length < panel.hits.length) requestAnimationFrame(step);
  };
  step();
  panel.rows[0]?.focus({ preventScroll: true });
}

function searchAppend(panel, piece, i) {
  const hit = panel.hits[i];
  if (hit.source !== panel.hits[i - 1]?.source) piece.append(el("li", { role: "presentation", class: "search-source", text: hit.source_name }));
  const row = el("li", {
    class: "search-hit", role: "option", tabindex: i === panel.at ? 0 : -1, "aria-selected": panel.chosen.has(i),
    "aria-setsize": panel.hits.length, "aria-posinset": i + 1, "data-at": i,
  }, el("span", { class: "search-box", "aria-hidden": "true" }), el("span", {}, hit.speaker && el("small", { text: hit.speaker }), passageWords(hit)));
  panel.rows.push(row);
  piece.append(row);
}

function searchChoose(panel, chosen) {
  const changed = [...new Set([...panel.chosen, ...chosen])].filter((i) => panel.chosen.has(i) !== chosen.has(i));
  panel.chosen = chosen;
  for (const i of changed) panel.rows[i]?.setAttribute("aria-selected", String(chosen.has(i)));
  const { t } = panel.ctx;
  panel.count.textContent = t("search.chosen", { n: chosen.size });
  panel.label.textContent = chosen.size ? countWords(t, "search.code", chosen.size) : t("search.pick");
  panel.send.disabled = !chosen.size;
}

function searchRove(panel, at) {
  panel.rows[panel.at]?.setAttribute("tabindex", "-1");
  panel.at = at;
  panel.rows[at].setAttribute("tabindex", "0");
  panel.rows[at].focus();
}

function searchKeys(panel, event) {
  const row = event.target.closest(".search-hit");
  if (!row || takesText(event.target)) return;
  const at = Number(row.dataset.at);
  const last = panel.rows.length - 1;
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 }[event.key];
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") searchChoose(panel, new Set(panel.hits.keys()));
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (to !== undefined) searchMove(panel, Math.max(0, Math.min(last, to)), event.shiftKey);
  else if (event.key === " ") searchToggle(panel, at, event.shiftKey);
  else if (event.key === "Enter") showPlace(panel.ctx, panel.hits[at], row);
  else if (event.key === "c") panel.pick.input.focus();
  else return;
  event.preventDefault();
}

function searchMove(panel, to, extend) {
  if (extend) {
    const from = panel.at;
    searchChoose(panel, new Set([...panel.chosen, from, to]));
  }
  searchRove(panel, to);
}

function searchToggle(panel, at, isRange) {
  searchChoose(panel, toggleHits(panel.chosen, at, isRange ? panel.last : null));
  panel.last = at;
}

function searchClick(panel, event) {
  const row = event.target.closest(".search-hit");
  if (!row) return;
  const at = Number(row.dataset.at);
  searchRove(panel, at);
  if (event.target.closest(".search-box") || event.shiftKey) searchToggle(panel, at, event.shiftKey);
  else showPlace(panel.ctx, panel.hits[at], row);
}

async function searchSend(panel) {
  const { ctx, pick, chosen } = panel;
  const code = pick.code;
  if (!code) {
    searchSay(panel, ctx.t("search.noCode"));
    return pick.input.focus();
  }
  if (!chosen.size) return searchSay(panel, ctx.t("search.pick"));
  const items = hitItems(panel.hits, chosen);
  const done = await runAct(() => ctx.act("code-hits", { items, codes: [code.id] }), (text) => searchSay(panel, text), [panel.send]);
  if (done === false) return undefined;
  searchDone(panel, code);
  return focusedIn(panel.list);
}

function searchDone(panel, code) {
  const { ctx, chosen } = panel;
  const words = countWords(ctx.t, "search.coded", chosen.size, { name: fullName(code, ctx.state.codes) });
  for (const i of chosen) panel.rows[i]?.classList.add("coded");
  searchChoose(panel, new Set());
  panel.status.textContent = words;
  panel.rows[panel.at]?.focus();
}

// The codebook beside the text: search, tree with counts, card, and the commands on a code.
import { makeCard } from "./card.js";
import { underline } from "./codepick.js";
import { openChange, openMerge, openMove, openNewCode, openRemove, openRename } from "./codeforms.js";
import { openSplit } from "./codesplit.js";
import { isForAll, nextStop } from "./dialog.js";
import { el, fill, focusedIn } from "./dom.js";
import { outlineCodes, rankCodes } from "./ranking.js";
import { openPassages } from "./passages.js";
import { openSuggest } from "./suggest.js";
import { openWorklist } from "./worklist.js";

export const codebookWords = {
  nl: {
    "codebook.title": "Codeboek", "codebook.revision": "revisie {n}", "codebook.edit": "Bewerken",
    "codebook.search": "Zoek een code of omschrijving", "codebook.here": "hier", "codebook.study": "studie", "codebook.own": "van jou", "codebook.everyone": "van allen",
    "codebook.loose": "Losse codes", "codebook.row": "{name}, {here} hier, {study} in de studie", "codebook.key": "toets {key}",
    "codebook.empty": "Nog geen codes. Maak er een met Bewerken, of kies een passage en druk op v.",
    "codebook.noneFound": "Geen code met ‘{query}’ in naam of omschrijving.",
    "codebook.on": "‘{name}’", "codebook.noCode": "Kies eerst een code in de boom", "codebook.noSelection": "Kies eerst een passage in de tekst.",
    "codebook.new": "Nieuwe code", "codebook.newBelow": "Nieuwe code hieronder", "codebook.rename": "Naam wijzigen",
    "codebook.change": "Omschrijving wijzigen", "codebook.move": "Verplaatsen …", "codebook.merge": "Samenvoegen …",
    "codebook.split": "Splitsen …", "codebook.remove": "Weghalen …",
  },
  en: {
    "codebook.title": "Codebook", "codebook.revision": "revision {n}", "codebook.edit": "Edit",
    "codebook.search": "Search a code or definition", "codebook.here": "here", "codebook.study": "study", "codebook.own": "yours", "codebook.everyone": "of all",
    "codebook.loose": "Other codes", "codebook.row": "{name}, {here} here, {study} in the study", "codebook.key": "key {key}",
    "codebook.empty": "No codes yet. Make one with Edit, or choose a passage and press v.",
    "codebook.noneFound": "No code with ‘{query}’ in its name or definition.",
    "codebook.on": "‘{name}’", "codebook.noCode": "First choose a code in the tree", "codebook.noSelection": "First choose a passage in the text.",
    "codebook.new": "New code", "codebook.newBelow": "New code below", "codebook.rename": "Change name",
    "codebook.change": "Change definition", "codebook.move": "Move …", "codebook.merge": "Merge …",
    "codebook.split": "Split …", "codebook.remove": "Remove …",
  },
};

export const SELECTION_TYPE = "application/x-vknz-selection";

/** Return the heading of a group from its path: `4r` is said `4R`, `in-vivo` is said `In vivo`. */
export function nameGroup(group) {
  const words = group.replace(/-/g, " ");
  return /^\d/.test(words) ? words.toUpperCase() : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Return the lines of an outline that show, given which codes are open. */
export function visibleLines(outline, open) {
  const shown = new Set();
  return outline.filter(({ code, parent }) => {
    const isShown = parent === null || (shown.has(parent.id) && open.has(parent.id));
    if (isShown) shown.add(code.id);
    return isShown;
  });
}

/** Return which code an arrow key leads to, and whether it opens or closes the present one. */
export function stepTree(lines, id, key, open) {
  const at = lines.findIndex(({ code }) => code.id === id);
  const line = lines[at];
  const last = lines.length - 1;
  if (key === "Home" || at < 0) return { to: lines[0]?.code.id };
  if (key === "End") return { to: lines[last].code.id };
  if (key === "ArrowDown") return { to: lines[Math.min(last, at + 1)].code.id };
  if (key === "ArrowUp") return { to: lines[Math.max(0, at - 1)].code.id };
  if (key === "ArrowRight") {
    if (!line.below) return {};
    return open.has(id) ? { to: lines[at + 1].code.id } : { open: id };
  }
  if (open.has(id) && line.below) return { close: id };
  return line.parent ? { to: line.parent.id } : {};
}

/** Return the revision of the codebook: the highest of its codes. */
export function codebookRevision(codes) {
  return [...codes.values()].reduce((highest, code) => Math.max(highest, code.revision), 0);
}

/** Make the right column. */
export function makeCodebook(ctx) {
  const book = { ctx, open: new Set(), rows: new Map(), outline: [], lines: [], at: null, query: "", sums: { here: new Map(), study: new Map() } };
  book.revision = el("span", { class: "panel-quiet" });
  book.tree = el("ul", { class: "codebook-tree", role: "tree", "aria-label": ctx.t("codebook.title") });
  book.field = el("input", { class: "panel-field", type: "search", placeholder: ctx.t("codebook.search"), "aria-label": ctx.t("codebook.search") });
  book.cardPlace = el("div", { class: "codebook-card" });
  book.menuButton = el("button", { class: "panel-button bare", "aria-haspopup": "menu", "aria-expanded": false, on: { click: () => codebookMenu(book) } }, ctx.t("codebook.edit"));
  book.head = el("div", { class: "codebook-head" }, el("h2", {}, ctx.t("codebook.title"), " ", book.revision), book.menuButton);
  book.element = el("aside", { class: "codebook", "aria-label": ctx.t("codebook.title") }, book.head, book.field, book.tree, book.cardPlace);
  codebookListen(book);
  codebookDraw(book);
  codebookCard(book);
  return book.element;
}

function codebookListen(book) {
  const { ctx } = book;
  for (const event of ["codes", "counts", "codings", "source"]) ctx.on(event, () => codebookCounts(book));
  for (const event of ["codes", "source"]) ctx.on(event, () => codebookCard(book));
  ctx.on("codes", () => codebookDraw(book));
  ctx.on("focus", () => codebookFocus(book));
  ctx.on("selection", () => {
    const use = book.cardPlace.querySelector(".card-use");
    if (use) use.hidden = !ctx.selection();
  });
  book.field.addEventListener("input", () => {
    book.query = book.field.value.trim();
    codebookDraw(book);
  });
  book.field.addEventListener("keydown", (event) => codebookFieldKeys(book, event));
  book.tree.addEventListener("keydown", (event) => codebookTreeKeys(book, event));
  book.tree.addEventListener("click", (event) => codebookClick(book, event));
  book.tree.addEventListener("dblclick", (event) => codebookRowAt(event) && codebookUse(book, codebookRowAt(event).dataset.code));
  book.tree.addEventListener("contextmenu", (event) => codebookContext(book, event));
  codebookDrop(book);
}

function codebookDraw(book) {
  const { ctx } = book;
  const hadFocus = book.tree.contains(focusedIn(book.tree));
  book.revision.textContent = ctx.t("codebook.revision", { n: codebookRevision(ctx.state.codes) });
  book.outline = outlineCodes(ctx.state.codes);
  book.hits = book.query ? rankCodes(ctx.state.codes, book.query, []) : null;
  book.lines = book.hits ? codebookFound(book) : visibleLines(book.outline, book.open);
  book.rows.clear();
  if (!book.lines.some(({ code }) => code.id === book.at)) book.at = book.lines[0]?.code.id ?? null;
  fill(book.tree, book.hits ? codebookList(book) : codebookGroups(book));
  if (!book.lines.length) book.tree.append(codebookNothing(book));
  if (hadFocus) book.rows.get(book.at)?.focus();
}

function codebookFound(book) {
  const byId = new Map(book.outline.map((line) => [line.code.id, line]));
  return book.hits.map(({ code }) => ({ ...byId.get(code.id), level: 1, below: 0 }));
}

function codebookNothing({ ctx, query }) {
  const words = query ? ctx.t("codebook.noneFound", { query }) : ctx.t("codebook.empty");
  return el("li", { role: "none", class: "panel-quiet codebook-nothing", text: words });
}

function codebookGroups(book) {
  const groups = [...new Set(book.lines.map((line) => line.group))];
  return groups.map((group, i) => {
    const name = group ? book.ctx.state.groups?.get(group) ?? nameGroup(group) : book.ctx.t("codebook.loose");
    const lines = book.lines.filter((line) => line.group === group);
    return el("li", { role: "none" }, codebookHeading(book.ctx, name, i === 0),
      el("ul", { role: "group", "aria-label": name }, lines.map((line) => codebookRow(book, line))));
  });
}

function codebookHeading(ctx, name, isFirst) {
  const whose = ctx.t(ctx.state.others ? "codebook.everyone" : "codebook.own");
  const column = (key) => el("span", { text: ctx.t(key), title: `${ctx.t(key)}, ${whose}` });
  const columns = isFirst ? [column("codebook.here"), column("codebook.study")] : [];
  const label = el("span", {}, name, isFirst ? el("i", { class: "codebook-whose", text: whose }) : null);
  return el("div", { class: "codebook-group", "aria-hidden": "true" }, label, columns);
}

function codebookList(book) {
  return book.lines.map((line, i) => codebookRow(book, line, book.hits[i]));
}

function codebookRow(book, line, hit) {
  const { code, level, below, parent } = line;
  const isOpen = book.open.has(code.id);
  const cells = { here: el("span", { class: "codebook-n" }), study: el("span", { class: "codebook-n" }) };
  const row = el(
    "li", {
      class: "codebook-row", role: "treeitem", "data-code": code.id, "data-level": level, "aria-level": level,
      "aria-expanded": below ? isOpen : null, "aria-selected": book.ctx.state.focus === code.id,
      tabindex: book.at === code.id ? 0 : -1, style: { "--level": level - 1 },
    },
    el("span", { class: "codebook-fold", "aria-hidden": "true", text: below ? (isOpen ? "▾" : "▸") : "" }),
    el("span", { class: level > 1 ? "codebook-dot" : "codebook-seal", "aria-hidden": "true" }, book.ctx.seal(code)),
    codebookName(code, parent, hit),
    cells.here, cells.study,
    code.shortcut ? el("kbd", { class: "panel-key", text: code.shortcut }) : el("span"),
  );
  Object.assign(row, { cells });
  book.rows.set(code.id, row);
  codebookCount(book, row, code);
  return row;
}

function codebookName(code, parent, hit) {
  if (!hit) return el("span", { class: "codebook-name", text: code.name });
  const above = parent && el("span", { class: "panel-quiet", text: `${parent.name} › ` });
  return el("span", { class: "codebook-name" }, above, hit.where === "name" ? underline(code.name, hit.at) : code.name);
}

/** Sum counts of codes upwards: a code counts its own codings and those of all codes below it. */
export function sumUp(codes, counts) {
  const byPath = new Map([...codes.values()].map((code) => [code.path, code]));
  const sums = new Map();
  for (const code of codes.values()) {
    const n = counts.get(code.id) ?? 0;
    const parts = code.path.split("/");
    for (let i = parts.length; n && i > 0; i -= 1) {
      const above = byPath.get(parts.slice(0, i).join("/"));
      if (above) sums.set(above.id, (sums.get(above.id) ?? 0) + n);
    }
  }
  return sums;
}

function codebookCounts(book) {
  const { codes, here, counts } = book.ctx.state;
  book.sums = { here: sumUp(codes, here), study: sumUp(codes, counts) };
  for (const [id, row] of book.rows) {
    const code = book.ctx.state.codes.get(id);
    if (code) codebookCount(book, row, code);
  }
}

function codebookCount({ ctx, sums }, row, code) {
  const here = sums.here.get(code.id) ?? 0;
  const study = sums.study.get(code.id) ?? 0;
  if (row.cells.shown === `${here}/${study}`) return;
  row.cells.shown = `${here}/${study}`;
  for (const [cell, n] of [[row.cells.here, here], [row.cells.study, study]]) {
    cell.textContent = n;
    cell.classList.toggle("zero", n === 0);
  }
  const key = code.shortcut ? `, ${ctx.t("codebook.key", { key: code.shortcut })}` : "";
  row.setAttribute("aria-label", ctx.t("codebook.row", { name: code.name, here, study }) + key);
}

function codebookCard(book) {
  const { ctx } = book;
  fill(book.cardPlace, makeCard(ctx, ctx.state.codes.get(ctx.state.focus) ?? null, {
    openWork: () => openWorklist(ctx), writeTexts: (code) => openChange(ctx, code), useCode: (code) => codebookUse(book, code.id), showPassages: (code) => openPassages(ctx, code), showSuggestions: (code) => openSuggest(ctx, code),
  }));
}

function codebookFocus(book) {
  const line = book.outline.find(({ code }) => code.id === book.ctx.state.focus);
  if (line && book.hits && !book.rows.has(line.code.id)) codebookClear(book);
  if (line && !book.hits) codebookReveal(book, line);
  for (const [id, row] of book.rows) row.setAttribute("aria-selected", String(id === book.ctx.state.focus));
  if (line) codebookRove(book, line.code.id, focusedIn(book.tree)?.closest?.(".codebook-tree") === book.tree);
  codebookCard(book);
}

function codebookClear(book) {
  book.query = book.field.value = "";
  codebookDraw(book);
}

function codebookReveal(book, line) {
  const before = book.open.size;
  for (let above = line.parent; above; above = book.outline.find(({ code }) => code === above)?.parent) book.open.add(above.id);
  if (book.open.size !== before) codebookDraw(book);
}

function codebookRove(book, id, takeFocus) {
  const row = book.rows.get(id);
  if (!row) return;
  book.rows.get(book.at)?.setAttribute("tabindex", "-1");
  book.at = id;
  row.setAttribute("tabindex", "0");
  if (takeFocus) row.focus({ preventScroll: true });
  codebookScroll(book.tree, row);
}

// Only the tree scrolls: scrollIntoView would also move the notebook around it.
function codebookScroll(tree, row) {
  const box = tree.getBoundingClientRect();
  const own = row.getBoundingClientRect();
  if (own.top < box.top) tree.scrollTop -= box.top - own.top + 24;
  else if (own.bottom > box.bottom) tree.scrollTop += own.bottom - box.bottom + 4;
}

function codebookFold(book, id, isOpen) {
  if (isOpen) book.open.add(id);
  else book.open.delete(id);
  codebookDraw(book);
}

function codebookUse(book, id) {
  if (!book.ctx.selection()) return book.ctx.speak(book.ctx.t("codebook.noSelection"));
  return book.ctx.applyCode(id);
}

function codebookRowAt(event) {
  return event.target.closest?.(".codebook-row") ?? null;
}

function codebookClick(book, event) {
  const row = codebookRowAt(event);
  if (!row) return;
  const id = row.dataset.code;
  if (event.target.closest(".codebook-fold") && row.hasAttribute("aria-expanded")) codebookFold(book, id, !book.open.has(id));
  codebookRove(book, id, true);
  book.ctx.focusCode(id);
}

function codebookContext(book, event) {
  const row = codebookRowAt(event);
  if (!row) return;
  event.preventDefault();
  codebookRove(book, row.dataset.code, true);
  book.ctx.focusCode(row.dataset.code);
  codebookMenu(book);
}

function codebookFieldKeys(book, event) {
  if (!isForAll(event)) event.stopPropagation();
  if (event.key === "Escape") {
    if (!book.query) return book.ctx.focusText();
    codebookClear(book);
  } else if (["ArrowDown", "Enter"].includes(event.key) && book.lines.length) {
    const id = book.lines[0].code.id;
    codebookRove(book, id, true);
    book.ctx.focusCode(id);
  } else return undefined;
  return event.preventDefault();
}

function codebookTreeKeys(book, event) {
  const row = codebookRowAt(event);
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const id = row.dataset.code;
  const command = codebookCommands(book).find(({ keys }) => keys.includes(codebookKeyName(event)));
  if (["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) && !event.shiftKey) codebookStep(book, id, event.key);
  else if (event.key === "Enter") codebookUse(book, id);
  else if (event.key === "ContextMenu" || codebookKeyName(event) === "Shift F10") codebookMenu(book);
  else if (event.key === "Escape") book.ctx.focusText();
  else if (command) command.act();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function codebookStep(book, id, key) {
  const step = stepTree(book.lines, id, key, book.open);
  if (step.open || step.close) codebookFold(book, id, Boolean(step.open));
  if (!step.to) return;
  codebookRove(book, step.to, true);
  book.ctx.focusCode(step.to);
}

function codebookKeyName(event) {
  return event.shiftKey && event.key.length > 1 ? `Shift ${event.key}` : event.key;
}

function codebookCommands(book) {
  const { ctx } = book;
  const code = ctx.state.codes.get(ctx.state.focus) ?? null;
  const onMade = (id) => id && ctx.focusCode(id);
  const on = (name, act, keys = [], shown = "") => ({ words: ctx.t(`codebook.${name}`), keys, shown, off: !code, act: () => code && act(ctx, code) });
  return [
    { words: ctx.t("codebook.new"), keys: [], shown: "", act: () => openNewCode(ctx, { onMade }) },
    on("newBelow", () => openNewCode(ctx, { parent: code.id, onMade }), ["Insert", "+"], "+"),
    on("rename", openRename, ["F2"], "F2"),
    on("change", openChange, ["Shift F2"], "⇧ F2"),
    on("move", openMove), on("merge", openMerge), on("split", openSplit),
    on("remove", openRemove, ["Delete"], "Del"),
  ];
}

function codebookMenu(book) {
  const { ctx } = book;
  const before = focusedIn(book.element);
  const code = ctx.state.codes.get(ctx.state.focus);
  const menu = el("div", { class: "codebook-menu", role: "menu", "aria-label": ctx.t("codebook.edit") });
  let isOpen = true;
  const close = (giveBack = true) => {
    if (!isOpen) return;
    isOpen = false; // removing what has the focus comes back here as focusout
    menu.remove();
    book.menuButton.setAttribute("aria-expanded", "false");
    if (giveBack) (before?.isConnected ? before : book.menuButton).focus();
  };
  const items = codebookCommands(book).map((command, i) => codebookItem(command, close, i));
  menu.append(items[0], el("p", { role: "presentation", class: "panel-quiet", text: code ? ctx.t("codebook.on", { name: code.name }) : ctx.t("codebook.noCode") }), ...items.slice(1));
  menu.addEventListener("keydown", (event) => codebookMenuKeys(event, items, close));
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || close(false));
  book.element.querySelector(".codebook-menu")?.remove();
  book.head.append(menu);
  book.menuButton.setAttribute("aria-expanded", "true");
  items[code ? 1 : 0].focus();
}

function codebookItem({ words, shown, off, act }, close) {
  const run = () => {
    if (off) return;
    close();
    act();
  };
  return el("button", { role: "menuitem", tabindex: -1, "aria-disabled": Boolean(off), on: { click: run } },
    el("span", { text: words }), shown && el("kbd", { class: "panel-key", text: shown }));
}

function codebookMenuKeys(event, items, close) {
  event.stopPropagation();
  const at = items.indexOf(focusedIn(items[0]));
  const letter = items.findIndex((item, i) => i > at && item.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
  const first = items.findIndex((item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") items[nextStop(items.length, at, event.key === "ArrowUp")].focus();
  else if (event.key === "Home") items[0].focus();
  else if (event.key === "End") items.at(-1).focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key.length === 1 && event.key !== " " && first >= 0) items[letter >= 0 ? letter : first].focus();
  else return;
  event.preventDefault();
}

function codebookDrop(book) {
  let over = null;
  let timer = 0;
  const mark = (row) => {
    if (row === over) return;
    over?.classList.remove("drop");
    clearTimeout(timer);
    over = row;
    row?.classList.add("drop");
    const id = row?.dataset.code;
    if (row?.getAttribute("aria-expanded") === "false") timer = setTimeout(() => codebookFold(book, id, true), 600);
  };
  book.tree.addEventListener("dragover", (event) => {
    const row = [...event.dataTransfer.types].includes(SELECTION_TYPE) ? codebookRowAt(event) : null;
    mark(row);
    if (!row) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  book.tree.addEventListener("dragleave", (event) => book.tree.contains(event.relatedTarget) || mark(null));
  book.tree.addEventListener("drop", (event) => {
    const row = codebookRowAt(event);
    mark(null);
    if (!row || ![...event.dataTransfer.types].includes(SELECTION_TYPE)) return;
    event.preventDefault();
    book.ctx.applyCode(row.dataset.code);
  });
}

// Changing the codebook: each change is asked once, with in words what it will do.
import { countIfAny, countOf, countWords } from "./counting.js";
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { makeCodePick } from "./codepick.js";

export const CODE_TEXTS = ["definition", "when_to_use", "when_not", "example"];

export const codeformsWords = {
  nl: {
    "codeforms.new": "Nieuwe code", "codeforms.newBelow": "Nieuwe code onder ‘{name}’", "codeforms.make": "Maken",
    "codeforms.name": "Naam", "codeforms.shortcut": "Sneltoets", "codeforms.below": "Onder",
    "codeforms.top": "Bovenaan, los van de kaders", "codeforms.under": "Onder een andere code",
    "codeforms.definition": "Betekenis", "codeforms.when_to_use": "Wel", "codeforms.when_not": "Niet",
    "codeforms.example": "Voorbeeld", "codeforms.textsLater": "Betekenis, wel, niet en voorbeeld",
    "codeforms.noName": "Geef de code een naam.", "codeforms.nothing": "Er is niets veranderd.",
    "codeforms.rename": "Naam van ‘{name}’", "codeforms.renameDo": "Naam wijzigen",
    "codeforms.renameNote": "De betekenis blijft, dus geen codering komt op de werklijst. Ongedaan maken kan.",
    "codeforms.change": "Omschrijving van ‘{name}’", "codeforms.changeDo": "Wijzigen",
    "codeforms.change.one": "1 codering komt op de werklijst om na te kijken. Ongedaan maken kan.",
    "codeforms.change.many": "{n} coderingen komen op de werklijst om na te kijken. Ongedaan maken kan.",
    "codeforms.change.none": "Er komt niets op de werklijst. Ongedaan maken kan.",
    "codeforms.shortcutHint": "Eén teken, of leeg",
    "codeforms.stale": "Deze code is gewijzigd terwijl jij typte. Beide versies staan hieronder; kies of voeg samen.",
    "codeforms.theirs": "Nu in het codeboek", "codeforms.take": "Overnemen", "codeforms.empty": "leeg",
    "codeforms.move": "‘{name}’ verplaatsen", "codeforms.moveDo": "Verplaatsen",
    "codeforms.moveAsk": "‘{name}’ verplaatsen naar ‘{target}’?", "codeforms.moveTop": "‘{name}’ bovenaan zetten?",
    "codeforms.move.one": "De coderingen blijven staan. Ongedaan maken kan.",
    "codeforms.move.many": "Met de subcodes gaat het om {n} codes. De coderingen blijven staan. Ongedaan maken kan.",
    "codeforms.merge": "‘{name}’ samenvoegen", "codeforms.mergeWith": "Samenvoegen met", "codeforms.mergeDo": "Samenvoegen",
    "codeforms.mergePick": "Kies de code die blijft; ‘{name}’ gaat daarin op.",
    "codeforms.mergeClash": "Dit kan nog niet: ‘{name}’ en ‘{target}’ hebben allebei een subcode {names}. Voeg die eerst samen, of geef er een een andere plek.",
    "codeforms.mergeAsk": "‘{name}’ samenvoegen met ‘{target}’?",
    "codeforms.moved.one": "1 codering gaat mee", "codeforms.moved.many": "{n} coderingen gaan mee",
    "codeforms.moved.none": "Er zijn geen coderingen die meegaan",
    "codeforms.doubled.one": ", 1 valt samen", "codeforms.doubled.many": ", {n} vallen samen",
    "codeforms.memos.one": " 1 memo verhuist mee.", "codeforms.memos.many": " {n} memo’s verhuizen mee.",
    "codeforms.subs.one": " 1 subcode komt onder ‘{target}’.", "codeforms.subs.many": " {n} subcodes komen onder ‘{target}’.",
    "codeforms.undo": "Ongedaan maken kan.",
    "codeforms.remove": "‘{name}’ weghalen?", "codeforms.removeDo": "Weghalen",
    "codeforms.removeFree": "Geen passage heeft deze code.", "codeforms.unlinked.one": "1 memo verliest de koppeling met deze code.", "codeforms.unlinked.many": "{n} memo’s verliezen de koppeling met deze code.",
    "codeforms.held.one": "Er staat 1 codering met deze code.", "codeforms.held.many": "Er staan {n} coderingen met deze code.",
    "codeforms.heldSubs.one": "Er hangt 1 subcode onder.", "codeforms.heldSubs.many": "Er hangen {n} subcodes onder.",
    "codeforms.heldSo": "Daarom kan hij niet weg. Samenvoegen met een andere code kan wel: dan gaat alles mee.",
    "codeforms.mergeInstead": "Samenvoegen …",
  },
  en: {
    "codeforms.new": "New code", "codeforms.newBelow": "New code below ‘{name}’", "codeforms.make": "Make",
    "codeforms.name": "Name", "codeforms.shortcut": "Key", "codeforms.below": "Below",
    "codeforms.top": "At the top, outside the frameworks", "codeforms.under": "Below another code",
    "codeforms.definition": "Meaning", "codeforms.when_to_use": "Use", "codeforms.when_not": "Do not use",
    "codeforms.example": "Example", "codeforms.textsLater": "Meaning, use, do not use and example",
    "codeforms.noName": "Give the code a name.", "codeforms.nothing": "Nothing has changed.",
    "codeforms.rename": "Name of ‘{name}’", "codeforms.renameDo": "Change name",
    "codeforms.renameNote": "The meaning stays, so no coding goes to the work list. You can undo this.",
    "codeforms.change": "Definition of ‘{name}’", "codeforms.changeDo": "Change",
    "codeforms.change.one": "1 coding goes to the work list to be looked at. You can undo this.",
    "codeforms.change.many": "{n} codings go to the work list to be looked at. You can undo this.",
    "codeforms.change.none": "Nothing goes to the work list. You can undo this.",
    "codeforms.shortcutHint": "One character, or empty",
    "codeforms.stale": "This code was changed while you typed. Both versions stand below; choose or combine.",
    "codeforms.theirs": "Now in the codebook", "codeforms.take": "Use this", "codeforms.empty": "empty",
    "codeforms.move": "Move ‘{name}’", "codeforms.moveDo": "Move",
    "codeforms.moveAsk": "Move ‘{name}’ to ‘{target}’?", "codeforms.moveTop": "Put ‘{name}’ at the top?",
    "codeforms.move.one": "The codings stay. You can undo this.",
    "codeforms.move.many": "With its sub-codes this is {n} codes. The codings stay. You can undo this.",
    "codeforms.merge": "Merge ‘{name}’", "codeforms.mergeWith": "Merge with", "codeforms.mergeDo": "Merge",
    "codeforms.mergePick": "Choose the code that stays; ‘{name}’ becomes part of it.",
    "codeforms.mergeClash": "Not yet possible: ‘{name}’ and ‘{target}’ both have a sub-code {names}. Merge those first, or move one of them.",
    "codeforms.mergeAsk": "Merge ‘{name}’ with ‘{target}’?",
    "codeforms.moved.one": "1 coding goes along", "codeforms.moved.many": "{n} codings go along",
    "codeforms.moved.none": "There are no codings to go along",
    "codeforms.doubled.one": ", 1 coincides", "codeforms.doubled.many": ", {n} coincide",
    "codeforms.memos.one": " 1 memo moves along.", "codeforms.memos.many": " {n} memos move along.",
    "codeforms.subs.one": " 1 sub-code goes below ‘{target}’.", "codeforms.subs.many": " {n} sub-codes go below ‘{target}’.",
    "codeforms.undo": "You can undo this.",
    "codeforms.remove": "Remove ‘{name}’?", "codeforms.removeDo": "Remove",
    "codeforms.removeFree": "No passage has this code.", "codeforms.unlinked.one": "1 memo loses its link with this code.", "codeforms.unlinked.many": "{n} memos lose their link with this code.",
    "codeforms.held.one": "There is 1 coding with this code.", "codeforms.held.many": "There are {n} codings with this code.",
    "codeforms.heldSubs.one": "There is 1 sub-code below it.", "codeforms.heldSubs.many": "There are {n} sub-codes below it.",
    "codeforms.heldSo": "So it cannot go. Merging it with another code can be done: everything goes along.",
    "codeforms.mergeInstead": "Merge …",
  },
};

/** Say in words what merging will do. */
export function mergeWords(t, name, target, plan) {
  const moved = countOf(plan.moved);
  const along = moved ? countWords(t, "codeforms.moved", moved) : t("codeforms.moved.none");
  return [
    t("codeforms.mergeAsk", { name, target }), " ", along,
    countIfAny(t, "codeforms.doubled", countOf(plan.doubled)), ".",
    countIfAny(t, "codeforms.memos", countOf(plan.memos)),
    countIfAny(t, "codeforms.subs", countOf(plan.below), { target }), " ", t("codeforms.undo"),
  ].join("");
}

/** Say in words what moving will do; no target is the top. */
export function moveWords(t, name, target, plan) {
  const ask = target ? t("codeforms.moveAsk", { name, target }) : t("codeforms.moveTop", { name });
  return `${ask} ${countWords(t, "codeforms.move", Math.max(1, countOf(plan.codes)))}`;
}

/** Say in words what removing will do, or why it cannot be done. */
export function removeWords(t, plan) {
  if (!countOf(plan.codings) && !countOf(plan.below))
    return [t("codeforms.removeFree"), countIfAny(t, "codeforms.unlinked", countOf(plan.memos)), t("codeforms.undo")].filter(Boolean).join(" ");
  return [
    countIfAny(t, "codeforms.held", countOf(plan.codings)),
    countIfAny(t, "codeforms.heldSubs", countOf(plan.below)), t("codeforms.heldSo"),
  ].filter(Boolean).join(" ");
}

/** Say in words what a changed definition will do. */
export function changeWords(t, plan) {
  const n = countOf(plan.codings);
  return n ? countWords(t, "codeforms.change", n) : t("codeforms.change.none");
}

/** Return the texts that differ from those of the code. */
export function changedTexts(code, values) {
  const changed = CODE_TEXTS.filter((key) => values[key].trim() !== (code[key] ?? "").trim());
  return Object.fromEntries(changed.map((key) => [key, values[key].trim()]));
}

/** Ask for a new code, below another one or at the top; `onMade(id)` hears what came of it. */
export function openNewCode(ctx, { parent = null, name = "", onMade } = {}) {
  const above = parent ? ctx.state.codes.get(parent) : null;
  const field = el("input", { class: "panel-field", value: name, autofocus: true });
  const texts = codeformsTexts(ctx, {});
  const pick = makeCodePick(ctx, { label: ctx.t("codeforms.below") });
  const place = above ? null : codeformsPlace(ctx, pick);
  const make = async () => {
    if (!field.value.trim()) throw new Error(ctx.t("codeforms.noName"));
    const below = above?.id ?? (place.atTop() ? null : pick.code?.id ?? null);
    const result = await ctx.act("add-code", { parent: below, name: field.value.trim(), texts: changedTexts({}, texts.values()) });
    onMade?.(result?.code?.id ?? result?.code ?? null);
  };
  openDialog(ctx, {
    title: above ? ctx.t("codeforms.newBelow", { name: above.name }) : ctx.t("codeforms.new"),
    body: [codeformsLabel(ctx.t("codeforms.name"), field), place?.element, el("details", {}, el("summary", { text: ctx.t("codeforms.textsLater") }), texts.element)],
    buttons: [{ words: ctx.t("codeforms.make"), act: make, first: true, keys: "Ctrl ↵" }],
  });
  codeformsEnter(field, make);
}

/** Ask for another name. */
export function openRename(ctx, code) {
  const field = el("input", { class: "panel-field", value: code.name, autofocus: true });
  let seen = code;
  const rename = async () => {
    if (!field.value.trim()) throw new Error(ctx.t("codeforms.noName"));
    if (field.value.trim() === seen.name) return;
    try {
      await ctx.act("rename-code", { code: code.id, name: field.value.trim(), revision: seen.revision });
    } catch (refusal) {
      if (refusal.kind !== "StaleCodeError") throw refusal;
      await ctx.ask("news", {});
      seen = ctx.state.codes.get(code.id) ?? seen;
      throw new Error(`${ctx.t("codeforms.theirs")}: ‘${seen.name}’`);
    }
  };
  openDialog(ctx, {
    title: ctx.t("codeforms.rename", { name: code.name }),
    body: [codeformsLabel(ctx.t("codeforms.name"), field), el("p", { class: "panel-note", text: ctx.t("codeforms.renameNote") })],
    buttons: [{ words: ctx.t("codeforms.renameDo"), act: rename, first: true, keys: "↵" }],
  });
  field.select();
  codeformsEnter(field);
}

/** Ask for another definition; a version that came in between stands beside one's own. */
export function openChange(ctx, code) {
  const start = { ...code };
  const texts = codeformsTexts(ctx, code);
  const key = el("input", { class: "panel-field codeforms-key", value: code.shortcut ?? "", maxlength: 1, placeholder: ctx.t("codeforms.shortcutHint") });
  const note = el("p", { class: "panel-note", "aria-live": "polite", text: ctx.t("codeforms.nothing") });
  codeformsFollow(texts.element, () => {
    const changed = changedTexts(start, texts.values());
    if (!Object.keys(changed).length) return fill(note, ctx.t("codeforms.nothing"));
    return codeformsPlan(ctx, { kind: "change", code: code.id, texts: changed }, note, (plan) => changeWords(ctx.t, plan));
  });
  const save = async () => {
    const changed = changedTexts(start, texts.values());
    const shortcut = key.value.trim() === (start.shortcut ?? "") ? {} : { shortcut: key.value.trim() };
    if (!Object.keys(changed).length && !("shortcut" in shortcut)) throw new Error(ctx.t("codeforms.nothing"));
    try {
      await ctx.act("change-code", { code: code.id, revision: start.revision, texts: changed, ...shortcut });
    } catch (refusal) {
      if (refusal.kind !== "StaleCodeError") throw refusal;
      await ctx.ask("news", {});
      Object.assign(start, ctx.state.codes.get(code.id));
      texts.compare(start);
      throw new Error(ctx.t("codeforms.stale"));
    }
  };
  openDialog(ctx, {
    title: ctx.t("codeforms.change", { name: code.name }), wide: true,
    body: [texts.element, codeformsLabel(ctx.t("codeforms.shortcut"), key), note],
    buttons: [{ words: ctx.t("codeforms.changeDo"), act: save, first: true, keys: "Ctrl ↵" }],
  });
}

/** Ask where a code should go. */
export function openMove(ctx, code) {
  const note = el("p", { class: "panel-note", "aria-live": "polite" });
  const preview = async () => {
    const target = place.atTop() ? null : pick.code;
    if (!place.atTop() && !target) return fill(note);
    return codeformsPlan(ctx, { kind: "move", code: code.id, parent: target?.id ?? null }, note, (plan) =>
      moveWords(ctx.t, code.name, target?.name, plan));
  };
  const pick = makeCodePick(ctx, {
    label: ctx.t("codeforms.below"), allows: (other) => codeformsOutside(other, code), onPick: preview, autofocus: true,
  });
  const place = codeformsPlace(ctx, pick, preview, { below: true });
  const move = async () => {
    if (!place.atTop() && !pick.code) throw new Error(ctx.t("codepick.hint"));
    await ctx.act("move-code", { code: code.id, parent: place.atTop() ? null : pick.code.id });
  };
  openDialog(ctx, {
    title: ctx.t("codeforms.move", { name: code.name }), body: [place.element, note],
    buttons: [{ words: ctx.t("codeforms.moveDo"), act: move, first: true, keys: "Ctrl ↵" }],
  });
}

/** Return the sub-codes that both codes have: they must be merged first. */
export function sharedBelow(codes, code, target) {
  const below = ({ path }) => codes.filter((c) => c.path.startsWith(`${path}/`) && !c.path.slice(path.length + 1).includes("/"));
  const last = ({ path }) => path.split("/").at(-1);
  const theirs = new Set(below(target).map(last));
  return below(code).filter((c) => c.id !== target.id && theirs.has(last(c)));
}

/** Ask with which code another should be merged, and say what that moves. */
export function openMerge(ctx, code) {
  const start = ctx.t("codeforms.mergePick", { name: code.name });
  const note = el("p", { class: "panel-note panel-question", "aria-live": "polite", text: start });
  const preview = (target) => {
    if (!target) return fill(note, start);
    const shared = clash(target);
    if (shared) return fill(note, shared);
    return codeformsPlan(ctx, { kind: "merge", source: code.id, target: target.id }, note, (plan) =>
      mergeWords(ctx.t, code.name, target.name, plan));
  };
  const clash = (target) => {
    const shared = sharedBelow([...ctx.state.codes.values()], code, target);
    return shared.length ? ctx.t("codeforms.mergeClash", { names: shared.map((c) => `‘${c.name}’`).join(", "), name: code.name, target: target.name }) : "";
  };
  const pick = makeCodePick(ctx, {
    label: ctx.t("codeforms.mergeWith"), allows: (other) => codeformsOutside(other, code), onPick: preview,
    onUse: () => dialog.foot.querySelector(".first")?.focus(), autofocus: true,
  });
  const merge = async () => {
    if (!pick.code) throw new Error(start);
    const shared = clash(pick.code);
    if (shared) throw new Error(shared);
    await ctx.act("merge-codes", { source: code.id, target: pick.code.id });
    ctx.focusCode(pick.code.id);
  };
  const dialog = openDialog(ctx, {
    title: ctx.t("codeforms.merge", { name: code.name }),
    body: [el("div", { class: "panel-label" }, el("span", { text: ctx.t("codeforms.mergeWith") }), pick.element), note],
    buttons: [{ words: ctx.t("codeforms.mergeDo"), act: merge, first: true, keys: "Ctrl ↵" }],
  });
}

/** Ask whether a code may go; one in use can be merged instead. */
export async function openRemove(ctx, code) {
  const plan = await ctx.ask("plan", { kind: "remove", code: code.id });
  const isFree = !countOf(plan.codings) && !countOf(plan.below);
  const remove = { words: ctx.t("codeforms.removeDo"), first: true, act: () => ctx.act("remove-code", { code: code.id }) };
  const merge = { words: ctx.t("codeforms.mergeInstead"), first: true, act: () => setTimeout(() => openMerge(ctx, code)) };
  openDialog(ctx, {
    title: ctx.t("codeforms.remove", { name: code.name }),
    body: el("p", { class: "panel-question", text: removeWords(ctx.t, plan) }),
    buttons: [isFree ? remove : merge],
  });
}

/** Return a label with its field below it. */
export function codeformsLabel(words, field, note) {
  return el("label", { class: "panel-label" }, el("span", { text: words }), field, note);
}

function codeformsOutside(other, code) {
  return other.id !== code.id && !other.path.startsWith(`${code.path}/`);
}

// A plan that is refused says why in the place of the preview.
async function codeformsPlan(ctx, args, note, say) {
  const number = (note.planned = (note.planned ?? 0) + 1);
  let words;
  try {
    words = say(await ctx.ask("plan", args));
  } catch (refusal) {
    words = refusal?.message ?? "";
  }
  if (number === note.planned) note.textContent = words;
}

// What a change would do is asked when typing pauses.
function codeformsFollow(element, ask) {
  let timer = 0;
  element.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
}

function codeformsEnter(field) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.closest(".dialog").querySelector(".dialog-foot .first")?.click();
  });
}

function codeformsPlace(ctx, pick, onChange = () => {}, { below = false } = {}) {
  const radio = (checked) => el("input", { type: "radio", name: `place-${pick.input.getAttribute("aria-controls")}`, checked, on: { change: () => onChange() } });
  const top = radio(!below);
  const under = radio(below);
  pick.input.addEventListener("focus", () => {
    under.checked = true;
    onChange();
  });
  const element = el(
    "fieldset", { class: "codeforms-place" }, el("legend", { text: ctx.t("codeforms.below") }),
    el("label", { class: "panel-choice" }, top, ctx.t("codeforms.top")),
    el("label", { class: "panel-choice" }, under, ctx.t("codeforms.under")), pick.element,
  );
  return { element, atTop: () => top.checked };
}

function codeformsTexts(ctx, code) {
  const fields = Object.fromEntries(CODE_TEXTS.map((key) => [key, codeformsText(key, code)]));
  const theirs = Object.fromEntries(CODE_TEXTS.map((key) => [key, el("div", { class: "codeforms-theirs", hidden: true })]));
  const rows = CODE_TEXTS.map((key) => el("div", {}, codeformsLabel(ctx.t(`codeforms.${key}`), fields[key]), theirs[key]));
  return {
    element: el("div", { class: "codeforms-texts" }, rows),
    values: () => Object.fromEntries(CODE_TEXTS.map((key) => [key, fields[key].value])),
    compare: (now) => CODE_TEXTS.forEach((key) => codeformsCompare(ctx, fields[key], theirs[key], now[key] ?? "")),
  };
}

function codeformsText(key, code) {
  return el("textarea", { class: key === "example" ? "panel-field reading" : "panel-field", rows: key === "definition" ? 3 : 2, value: code[key] ?? "" });
}

function codeformsCompare(ctx, field, box, now) {
  box.hidden = field.value.trim() === now.trim();
  const take = el("button", { class: "panel-button small", text: ctx.t("codeforms.take"), on: { click: () => {
    field.value = now;
    box.hidden = true;
    field.focus();
  } } });
  fill(box, el("b", { text: ctx.t("codeforms.theirs") }), el("p", { text: now || ctx.t("codeforms.empty") }), take);
}

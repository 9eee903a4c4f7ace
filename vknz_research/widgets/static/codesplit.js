// Splitting a code: choose which of its passages go to which new code.
import { openDialog } from "./dialog.js";
import { countWords } from "./counting.js";
import { el, fill, focusedIn } from "./dom.js";
import { groupBySource, passageWords } from "./passage.js";

export const codesplitWords = {
  nl: {
    "codesplit.title": "‘{name}’ splitsen", "codesplit.do": "Splitsen", "codesplit.none": "‘{name}’ staat bij geen enkele passage; er valt niets te splitsen.",
    "codesplit.name": "Naam van de nieuwe code", "codesplit.more": "Nog een nieuwe code", "codesplit.passages": "Passages met ‘{name}’",
    "codesplit.hint": "Vink aan wat naar de nieuwe code gaat. De rest blijft bij ‘{name}’.",
    "codesplit.goes.one": "1 codering gaat naar ‘{to}’", "codesplit.goes.many": "{n} coderingen gaan naar ‘{to}’",
    "codesplit.stays.one": "1 blijft bij ‘{name}’", "codesplit.stays.many": "{n} blijven bij ‘{name}’", "codesplit.undo": "Ongedaan maken kan.",
    "codesplit.noName": "Geef elke nieuwe code een naam.", "codesplit.nothing": "Vink voor elke nieuwe code ten minste één passage aan.",
    "codesplit.same": "Twee nieuwe codes hebben dezelfde naam.", "codesplit.unnamed": "nieuwe code {n}",
  },
  en: {
    "codesplit.title": "Split ‘{name}’", "codesplit.do": "Split", "codesplit.none": "No passage has ‘{name}’; there is nothing to split.",
    "codesplit.name": "Name of the new code", "codesplit.more": "One more new code", "codesplit.passages": "Passages with ‘{name}’",
    "codesplit.hint": "Tick what goes to the new code. The rest stays with ‘{name}’.",
    "codesplit.goes.one": "1 coding goes to ‘{to}’", "codesplit.goes.many": "{n} codings go to ‘{to}’",
    "codesplit.stays.one": "1 stays with ‘{name}’", "codesplit.stays.many": "{n} stay with ‘{name}’", "codesplit.undo": "You can undo this.",
    "codesplit.noName": "Give each new code a name.", "codesplit.nothing": "Tick at least one passage for each new code.",
    "codesplit.same": "Two new codes have the same name.", "codesplit.unnamed": "new code {n}",
  },
};

/** Turn what was ticked into what is asked: `[{name, codings}]`, or the key of what is wrong. */
export function planParts(names, chosen) {
  const tidy = names.map((name) => name.trim());
  if (tidy.some((name) => !name)) return { wrong: "noName" };
  if (new Set(tidy.map((name) => name.toLowerCase())).size < tidy.length) return { wrong: "same" };
  const into = tidy.map((name, part) => ({ name, codings: [...chosen].filter(([, to]) => to === part).map(([id]) => id) }));
  return into.some(({ codings }) => !codings.length) ? { wrong: "nothing" } : { into };
}

/** Say in words what splitting will do. */
export function splitWords(t, name, names, chosen, total) {
  const said = names.map((own, part) => {
    const n = [...chosen.values()].filter((to) => to === part).length;
    return countWords(t, "codesplit.goes", n, { to: own.trim() || t("codesplit.unnamed", { n: part + 1 }) });
  });
  return `${[...said, countWords(t, "codesplit.stays", total - chosen.size, { name })].join(", ")}. ${t("codesplit.undo")}`;
}

/** Ask how a code should be split. */
export async function openSplit(ctx, code) {
  const { passages } = await ctx.ask("plan", { kind: "split", code: code.id });
  const title = ctx.t("codesplit.title", { name: code.name });
  if (!passages.length) return openDialog(ctx, { title, body: el("p", { text: ctx.t("codesplit.none", { name: code.name }) }) });
  const form = { ctx, code, passages, chosen: new Map(), parts: [], part: 0, boxes: new Map() };
  form.note = el("p", { class: "panel-note panel-question", "aria-live": "polite" });
  form.names = el("div", { class: "codesplit-names" });
  codesplitAdd(form);
  const more = el("button", { class: "panel-button small", text: ctx.t("codesplit.more"), on: { click: () => codesplitAdd(form).focus() } });
  return openDialog(ctx, {
    title, wide: true, body: [form.names, more, codesplitList(form), form.note],
    buttons: [{ words: ctx.t("codesplit.do"), act: () => codesplitSend(form), first: true, keys: "Ctrl ↵" }],
  });
}

async function codesplitSend({ ctx, code, parts, chosen }) {
  const plan = planParts(parts.map(({ value }) => value), chosen);
  if (plan.wrong) throw new Error(ctx.t(`codesplit.${plan.wrong}`));
  await ctx.act("split-code", { code: code.id, into: plan.into });
}

function codesplitAdd(form) {
  const part = form.parts.length;
  const field = el("input", { class: "panel-field", autofocus: part === 0, on: {
    focus: () => codesplitShow(form, part), input: () => codesplitShow(form, part),
  } });
  form.parts.push(field);
  form.names.append(el("label", { class: "panel-label" }, el("span", { text: form.ctx.t("codesplit.name") }), field));
  codesplitShow(form, part);
  return field;
}

function codesplitList(form) {
  const { ctx, code, passages } = form;
  const list = el("div", { class: "codesplit-list", role: "group", "aria-label": ctx.t("codesplit.passages", { name: code.name }) });
  for (const { name, items } of groupBySource(passages))
    list.append(el("h3", { text: name }), ...items.map((passage) => codesplitRow(form, passage)));
  list.addEventListener("keydown", (event) => codesplitKeys(event, [...form.boxes.values()].map(({ box }) => box)));
  codesplitShow(form, form.part);
  return [el("p", { class: "panel-quiet", text: ctx.t("codesplit.hint", { name: code.name }) }), list];
}

function codesplitRow(form, passage) {
  const box = el("input", { type: "checkbox", on: { change: () => {
    if (box.checked) form.chosen.set(passage.coding, form.part);
    else form.chosen.delete(passage.coding);
    codesplitShow(form, form.part);
  } } });
  const to = el("small", { class: "panel-tag" });
  form.boxes.set(passage.coding, { box, to });
  return el("label", { class: "codesplit-row" }, box, el("span", {}, passage.coder && el("small", { class: "panel-quiet", text: `${passage.coder}  ` }), passageWords(passage), to));
}

function codesplitShow(form, part) {
  const { ctx, parts, chosen } = form;
  form.part = part;
  parts.forEach((field, i) => field.closest("label")?.classList.toggle("active", i === part && parts.length > 1));
  for (const [id, { box, to }] of form.boxes) {
    const own = chosen.get(id);
    box.checked = own !== undefined;
    const named = own !== undefined && (parts[own].value.trim() || ctx.t("codesplit.unnamed", { n: own + 1 }));
    fill(to, named ? `→ ${named}` : "");
  }
  fill(form.note, splitWords(ctx.t, form.code.name, parts.map(({ value }) => value), chosen, form.passages.length));
}

function codesplitKeys(event, boxes) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = boxes.indexOf(focusedIn(boxes[0]));
  if (!step || at < 0) return;
  event.preventDefault();
  boxes[Math.min(boxes.length - 1, Math.max(0, at + step))].focus();
}

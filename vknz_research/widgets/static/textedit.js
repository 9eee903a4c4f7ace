// Correcting the text of one turn: only the smallest changed stretch is sent.
import { countIfAny } from "./counting.js";
import { openDialog } from "./dialog.js";
import { el, fill } from "./dom.js";
import { cutAfter, cutBefore } from "./passage.js";

export const texteditWords = {
  nl: {
    "textedit.title": "Tekst verbeteren", "textedit.text": "Tekst van deze beurt", "textedit.save": "Verbeteren",
    "textedit.note": "Voor een fout in het uitschrijven. Er komt een nieuwe revisie; coderingen en memo’s schuiven mee. Ongedaan maken kan.",
    "textedit.same": "Er is niets veranderd.", "textedit.changes": "‘{old}’ wordt ‘{now}’.", "textedit.removes": "‘{old}’ gaat weg.", "textedit.adds": "‘{now}’ komt erbij.",
    "textedit.doubtful.one": "1 codering begint of eindigt hierin en komt op de werklijst.", "textedit.doubtful.many": "{n} coderingen beginnen of eindigen hierin en komen op de werklijst.",
    "textedit.break": "Een beurt is één alinea: zonder nieuwe regel.", "textedit.empty": "Een beurt kan niet leeg worden.",
    "textedit.stale": "Deze beurt is gewijzigd terwijl jij typte. Beide versies staan hieronder; kies of voeg samen.",
    "textedit.theirs": "Staat er nu", "textedit.take": "Overnemen", "textedit.gone": "Deze beurt is er niet meer. Kopieer je tekst als je hem wilt houden.",
  },
  en: {
    "textedit.title": "Correct the text", "textedit.text": "Text of this turn", "textedit.save": "Correct",
    "textedit.note": "For an error in the transcript. A new revision is made; codings and memos move along. You can undo this.",
    "textedit.same": "Nothing has changed.", "textedit.changes": "‘{old}’ becomes ‘{now}’.", "textedit.removes": "‘{old}’ goes.", "textedit.adds": "‘{now}’ is added.",
    "textedit.doubtful.one": "1 coding begins or ends in it and goes to the work list.", "textedit.doubtful.many": "{n} codings begin or end in it and go to the work list.",
    "textedit.break": "A turn is one paragraph: without a new line.", "textedit.empty": "A turn cannot become empty.",
    "textedit.stale": "This turn was changed while you typed. Both versions stand below; choose or combine.",
    "textedit.theirs": "Stands there now", "textedit.take": "Use this", "textedit.gone": "This turn is no longer there. Copy your text if you want to keep it.",
  },
};

/** Return the smallest stretch that differs, in code points: `{start, end, text}`, or null if nothing does. */
export function changedStretch(old, now) {
  const before = [...old];
  const after = [...now];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  if (head === before.length && head === after.length) return null;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { start: head, end: before.length - tail, text: after.slice(head, after.length - tail).join("") };
}

/** Return the codings with an edge inside a stretch, or all of whose words go; an edge on its border is sure. */
export function doubtfulCodings(codings, start, end, isRemoved) {
  const inside = (place) => place > start && place < end;
  const swallowed = (coding) => isRemoved && coding.start >= start && coding.end <= end;
  return [...codings].filter((coding) => inside(coding.start) || inside(coding.end) || swallowed(coding));
}

/** Say in words what is about to change. */
export function editWords(t, old, stretch) {
  const signs = [...old];
  const gone = signs.slice(stretch.start, stretch.end).join("");
  if (!gone) return t("textedit.adds", { now: cutAfter(stretch.text, 60) });
  if (!stretch.text) return t("textedit.removes", { old: cutAfter(gone, 60) });
  return t("textedit.changes", { old: cutAfter(gone, 60), now: cutBefore(stretch.text, 60) });
}

/** Open the text of a turn to correct it; `start` and `end` are the borders of that turn. */
export function openTextEdit(ctx, { source, revision, start, end, text }) {
  const turns = ctx.state.source?.turns ?? [];
  const form = { ctx, source, revision, start, end, text, number: turns.findIndex((turn) => turn.start <= start && turn.end >= end) };
  form.note = el("p", { class: "panel-note", "aria-live": "polite", text: ctx.t("textedit.same") });
  form.theirs = el("div", { class: "codeforms-theirs", hidden: true });
  form.field = el("textarea", { class: "panel-field reading textedit-field", rows: 7, value: text, autofocus: true, "aria-label": ctx.t("textedit.text"), on: { input: () => texteditShow(form) } });
  form.dialog = openDialog(ctx, {
    title: ctx.t("textedit.title"), wide: true,
    body: [form.field, form.note, form.theirs, el("p", { class: "panel-quiet", text: ctx.t("textedit.note") })],
    buttons: [{ words: ctx.t("textedit.save"), act: () => texteditSave(form), first: true, keys: "Ctrl ↵" }],
  });
  return form.dialog;
}

function texteditShow(form) {
  const { ctx, text, start } = form;
  const stretch = changedStretch(text, form.field.value);
  if (!stretch) return fill(form.note, ctx.t("textedit.same"));
  const codings = ctx.state.source?.id === form.source ? ctx.state.codings.values() : [];
  const n = doubtfulCodings(codings, start + stretch.start, start + stretch.end, !stretch.text).length;
  return fill(form.note, editWords(ctx.t, text, stretch), " ", countIfAny(ctx.t, "textedit.doubtful", n));
}

async function texteditSave(form) {
  const { ctx, source, revision, start } = form;
  const now = form.field.value;
  const stretch = changedStretch(form.text, now);
  if (!stretch) throw new Error(ctx.t("textedit.same"));
  if (/[\n\r\u2028\u2029]/.test(stretch.text)) throw new Error(ctx.t("textedit.break"));
  if (!now.trim()) throw new Error(ctx.t("textedit.empty"));
  try {
    await ctx.act("edit-text", { source, revision, start: start + stretch.start, end: start + stretch.end, text: stretch.text });
  } catch (refusal) {
    if (refusal.kind !== "StaleTextError") throw refusal;
    await texteditStale(form);
  }
}

// An edit never makes or removes turns, so the turn with the same number is the same turn.
async function texteditStale(form) {
  const { ctx } = form;
  const now = await ctx.ask("source", { source: form.source });
  const turn = now.turns[form.number];
  if (!turn) throw new Error(ctx.t("textedit.gone"));
  Object.assign(form, { revision: now.revision.id, start: turn.start, end: turn.end, text: turn.text });
  const take = () => {
    form.field.value = turn.text;
    form.theirs.hidden = true;
    form.field.focus();
    texteditShow(form);
  };
  form.theirs.hidden = false;
  fill(form.theirs, el("b", { text: ctx.t("textedit.theirs") }), el("p", { class: "reading", text: turn.text }),
    el("button", { class: "panel-button small", text: ctx.t("textedit.take"), on: { click: take } }));
  texteditShow(form);
  throw new Error(ctx.t("textedit.stale"));
}

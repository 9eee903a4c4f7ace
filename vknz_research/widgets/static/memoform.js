// Writing a memo: what kind, what it is about, and its text.
import { openDialog } from "./dialog.js";
import { el, fill } from "./dom.js";
import { previewMarkdown } from "./markdown.js";

export const MEMO_KINDS = ["theoretical", "methodological", "reflexive", "report", "description", "membercheck"];

export const memoformWords = {
  nl: {
    "memoform.new": "Nieuwe memo", "memoform.change": "Memo", "memoform.save": "Bewaren", "memoform.kind": "Soort",
    "memoform.theoretical": "Theoretisch", "memoform.methodological": "Methodologisch", "memoform.reflexive": "Reflexief",
    "memoform.report": "Rapporttekst", "memoform.description": "Beschrijving", "memoform.membercheck": "Reactie van de projectgroep",
    "memoform.section": "Voor deel van het rapport", "memoform.sectionHint": "Pad van een code, of een vast deel zoals aanleiding",
    "memoform.noSection": "Kies voor welk deel van het rapport deze tekst is.",
    "memoform.title": "Titel", "memoform.body": "Tekst", "memoform.hint": "Markdown: **vet**, *cursief*, - lijst, > citaat",
    "memoform.preview": "Zo leest het", "memoform.about": "Gaat over", "memoform.unlink": "{what} loskoppelen",
    "memoform.linkPassage": "deze passage", "memoform.linkSource": "deze bron", "memoform.linkParticipant": "deelnemer {name}", "memoform.linkCode": "‘{name}’", "memoform.add": "Erbij:",
    "memoform.noLinks": "de hele studie",
    "memoform.empty": "Schrijf een titel of tekst.", "memoform.unsaved": "Nog niet bewaard. Nogmaals Esc gooit weg wat je typte; Ctrl ↵ bewaart.",
    "memoform.stale": "Deze memo is gewijzigd terwijl jij typte. Beide versies staan hieronder; kies of voeg samen.",
    "memoform.gone": "Deze memo is intussen weggehaald. Kopieer je tekst als je hem wilt houden.",
    "memoform.theirs": "Nu bewaard", "memoform.take": "Overnemen",
    "memoform.study": "de studie", "memoform.source": "bron {name}", "memoform.passage": "{name}: ‘{text}’", "memoform.place": "passage in {name}",
    "memoform.code": "code ‘{name}’", "memoform.coding": "codering ‘{name}’", "memoform.someCoding": "een codering", "memoform.participant": "deelnemer {name}",
    "memoform.memo": "memo ‘{name}’", "memoform.gonePart": "iets dat er niet meer is",
  },
  en: {
    "memoform.new": "New memo", "memoform.change": "Memo", "memoform.save": "Save", "memoform.kind": "Kind",
    "memoform.theoretical": "Theoretical", "memoform.methodological": "Methodological", "memoform.reflexive": "Reflexive",
    "memoform.report": "Report text", "memoform.description": "Description", "memoform.membercheck": "Response of the project group",
    "memoform.section": "For part of the report", "memoform.sectionHint": "Path of a code, or a fixed part such as aanleiding",
    "memoform.noSection": "Choose for which part of the report this text is.",
    "memoform.title": "Title", "memoform.body": "Text", "memoform.hint": "Markdown: **bold**, *italic*, - list, > quotation",
    "memoform.preview": "Reads like this", "memoform.about": "About", "memoform.unlink": "Unlink {what}",
    "memoform.linkPassage": "this passage", "memoform.linkSource": "this source", "memoform.linkParticipant": "participant {name}", "memoform.linkCode": "‘{name}’", "memoform.add": "Add:",
    "memoform.noLinks": "the whole study",
    "memoform.empty": "Write a title or a text.", "memoform.unsaved": "Not saved yet. Esc again throws away what you typed; Ctrl ↵ saves.",
    "memoform.stale": "This memo was changed while you typed. Both versions stand below; choose or combine.",
    "memoform.gone": "This memo was removed in the meantime. Copy your text if you want to keep it.",
    "memoform.theirs": "Saved now", "memoform.take": "Use this",
    "memoform.study": "the study", "memoform.source": "source {name}", "memoform.passage": "{name}: ‘{text}’", "memoform.place": "passage in {name}",
    "memoform.code": "code ‘{name}’", "memoform.coding": "coding ‘{name}’", "memoform.someCoding": "a coding", "memoform.participant": "participant {name}",
    "memoform.memo": "memo ‘{name}’", "memoform.gonePart": "something that is no longer there",
  },
};

/** Return the words of a passage from the turns of a source; places are code points of the whole text. */
export function wordsBetween(turns, start, end) {
  const parts = turns.filter((turn) => turn.start < end && turn.end > start).map((turn) =>
    [...turn.text].slice(Math.max(0, start - turn.start), end - turn.start).join(""));
  return parts.join(" ").trim();
}

/** Shorten a text to a number of characters, at a word. */
export function shortenWords(text, most = 48) {
  const signs = [...text];
  if (signs.length <= most) return text;
  const head = signs.slice(0, most).join("");
  return `${head.replace(/\s+\S*$/, "") || head} …`;
}

/** Say in words what a memo is linked to. */
export function linkWords(t, state, link) {
  const { kind, id } = link;
  if (kind === "study") return t("memoform.study");
  if (kind === "code") return memoformNamed(t, "code", state.codes.get(id)?.name);
  if (kind === "coding") return memoformCoding(t, state, id);
  if (kind === "participant") return t("memoform.participant", { name: state.people?.get(id) ?? id });
  if (kind === "memo") return memoformNamed(t, "memo", state.memos.get(id)?.title);
  const name = state.sources.find((source) => source.id === id)?.name;
  if (link.start === null || link.start === undefined) return memoformNamed(t, "source", name);
  if (state.source?.id !== id) return memoformNamed(t, "place", name);
  return t("memoform.passage", { name, text: shortenWords(wordsBetween(state.source.turns, link.start, link.end)) });
}

/** Return where a link points in the texts, or null: `{source, start, end}`. */
export function linkPlace(state, link) {
  if (link.kind === "coding") {
    const coding = state.codings.get(link.id);
    return coding ? { source: coding.source, start: coding.start, end: coding.end } : null;
  }
  if (link.kind !== "source") return null;
  return { source: link.id, start: link.start ?? 0, end: link.end ?? 0 };
}

/** Open a memo to write or change it; `links` say what a new one is about. */
export function openMemo(ctx, { memo = null, links = [] } = {}) {
  const form = { ctx, memo, hash: memo?.hash, links: [...(memo?.links ?? links)], asked: false };
  memoformFields(form);
  form.first = memoformSnapshot(form);
  form.dialog = openDialog(ctx, {
    title: ctx.t(memo ? "memoform.change" : "memoform.new"), wide: true,
    body: memoformBody(form), mayClose: () => memoformMayClose(form),
    buttons: [{ words: ctx.t("memoform.save"), act: () => memoformSave(form), first: true, keys: "Ctrl ↵" }],
  });
  return form.dialog;
}

function memoformNamed(t, key, name) {
  return name === undefined ? t("memoform.gonePart") : t(`memoform.${key}`, { name });
}

function memoformCoding(t, state, id) {
  const code = state.codes.get(state.codings.get(id)?.code);
  return code ? t("memoform.coding", { name: code.name }) : t("memoform.someCoding");
}

function memoformFields(form) {
  const { ctx, memo } = form;
  const list = `memoform-sections-${ctx.state.coder}`;
  const onInput = () => {
    form.asked = false;
    fill(form.preview, previewMarkdown(form.body.value));
  };
  form.kinds = MEMO_KINDS.map((kind) => el("input", { type: "radio", name: "memoform-kind", value: kind,
    checked: kind === (memo?.kind ?? "theoretical"), on: { change: () => memoformKind(form) } }));
  form.section = el("input", { class: "panel-field", value: memo?.section ?? "", list, placeholder: ctx.t("memoform.sectionHint") });
  form.sections = el("datalist", { id: list }, [...ctx.state.codes.values()].map((code) => el("option", { value: code.path }, code.name)));
  form.title = el("input", { class: "panel-field memoform-title", value: memo?.title ?? "", autofocus: !memo });
  form.body = el("textarea", { class: "panel-field reading", rows: 9, value: memo?.body ?? "", autofocus: Boolean(memo), on: { input: onInput } });
  form.title.addEventListener("input", onInput);
  form.preview = el("div", { class: "memoform-preview" }, previewMarkdown(form.body.value));
  form.linked = el("div", { class: "memoform-links" });
  form.theirs = el("div", { class: "codeforms-theirs", hidden: true });
  form.sectionRow = el("label", { class: "panel-label" }, el("span", { text: ctx.t("memoform.section") }), form.section, form.sections);
  memoformKind(form);
  memoformLinks(form);
}

function memoformBody(form) {
  const { t } = form.ctx;
  return [
    el("fieldset", { class: "memoform-kinds" }, el("legend", { text: t("memoform.kind") }),
      form.kinds.map((radio) => el("label", { class: "panel-choice" }, radio, t(`memoform.${radio.value}`)))),
    form.sectionRow,
    el("label", { class: "panel-label" }, el("span", { text: t("memoform.title") }), form.title),
    el("div", { class: "memoform-sides" },
      el("label", { class: "panel-label" }, el("span", { text: t("memoform.body") }), form.body, el("small", { class: "panel-quiet", text: t("memoform.hint") })),
      el("div", { class: "panel-label", "aria-hidden": "true" }, el("span", { text: t("memoform.preview") }), form.preview)),
    form.theirs,
    form.linked,
  ];
}

function memoformKind(form) {
  form.sectionRow.hidden = memoformKindOf(form) !== "report";
}

function memoformKindOf(form) {
  return form.kinds.find(({ checked }) => checked).value;
}

function memoformLinks(form) {
  const { ctx, links } = form;
  const chips = links.map((link) => {
    const what = linkWords(ctx.t, ctx.state, link);
    return el("span", { class: "panel-chip" }, what, el("button", { "aria-label": ctx.t("memoform.unlink", { what }), text: "×",
      on: { click: () => memoformLink(form, links.filter((other) => other !== link)) } }));
  });
  const more = memoformMore(form).map(({ words, link }) => el("button", { class: "panel-button small", text: words,
    on: { click: () => memoformLink(form, [...links, link]) } }));
  fill(form.linked, el("span", { class: "panel-name", text: ctx.t("memoform.about") }),
    chips.length ? chips : el("span", { class: "panel-quiet", text: ctx.t("memoform.noLinks") }),
    more.length > 0 && el("span", { class: "memoform-more" }, el("span", { class: "panel-quiet", text: ctx.t("memoform.add") }), more));
}

function memoformLink(form, links) {
  form.links = links;
  memoformLinks(form);
  (form.linked.querySelector("button") ?? form.body).focus();
}

function memoformMore({ ctx, links }) {
  const { source, codes, focus } = ctx.state;
  const passage = ctx.selection();
  const code = codes.get(focus);
  const speaker = ctx.speaker?.();
  const offers = [
    passage && { words: ctx.t("memoform.linkPassage"), link: { kind: "source", id: passage.source, start: passage.start, end: passage.end, revision: passage.revision } },
    source && { words: ctx.t("memoform.linkSource"), link: { kind: "source", id: source.id, start: null, end: null } },
    speaker && { words: ctx.t("memoform.linkParticipant", { name: speaker.name }), link: { kind: "participant", id: speaker.id, start: null, end: null } },
    code && { words: ctx.t("memoform.linkCode", { name: code.name }), link: { kind: "code", id: code.id, start: null, end: null } },
  ];
  const same = (a, b) => a.id === b.id && (a.start ?? null) === (b.start ?? null) && (a.end ?? null) === (b.end ?? null);
  return offers.filter((offer) => offer && !links.some((link) => same(link, offer.link)));
}

function memoformSnapshot(form) {
  return JSON.stringify([memoformKindOf(form), form.section.value, form.title.value, form.body.value, form.links]);
}

function memoformMayClose(form) {
  if (form.asked || memoformSnapshot(form) === form.first) return true;
  form.asked = true;
  form.dialog.say(form.ctx.t("memoform.unsaved"));
  return false;
}

async function memoformSave(form) {
  const { ctx, memo } = form;
  const kind = memoformKindOf(form);
  const section = kind === "report" ? form.section.value.trim() : null;
  const values = { kind, title: form.title.value.trim(), body: form.body.value, section };
  if (!values.title && !values.body.trim()) throw new Error(ctx.t("memoform.empty"));
  if (kind === "report" && !section) throw new Error(ctx.t("memoform.noSection"));
  values.title ||= shortenWords(values.body.trim().split("\n", 1)[0].replace(/^[#>*\s-]+/, ""), 60);
  if (!memo) return ctx.act("add-memo", { ...values, links: form.links });
  const links = JSON.stringify(form.links) === JSON.stringify(memo.links ?? []) ? {} : { links: form.links };
  try {
    return await ctx.act("change-memo", { memo: memo.id, hash: form.hash, ...values, ...links });
  } catch (refusal) {
    if (!refusal.kind?.startsWith("Stale")) throw refusal;
    return memoformStale(form);
  }
}

async function memoformStale(form) {
  const { ctx, memo } = form;
  await ctx.ask("news", {});
  const now = ctx.state.memos.get(memo.id);
  if (!now) throw new Error(ctx.t("memoform.gone"));
  form.hash = now.hash;
  const take = () => {
    form.title.value = now.title;
    form.body.value = now.body;
    form.theirs.hidden = true;
    form.body.dispatchEvent(new Event("input"));
    form.body.focus();
  };
  form.theirs.hidden = false;
  fill(form.theirs, el("b", { text: ctx.t("memoform.theirs") }), el("p", { class: "panel-name", text: now.title }), el("div", {}, previewMarkdown(now.body)),
    el("button", { class: "panel-button small", text: ctx.t("memoform.take"), on: { click: take } }));
  throw new Error(ctx.t("memoform.stale"));
}

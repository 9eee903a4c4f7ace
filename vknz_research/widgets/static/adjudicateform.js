// Deciding on a difference: the outcome, who decides, and why; and what was decided before.
import { fullName, makeCodePick } from "./codepick.js";
import { el, fill } from "./dom.js";
import { codesOf, joinNames, makeCodingLine, sidesOf } from "./adjudicateside.js";
import { letterOf } from "./adjudicatetext.js";

const adjudicateDeciders = new WeakMap(); // who decides, remembered for the sitting

/** Return the outcomes that a case allows: `[{outcome, side, key, words}]`. */
export function outcomesOf(t, found, coders) {
  const sides = coders.map((coder, i) => ({ outcome: "side", side: coder.id, key: letterOf(i), words: t("adjudicate.side", { who: coder.name }) }));
  const few = coders.length < 3;
  const coded = sidesOf(found, coders).filter((side) => side.codings.length).length;
  const both = { outcome: "both", side: null, key: "=", words: t(few ? "adjudicate.both" : "adjudicate.every") };
  return [
    ...sides, ...(coded > 1 ? [both] : []),
    { outcome: "neither", side: null, key: "0", words: t(few ? "adjudicate.neither" : "adjudicate.nobody") },
    { outcome: "other", side: null, key: "o", words: t("adjudicate.other") },
    { outcome: "left", side: null, key: "l", words: t("adjudicate.left") },
  ];
}

/** Say whether an outcome asks for a reason. */
export function needsReason(outcome) {
  return ["neither", "other", "left"].includes(outcome);
}

/** Return the key of the words for what a draft still lacks, or an empty text. */
export function draftProblem(draft, by) {
  if (!draft.outcome) return "adjudicate.need.outcome";
  if (draft.outcome === "other" && !draft.codings?.every(({ code }) => code)) return "adjudicate.need.code";
  if (!by.length) return "adjudicate.need.by";
  if (needsReason(draft.outcome) && !draft.reason.trim()) return "adjudicate.need.reason";
  return "";
}

/** Return what is sent to decide on a case. */
export function decideArgs({ source, coders, found, draft, by }) {
  return {
    source, coders: coders.map(({ id }) => id), key: found.key, outcome: draft.outcome,
    ...(draft.outcome === "side" ? { side: draft.side } : {}),
    ...(draft.outcome === "other" ? { codings: draft.codings } : {}),
    by, reason: draft.reason.trim(),
  };
}

/** Return the draft of another coding to begin with: the code and borders of the first side that has one. */
export function otherCodings(found) {
  const first = found.sides.find((side) => side.codings.length)?.codings[0];
  return [{ code: first?.code ?? null, start: first?.start ?? found.start, end: first?.end ?? found.end }];
}

/** Make the fields that say who decides; `names()` are they. The choice is remembered for the sitting. */
export function makeDeciders(ctx, coders) {
  const own = coders.map(({ name }) => name);
  const memory = adjudicateDeciders.get(ctx) ?? { isThird: !own.includes(ctx.state.coderName), third: own.includes(ctx.state.coderName) ? "" : ctx.state.coderName };
  adjudicateDeciders.set(ctx, memory);
  const group = `adjudicate-by-${Math.random().toString(36).slice(2)}`;
  const radio = (isThird) => el("input", { type: "radio", name: group, checked: memory.isThird === isThird, on: { change: () => (memory.isThird = isThird) } });
  const [pair, third] = [radio(false), radio(true)];
  const name = el("input", { class: "panel-field adjudicate-third", value: memory.third, "aria-label": ctx.t("adjudicate.thirdname"), on: {
    input: () => [(memory.third = name.value), (memory.isThird = true), (third.checked = true)],
  } });
  const element = el("fieldset", { class: "adjudicate-by" }, el("legend", { text: ctx.t("adjudicate.by") }),
    el("label", { class: "panel-choice" }, pair, ctx.t("adjudicate.together", { names: joinNames(own, ctx.t("adjudicate.and")) })),
    el("span", { class: "adjudicate-thirdline" }, el("label", { class: "panel-choice" }, third, ctx.t("adjudicate.third")), name));
  return { element, names: () => (memory.isThird ? [memory.third.trim()].filter(Boolean) : own) };
}

/** Make a field for a reason, with a note whether it may stay empty. */
export function makeReason(ctx, { value = "", onInput = () => {} } = {}) {
  const note = el("span", { class: "panel-quiet" });
  const field = el("textarea", { class: "panel-field", rows: 2, value, on: { input: () => onInput(field.value) } });
  const need = (isNeeded) => {
    note.textContent = ` ${ctx.t(isNeeded ? "adjudicate.needed" : "adjudicate.optional")}`;
    field.setAttribute("aria-required", String(isNeeded));
  };
  const element = el("label", { class: "panel-label" }, el("span", {}, ctx.t("adjudicate.reason"), note, " ", el("kbd", { class: "panel-key", text: "r" })), field);
  need(false);
  return { element, field, need };
}

/** Return the coding of a draft that is worked on: the one that was added or chosen last. */
export function activeCoding({ codings, active = 0 }) {
  return codings[Math.min(active, codings.length - 1)];
}

/** Add a coding to a draft, with the borders of the one worked on; it is the one worked on then. */
export function addCoding(draft) {
  draft.codings.push({ ...activeCoding(draft), code: null });
  draft.active = draft.codings.length - 1;
}

/** Take a coding out of a draft; the last one stays. */
export function dropCoding(draft, at) {
  if (draft.codings.length < 2) return;
  draft.codings.splice(at, 1);
  draft.active = draft.codings.length - 1;
}

/** Make the form of a case; `acts` are `choose(outcome, side)`, `recode(code)`, `redraw()`, `save()` and `leave()`. */
export function makeForm(ctx, { found, coders, draft }, acts) {
  const outcomes = outcomesOf(ctx.t, found, coders);
  const buttons = outcomes.map(({ outcome, side, key, words }) => el("button", { class: "panel-button adjudicate-outcome", on: { click: () => acts.choose(outcome, side) } },
    el("span", { text: words }), key && el("kbd", { class: "panel-key", text: key })));
  const means = el("p", { class: "panel-note adjudicate-means", "aria-live": "polite" });
  const reason = makeReason(ctx, { value: draft.reason, onInput: (text) => (draft.reason = text) });
  const by = makeDeciders(ctx, coders);
  const other = makeOther(ctx, draft, acts);
  const save = el("button", { class: "panel-button first", on: { click: acts.save } }, ctx.t("adjudicate.save"), " ", el("kbd", { class: "panel-key", text: "↵" }));
  const show = () => {
    outcomes.forEach(({ outcome, side }, i) => buttons[i].setAttribute("aria-pressed", String(draft.outcome === outcome && draft.side === (side ?? null))));
    means.textContent = draft.outcome ? meansWords(ctx, found, coders, draft) : "";
    reason.need(needsReason(draft.outcome));
    other.show();
  };
  const choice = el("div", { class: "adjudicate-outcomes", role: "group", "aria-label": ctx.t("adjudicate.outcome") }, buttons);
  const element = el("div", { class: "adjudicate-form" }, choice, means, other.element, reason.element, by.element);
  show();
  return { element, outcomes: choice, show, save, reason: reason.field, names: by.names, pick: other.input };
}

function makeOther(ctx, draft, acts) {
  const line = el("div", { class: "adjudicate-otherline" });
  const pick = makeCodePick(ctx, { label: ctx.t("adjudicate.othercode"), onPick: (code) => code && acts.recode(code), onUse: acts.leave });
  const more = el("button", { class: "panel-button small", text: ctx.t("adjudicate.onemore"), on: { click: () => [addCoding(draft), acts.redraw(), pick.input.focus()] } });
  const element = el("div", { class: "adjudicate-other", hidden: true }, el("div", { class: "panel-label" }, el("span", {}, ctx.t("adjudicate.othercode"), " ", el("kbd", { class: "panel-key", text: "o" })), pick.element), line, el("p", { class: "panel-quiet", text: ctx.t("adjudicate.othersteps") }), el("div", {}, more));
  const show = () => {
    element.hidden = draft.outcome !== "other";
    if (element.hidden) return;
    const code = ctx.state.codes.get(activeCoding(draft).code);
    if (code && pick.code?.id !== code.id) pick.choose(code);
    else if (!code && pick.code) pick.clear();
    fill(line, draft.codings.map((coding, at) => makeOtherLine(ctx, draft, at, acts)));
  };
  return { element, show, input: pick.input };
}

// Of more than one coding the one that is worked on is marked; each can be chosen, or taken out.
function makeOtherLine(ctx, draft, at, acts) {
  const coding = draft.codings[at];
  const words = makeCodingLine(ctx, coding);
  if (draft.codings.length < 2) return words;
  const isActive = coding === activeCoding(draft);
  const button = (key, act) => el("button", { class: "panel-button small", text: ctx.t(key), on: { click: () => [act(), acts.redraw(), acts.leave()] } });
  return el("div", { class: "adjudicate-one", "aria-current": isActive ? "true" : null }, words,
    !isActive && button("adjudicate.workon", () => (draft.active = at)), button("adjudicate.dropone", () => dropCoding(draft, at)));
}

/** Say what a draft will put into the consensus. */
export function meansWords(ctx, found, coders, draft) {
  const { t, state } = ctx;
  if (draft.outcome === "other") {
    const names = draft.codings.map(({ code }) => (state.codes.has(code) ? `‘${fullName(state.codes.get(code), state.codes)}’` : t("adjudicate.unpicked")));
    return t("adjudicate.means.other", { what: joinNames(names, t("adjudicate.and")) });
  }
  if (draft.outcome !== "side") return t(`adjudicate.means.${draft.outcome}`);
  const side = sidesOf(found, coders).find(({ coder }) => coder === draft.side);
  return t(side.codings.length ? "adjudicate.means.side" : "adjudicate.means.sidenone", { who: side.name });
}

/** Say what a decision was, in a few words. */
export function wasWords(t, decision, coders) {
  const who = coders.find(({ id }) => id === decision.side)?.name ?? "";
  return t(`adjudicate.was.${decision.outcome}`, { who });
}

/** Say a moment as people do: `22 november 14:03`. */
export function momentWords(at, language) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return String(at ?? "");
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "nl-NL", { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(time);
}

/** Make the record of a decision: what, by whom, when, why, and what it put into the consensus. */
export function makeDecision(ctx, decision, coders, heading) {
  const who = joinNames(decision.by ?? [], ctx.t("adjudicate.and"));
  return el("section", { class: "adjudicate-decision", "aria-label": heading },
    el("h4", {}, `${heading}: `, el("span", { text: wasWords(ctx.t, decision, coders) })),
    el("p", { class: "panel-quiet", text: ctx.t("adjudicate.bywhom", { who, when: momentWords(decision.at, ctx.state.language) }) }),
    el("p", { class: decision.reason ? "adjudicate-why" : "panel-quiet", text: decision.reason || ctx.t("adjudicate.noreason") }),
    decision.result?.length > 0 && [el("p", { class: "panel-name", text: ctx.t("adjudicate.result") }), decision.result.map((coding) => makeCodingLine(ctx, coding))]);
}

/** Return the codes that a case is filed under: those of its sides and of what was decided. */
export function filedUnder(found) {
  return [...new Set([...codesOf(found), ...(found.decision?.result ?? []).map(({ code }) => code)])];
}

// Questions that comparing asks in a dialog: the same for all borders, settling, reopening, opening by decision.
import { countIfAny, countWords } from "./counting.js";
import { openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { makeDeciders, makeReason } from "./adjudicateform.js";
import { joinNames } from "./adjudicateside.js";

/** Return the rules for borders: `[{rule, side, words}]`. */
export function borderRules(t, coders) {
  return [
    { rule: "overlap", words: t("adjudicate.rule.overlap") }, { rule: "union", words: t("adjudicate.rule.union") },
    ...coders.map(({ id, name }) => ({ rule: "coder", side: id, words: t("adjudicate.rule.coder", { who: name }) })),
  ];
}

/** Ask one reason for an act; `act(reason)` does it, `extra` stands above the reason. */
export function askReason(ctx, { title, note, words, act, isNeeded = true, extra = null }) {
  const reason = makeReason(ctx);
  reason.need(isNeeded);
  reason.element.querySelector("kbd").remove();
  if (!extra) reason.field.setAttribute("autofocus", "");
  const run = async () => {
    if (isNeeded && !reason.field.value.trim()) {
      reason.field.focus();
      throw new Error(ctx.t("adjudicate.need.reason"));
    }
    await act(reason.field.value.trim());
  };
  return openDialog(ctx, {
    title, body: [el("p", { class: "panel-note", text: note }), extra, reason.element],
    buttons: [{ words, first: true, keys: "Ctrl ↵", act: run }],
  });
}

/** Count the border differences to which a rule gives borders: what nobody has in common has no overlap. */
export function countRuled(cases, rule) {
  const shares = (marks) => Math.max(...marks.map(({ start }) => start)) < Math.min(...marks.map(({ end }) => end));
  return cases.filter((found) => rule !== "overlap" || shares(found.sides.flatMap(({ codings }) => codings))).length;
}

/** Ask which borders all differences in borders that were not discussed get. */
export function openBulk(ctx, { source, coders, cases, onDone }) {
  const rules = borderRules(ctx.t, coders);
  let chosen = rules[0];
  const words = () => {
    const n = countRuled(cases, chosen.rule);
    const left = cases.length - n;
    return [countWords(ctx.t, "adjudicate.bulknote", n), countIfAny(ctx.t, "adjudicate.bulkleft", left)].join(" ");
  };
  const by = makeDeciders(ctx, coders);
  const choice = (rule, i) => el("label", { class: "panel-choice" }, el("input", { type: "radio", name: "adjudicate-rule", checked: i === 0, autofocus: i === 0, on: { change: () => [(chosen = rule), (dialog.element.querySelector(".panel-note").textContent = words())] } }), rule.words);
  const extra = [el("fieldset", { class: "adjudicate-rules" }, el("legend", { text: ctx.t("adjudicate.rule") }), rules.map(choice)), by.element];
  const dialog = askReason(ctx, {
    title: ctx.t("adjudicate.bulktitle"), note: words(), extra, words: ctx.t("adjudicate.save"),
    act: async (reason) => {
      if (!by.names().length) throw new Error(ctx.t("adjudicate.need.by"));
      const { rule, side } = chosen;
      await ctx.act("decide-borders", { source, coders: coders.map(({ id }) => id), rule, ...(side ? { side } : {}), by: by.names(), reason });
      onDone(countRuled(cases, rule));
    },
  });
}

/** Ask whether the consensus of a source is settled, with what it is made of. */
export function openFinish(ctx, { source, coders, counts, onDone }) {
  const waiting = counts.undecided + counts.changed;
  const sum = ctx.t("adjudicate.finishsum", counts);
  if (waiting) return openDialog(ctx, { title: ctx.t("adjudicate.finish"), body: [el("p", { class: "panel-question", text: sum }), el("p", { class: "panel-note", text: countWords(ctx.t, "adjudicate.finishwait", waiting) })] });
  const by = makeDeciders(ctx, coders);
  return askReason(ctx, {
    title: ctx.t("adjudicate.finish"), note: `${sum} ${ctx.t("adjudicate.finishnote")}`, extra: by.element, words: ctx.t("adjudicate.finishdo"), isNeeded: false,
    act: async (reason) => {
      if (!by.names().length) throw new Error(ctx.t("adjudicate.need.by"));
      await ctx.act("finish-adjudication", { source, coders: coders.map(({ id }) => id), by: by.names(), reason });
      onDone();
    },
  });
}

/** Ask why a decision is discussed again. */
export function openAgain(ctx, decision, onDone) {
  askReason(ctx, {
    title: ctx.t("adjudicate.againtitle"), note: ctx.t("adjudicate.againnote"), words: ctx.t("adjudicate.again"),
    act: (reason) => ctx.act("reopen", { decision, reason }).then(onDone),
  });
}

/** Ask why the consensus of a source is opened again. */
export function openReopen(ctx, source, onDone) {
  askReason(ctx, {
    title: ctx.t("adjudicate.reopentitle"), note: ctx.t("adjudicate.reopennote"), words: ctx.t("adjudicate.reopen"),
    act: (reason) => ctx.act("reopen-adjudication", { source, reason }).then(onDone),
  });
}

/** Make what stands in the place of a comparison that is closed: who is not done, and a way to open it. */
export function makeClosed(ctx, { source, pending, assignments, onDone }) {
  const { t, state } = ctx;
  const names = joinNames(pending, t("adjudicate.and"));
  const open = assignments.filter((one) => one.source === source && !one.open);
  const isMine = open.some((one) => one.coder_name === state.coderName && one.state !== "done");
  const ask = () => askReason(ctx, {
    title: t("adjudicate.openanyway"), note: t("adjudicate.opennote"), words: t("adjudicate.openanyway"),
    act: async (reason) => {
      for (const round of new Set(open.map((one) => one.round))) await ctx.act("open-comparison", { round, source, reason });
      onDone();
    },
  });
  return el("div", { class: "adjudicate-closed" },
    el("p", { class: "panel-question", text: t(state.blind ? "blind.on" : "adjudicate.closed") }),
    pending.length > 0 && el("p", { text: countWords(t, "adjudicate.waiting", pending.length, { names }) }),
    isMine && el("p", { class: "panel-note", text: t("adjudicate.handfirst") }),
    el("div", { class: "worklist-acts" },
      el("button", { class: "panel-button", text: t("adjudicate.assignments"), on: { click: () => ctx.openAssignments() } }),
      !isMine && open.length > 0 && el("button", { class: "panel-button", text: `${t("adjudicate.openanyway")} …`, on: { click: ask } })));
}

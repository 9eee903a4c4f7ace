// The steps of a round: states in words, who is on it, what is missing, and why one is skipped.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { writeDate } from "./desk.js";
import { makeChoice, makeLabel } from "./playerparts.js";

export const STEP_STATES = ["open", "busy", "done", "skipped"];

/** Return which step is on now: the first that is busy, else the first that is open. */
export function currentStep(steps) {
  return steps.find((one) => one.state === "busy") ?? steps.find((one) => one.state === "open") ?? null;
}

/** Return what stands before a step: done, skipped, or nothing. */
export function signOfStep(step) {
  return { done: "✓ ", skipped: "– " }[step.state] ?? "";
}

/** Return a day without its year: `21 maart`. */
export function writeDay(date, language) {
  if (!/^\d{4}-\d{2}-\d{2}/.test(date ?? "")) return "";
  return new Date(`${date.slice(0, 10)}T00:00:00Z`).toLocaleDateString(language === "en" ? "en-GB" : "nl", { day: "numeric", month: "long", timeZone: "UTC" });
}

/** Return names as a sentence joins them. */
export function joinNames(names, and) {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;
}

/** Name a step, and say its state for those who do not see the sign. */
export function nameStep(t, step) {
  return `${t(`steps.${step.kind}`)}, ${t(`state.${step.state}`)}`;
}

export class PlayerSteps {
  constructor(page) {
    Object.assign(this, { page, t: page.t });
    this.box = el("nav", { class: "stap", "aria-label": page.t("player.steps") });
  }

  draw() {
    const { t, page } = this;
    const { steps } = page.state;
    const now = currentStep(steps);
    fill(this.box, el("ol", {}, steps.map((step) => this.makeStep(step, step === now))), el("span", { class: "rechts" }, this.makeFacts(now)));
    this.box.querySelector('[aria-current="step"]')?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    return t;
  }

  makeStep(step, isNow) {
    const title = [step.reason ?? "", writeDate(step.date, this.page.ctx.language), (step.coders ?? []).join(", "), ...(step.missing ?? [])].filter(Boolean).join("\n");
    return el("li", { class: step.state, "aria-current": isNow ? "step" : null }, el("button", { title, "aria-label": nameStep(this.t, step), "data-step": step.kind, on: { click: () => this.open(step) } }, el("span", { class: "staatteken", "aria-hidden": "true", text: signOfStep(step) }), this.t(`steps.${step.kind}`)));
  }

  makeFacts(now) {
    const { t, page } = this;
    const { steps } = page.state;
    const who = steps.find((one) => one.kind === "analysis")?.coders ?? [];
    const when = writeDay(steps.find((one) => one.kind === "reflection")?.date, page.ctx.language);
    const missing = now?.missing?.[0];
    const facts = [who.length ? t("steps.researchers", { who: joinNames(who, t("steps.and")) }) : "", when ? t("steps.reflectionOn", { when }) : ""].filter(Boolean).join(" · ");
    const told = missing ? el("button", { class: "tekstknop mist", title: now.missing.join("\n"), on: { click: () => this.open(now) } }, missing) : null;
    return [told, el("span", { text: facts })];
  }

  /** Open a step: its state, who, when, and the reason where it is skipped or moved. */
  open(step) {
    const { t, page } = this;
    const states = STEP_STATES.map((state) => [state, t(`state.${state}`)]);
    const { steps } = page.state;
    const fields = {
      state: makeChoice(states, step.state, { autofocus: true }),
      date: el("input", { class: "veld", type: "date", value: step.date?.slice(0, 10) ?? "" }),
      coders: el("input", { class: "veld", value: (step.coders ?? []).join(", "), placeholder: t("steps.whoHint") }),
      reason: el("input", { class: "veld", value: step.reason ?? "", placeholder: t("steps.reasonHint") }),
      source: makeChoice((page.sources ?? []).map((one) => [one.id, one.name]), step.source, { empty: t("steps.nosource") }),
      position: makeChoice(steps.map((_, n) => [String(n + 1), String(n + 1)]), String(steps.indexOf(step) + 1)),
    };
    const label = (key, name) => makeLabel(t(`steps.${key}`), fields[name]);
    const missing = step.missing?.length ? el("div", { class: "mistlijst" }, el("b", { text: t("steps.missing") }), el("ul", {}, step.missing.map((text) => el("li", { text })))) : null;
    const goTo = step.source ? el("button", { class: "tekstknop", on: { click: () => (dialog.close(), page.openSource(step.source)) } }, t("steps.openSource"), step.sourceName ? `: ${step.sourceName}` : "") : null;
    const form = el("div", {}, missing, el("div", { class: "tweeveld" }, label("state", "state"), label("date", "date")), label("who", "coders"), el("div", { class: "tweeveld" }, label("source", "source"), label("position", "position")), label("reason", "reason"), goTo);
    const dialog = openDialog(page.ctx, { title: t(`steps.${step.kind}`), body: form, buttons: [{ words: t("steps.save"), first: true, keys: "Ctrl+Enter", act: () => this.send(step, fields) }] });
  }

  send(step, fields) {
    const { page, t } = this;
    const reason = fields.reason.value.trim();
    if (fields.state.value === "skipped" && !reason) throw new Error(t("steps.needreason"));
    const position = Number(fields.position.value);
    const isMoved = position !== page.state.steps.indexOf(step) + 1;
    const coders = fields.coders.value.split(",").map((name) => name.trim()).filter(Boolean);
    return page.ask("step", { kind: step.kind, state: fields.state.value, date: fields.date.value || null, reason: reason || null, coders, source: fields.source.value || null, ...(isMoved ? { position } : {}) });
  }
}

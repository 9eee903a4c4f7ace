// The board of all trajectories: per conversation its steps in words and what is missing; people are never ranked.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { writeDate } from "./desk.js";
import { makeChoice, makeLabel } from "./playerparts.js";
import { currentStep, joinNames, nameStep, signOfStep } from "./playersteps.js";

/** Return where a round of a trajectory is opened in the dashboard. */
export function addressOf(trajectory, round) {
  return `/traject?id=${encodeURIComponent(trajectory)}&ronde=${round}`;
}

export class PlayerBoard {
  constructor(ctx, { isPage, onOpen }) {
    Object.assign(this, { ctx, t: ctx.t, isPage, onOpen });
    this.top = el("div", { class: "kopr" });
    this.told = el("p", { class: "melding", role: "status" });
    this.list = el("div", {});
    this.box = el("div", { class: "blad trajecten" }, this.top, el("p", { class: "uitleg", text: ctx.t("board.hint") }), this.told, this.list);
    ctx.root.append(this.box);
    ctx.line.ask("board").then((found) => this.show(found), (error) => this.tell(error.message, true));
  }

  tell(text, isWrong = false) {
    this.told.textContent = text;
    this.told.classList.toggle("fout", isWrong);
  }

  show(found) {
    const { t } = this;
    this.found = found;
    const { trajectories } = found;
    fill(this.top, el("h1", { text: t("board.title") }), el("span", { class: "rechts" }, el("button", { class: "knop eerst", on: { click: () => this.askNew() } }, t("board.new"))));
    fill(this.list, trajectories.length ? trajectories.map((one) => this.makeTrajectory(one)) : el("p", { class: "vak leeg", text: t("board.none") }));
    this.ctx.root.dataset.ready = "true";
  }

  makeTrajectory(one) {
    const { t } = this;
    const rounds = [...one.rounds].sort((a, b) => a.round - b.round);
    const add = el("button", { class: "knop klein kaal", on: { click: () => this.addRound(one) } }, t("board.newRound"));
    const next = one.next ? el("p", { class: "nuregel" }, el("b", { text: `${t("board.next")}: ` }), one.next) : null;
    return el("section", { class: "vak trajectvak", "data-trajectory": one.id }, el("header", {}, el("h2", {}, one.name, el("span", { class: "stil", text: ` / ${one.klantmanager}` })), add), rounds.map((round) => this.makeRound(one, round)), next);
  }

  makeRound(one, { round, steps }) {
    const { t } = this;
    const now = currentStep(steps);
    const words = t("board.round", { n: round });
    const name = this.isPage ? el("a", { href: addressOf(one.id, round), "data-round": round }, words) : el("button", { class: "tekstknop", "data-round": round, on: { click: () => this.onOpen(one.id, round) } }, words);
    const missing = now?.missing?.length ? el("p", { class: "mist" }, `${t("board.missing")}: ${now.missing.join(" ")}`) : null;
    return el("div", { class: "ronde" }, name, el("ol", { class: "stappen" }, steps.map((step) => this.makeStep(step, step === now))), missing);
  }

  makeStep(step, isNow) {
    const { t, ctx } = this;
    const and = t("steps.and");
    const under = step.state === "skipped" ? t("board.skipped", { reason: step.reason ?? "" }) : [joinNames(step.coders ?? [], and), writeDate(step.date, ctx.language)].filter(Boolean).join(" · ");
    return el("li", { class: step.state, "aria-current": isNow ? "step" : null, "aria-label": [nameStep(t, step), under].filter(Boolean).join(", ") }, el("b", {}, signOfStep(step), t(`steps.${step.kind}`)), el("small", { text: under || t(`state.${step.state}`) }));
  }

  async addRound(one) {
    try {
      await this.ctx.line.ask("newRound", { trajectory: one.id });
      await this.reload();
    } catch (error) {
      this.tell(error.message, true);
    }
  }

  // What an act answers is one trajectory; the board is asked for anew.
  async reload() {
    this.show(await this.ctx.line.ask("board"));
  }

  askNew() {
    const { t, ctx } = this;
    const { klantmanagers, klanten } = this.found.participants;
    if (!klantmanagers.length) return this.tell(t("board.nopeople"), true);
    const name = el("input", { class: "veld", placeholder: t("board.nameHint"), autofocus: true });
    const who = makeChoice(klantmanagers.map((one) => [one.id, one.label]), "");
    const klant = makeChoice(klanten.map((one) => [one.id, one.label]), "", { empty: t("board.noklant") });
    const act = async () => {
      if (!name.value.trim()) return name.focus() ?? false;
      await ctx.line.ask("newTrajectory", { name: name.value.trim(), klantmanager: who.value, ...(klant.value ? { klant: klant.value } : {}) });
      return this.reload();
    };
    openDialog(ctx, { title: t("board.new"), body: el("div", {}, makeLabel(t("board.name"), name), makeLabel(t("board.klantmanager"), who), makeLabel(t("board.klant"), klant)), buttons: [{ words: t("board.make"), first: true, keys: "Ctrl+Enter", act }] });
    return undefined;
  }
}

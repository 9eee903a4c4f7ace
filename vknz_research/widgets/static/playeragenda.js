// The agenda of the reflection conversation: three pillars, three parts, fragments that play.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { keepFields, labelOf, makeChoice, makeFragmentButton, makeLabel, makePillar, saveOnLeave } from "./playerparts.js";
import { groupAgenda, moveItem, sendAgenda, writeStretch } from "./playertime.js";

let agendaNumber = 0;

export class PlayerAgenda {
  constructor(page) {
    Object.assign(this, { page, t: page.t });
    this.box = el("section", { class: "vel ag" });
    this.box.addEventListener("keydown", (event) => this.keys(event));
  }

  get who() {
    return this.page.state.trajectory.klantmanager;
  }

  draw() {
    const { t, page } = this;
    const { agenda } = page.state;
    const again = agenda.length ? el("button", { class: "tekstknop", on: { click: () => this.askAgain() } }, t("agenda.again")) : null;
    const first = agenda.length ? null : [el("p", { class: "leeg", text: t("agenda.none") }), el("button", { class: "knop", on: { click: () => this.make() } }, t("agenda.make"))];
    const parts = agenda.length ? groupAgenda(agenda).map((group, n) => this.makePart(group, n)) : [];
    const foot = agenda.length ? el("p", { class: "stil klein", text: t("agenda.hint") }) : null;
    keepFields(this.box, () =>
      fill(this.box, el("h2", { text: t("agenda.title") }), this.makePillars(), first, parts,
        el("div", { class: "voet" }, el("button", { class: "tekstknop", on: { click: () => this.edit(null) } }, t("agenda.add")), again), foot, el("p", { class: "stil slot", text: t("agenda.only") }), this.makeGoals()));
  }

  makePillars() {
    const { t, page } = this;
    const { agenda, goals, observations, feedback } = page.state;
    const chosen = agenda.filter((one) => one.pillar === "observation").length;
    const asked = goals.length ? t.count("agenda.ownCount", goals.length) : t("agenda.ownNone");
    const given = feedback?.length ? t("agenda.klantGiven") : t("agenda.klantNone");
    const pillar = (name, words, told) => el("div", {}, el("b", {}, makePillar(name, words), words), told);
    return el("div", { class: "zuil" }, pillar("own", t("agenda.own", { who: this.who }), asked), pillar("observation", t("agenda.observations"), t("agenda.chosen", { n: chosen, all: Math.max(chosen, observations.length) })), pillar("klant", t("agenda.klant"), given));
  }

  makePart({ part, items }, n) {
    const head = el("h3", {}, el("i", { text: String(n + 1) }), this.t(`agenda.part.${part}`));
    return el("section", {}, head, items.length ? el("ol", { class: "punten" }, items.map((one) => this.makeItem(one))) : el("p", { class: "stil klein", text: this.t("agenda.empty") }));
  }

  makeItem(one) {
    const { t, page } = this;
    const isQuoted = one.pillar === "klant";
    const theme = labelOf(page.state.choices.themes, one.theme);
    const goal = one.pillar === "own" ? page.state.goals.find((g) => g.body === one.body) : null;
    const under = goal ? t(`agenda.goalSub.${goal.kind}`, { who: this.who }) : theme;
    const act = (key, run) => el("button", { class: "tekstknop klein", tabindex: -1, on: { click: run } }, t(`agenda.${key}`));
    return el(
      "li", { class: "pt", tabindex: 0, "data-item": one.id, "data-row": `item-${one.id}` },
      makePillar(one.pillar, labelOf(page.state.choices.pillars, one.pillar)),
      el("p", { class: isQuoted ? "lees" : null, text: isQuoted ? `‘${one.body}’` : one.body }), makeFragmentButton(page, one),
      under ? el("small", { text: under }) : null,
      el("span", { class: "daden" }, act("up", () => this.move(one, -1)), act("down", () => this.move(one, 1)), act("change", () => this.edit(one)), act("remove", () => this.remove(one))),
    );
  }

  keys(event) {
    const row = event.target.closest?.("[data-item]");
    if (!row || event.target !== row) return;
    const one = this.page.state.agenda.find((other) => other.id === row.dataset.item);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.box.querySelectorAll("[data-item]")];
    if (step && event.altKey) this.move(one, step);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (step) rows[rows.indexOf(row) + step]?.focus();
    else if (event.key === "Enter") this.edit(one);
    else if (event.key === "Delete") this.remove(one);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  send(agenda, told) {
    return this.page.do("agenda", { items: sendAgenda(agenda) }, told);
  }

  move(one, step) {
    return this.send(moveItem(this.page.state.agenda, one.id, step), this.t("told.moved"));
  }

  remove(one) {
    return this.send(this.page.state.agenda.filter((other) => other.id !== one.id), this.t("told.saved"));
  }

  make() {
    return this.page.do("makeAgenda", {}, this.t("told.agenda"));
  }

  askAgain() {
    const { t, page } = this;
    openDialog(page.ctx, { title: t("agenda.again"), body: el("p", { text: t("agenda.againAsk") }), buttons: [{ words: t("agenda.again"), first: true, act: () => this.make() }] });
  }

  // A new point takes along the fragment that is marked; one that came from the klant keeps its words.
  edit(one) {
    const { t, page } = this;
    const { choices, source } = page.state;
    const marked = page.fragment.begin !== null && page.fragment.finish !== null ? { source: source?.id, recording: page.recording, ...page.fragment } : {};
    const item = one ?? { id: `new-${(agendaNumber += 1)}`, pillar: "observation", part: "went_well", body: "", ...marked };
    const body = el("textarea", { class: "veld", rows: 3, value: item.body, autofocus: true, disabled: item.pillar === "klant" });
    const part = makeChoice(choices.parts, item.part);
    const pillars = one ? choices.pillars : choices.pillars.filter(([value]) => value !== "klant");
    const pillar = makeChoice(pillars, item.pillar, { disabled: item.pillar === "klant" });
    const theme = makeChoice(choices.themes, item.theme, { empty: t("observe.notheme") });
    const times = writeStretch(item);
    const act = () => {
      if (!body.value.trim()) return false;
      const made = { ...item, body: body.value.trim(), part: part.value, pillar: pillar.value, theme: theme.value || null };
      const all = one ? page.state.agenda.map((other) => (other.id === one.id ? made : other)) : [...page.state.agenda, made];
      return page.ask("agenda", { items: sendAgenda(groupAgenda(all).flatMap(({ items }) => items)) });
    };
    const form = el("div", {}, makeLabel(t("agenda.body"), body), el("div", { class: "tweeveld" }, makeLabel(t("agenda.partLabel"), part), makeLabel(t("agenda.pillarLabel"), pillar)), makeLabel(t("observe.theme"), theme), times ? el("p", { class: "stil", text: t("agenda.withFragment", { times }) }) : null);
    openDialog(page.ctx, { title: t(one ? "agenda.change" : "agenda.add"), body: form, buttons: [{ words: t("agenda.save"), first: true, keys: "Ctrl+Enter", act }] });
  }

  makeGoals() {
    const { t, page } = this;
    const { goals } = page.state;
    const kinds = ["doubt", "goal"].map((kind) => [kind, t(`agenda.goal.${kind}`)]);
    const row = (goal) => {
      const field = el("input", { class: "veld", value: goal.body, "data-keep": `goal-${goal.id}`, "aria-label": t(`agenda.goal.${goal.kind}`) });
      saveOnLeave(field, (words) => page.do("goal", { id: goal.id, kind: goal.kind, body: words }, t("told.saved")));
      field.addEventListener("keydown", (event) => event.key === "Enter" && field.blur());
      return el("li", {}, el("span", { class: "stil klein", text: t(`agenda.goal.${goal.kind}`) }), field);
    };
    const kind = makeChoice(kinds, "goal", { "aria-label": t("points.kind") });
    const body = el("input", { class: "veld", placeholder: t("agenda.goalBody"), "aria-label": t("agenda.goalBody"), "data-keep": "goal-new" });
    const submit = async (event) => {
      event.preventDefault();
      const words = body.value.trim();
      if (!words) return;
      body.value = "";
      if (await page.do("goal", { kind: kind.value, body: words }, t("told.saved"))) return;
      const now = this.box.querySelector("[data-keep=goal-new]"); // what is refused stays
      now.value ||= words;
    };
    return el("section", { class: "vooraf" }, el("h3", { text: t("agenda.goals", { who: this.who }) }), goals.length ? el("ul", {}, goals.map(row)) : el("p", { class: "stil klein", text: t("agenda.goalNone") }), el("form", { on: { submit } }, kind, body, el("button", { class: "knop klein", type: "submit" }, t("agenda.goalAdd"))));
  }
}

// The Kijkwijzer: one's own answers, and, when all have handed in, the answers side by side.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { keepFields, makeFragmentButton, saveOnLeave } from "./playerparts.js";
import { writeStretch } from "./playertime.js";

/** Join answers to one question as one line: `na de stilte`, with its fragment where it has one. */
export function answersTo(answers, question) {
  return answers.filter((one) => one.question === question && one.body);
}

/** Return the answers that are about a moment, or about the whole. */
export function answersAt(answers, recording, ms) {
  return answers.filter((one) => one.recording === recording && one.begin !== null && one.begin <= ms && ms <= (one.finish ?? one.begin));
}

/** Return the sides of a comparison: own answers first, for who looked, then those of each other. */
export function listSides(viewing) {
  const own = viewing.mine.length || viewing.state !== "open" || !viewing.others;
  return [...(own ? [{ coder: null, answers: viewing.mine }] : []), ...(viewing.others ?? [])];
}

export class PlayerViewing {
  constructor(page) {
    Object.assign(this, { page, t: page.t });
    this.box = el("section", { class: "vel kijkwijzer" });
    this.box.addEventListener("keydown", (event) => this.keys(event));
  }

  draw() {
    const { viewing } = this.page.state;
    if (!viewing?.sections?.length || !this.page.state.source) return fill(this.box, el("p", { class: "leeg", text: this.t("viewing.none") }));
    const isTogether = Boolean(viewing.others);
    return keepFields(this.box, () =>
      fill(this.box, this.makeIntro(viewing, isTogether), viewing.sections.map((section) => this.makeSection(section, isTogether)), this.makeFoot(viewing, isTogether)));
  }

  makeIntro(viewing, isTogether) {
    const { t } = this;
    const waiting = viewing.waiting?.length ? t("viewing.waiting", { who: viewing.waiting.join(", ") }) : t("viewing.waitingOne");
    const words = isTogether ? t("viewing.together") : viewing.state === "handed_in" ? waiting : t("viewing.alone");
    return el("p", { class: "uitleg", text: words });
  }

  makeSection(section, isTogether) {
    const make = isTogether ? (one) => this.makeCompared(one) : (one) => this.makeOwn(one);
    return el("section", { class: "deel" }, el("h3", { text: section.name }), el("ol", {}, section.questions.map(make)));
  }

  makeOwn(question) {
    const { viewing } = this.page.state;
    const mine = answersTo(viewing.mine, question.id);
    const isClosed = viewing.state === "handed_in";
    const whole = mine.find((one) => one.begin === null || one.begin === undefined);
    const rest = mine.filter((one) => one !== whole);
    if (isClosed) return el("li", {}, this.makeQuestion(question), mine.length ? mine.map((one) => this.makeAnswer(one)) : el("p", { class: "stil", text: this.t("viewing.noanswer") }));
    const now = this.page.fragment;
    const canAdd = now.begin !== null && now.finish !== null;
    return el("li", {}, this.makeQuestion(question), this.makeField(question, whole), rest.map((one) => this.makeField(question, one)),
      canAdd ? el("button", { class: "tekstknop klein", on: { click: () => this.add(question, now) } }, this.t("viewing.atFragment", { times: writeStretch(now) })) : null);
  }

  makeQuestion(question) {
    const whom = this.t.has(`for.${question.for}`) ? el("span", { class: "stil", text: ` · ${this.t(`for.${question.for}`)}` }) : null;
    return el("p", { class: "vraagtekst" }, question.text, whom);
  }

  makeAnswer(one) {
    return el("p", { class: "antwoord" }, one.body, " ", makeFragmentButton(this.page, one));
  }

  makeField(question, answer) {
    // The answer on the whole keeps its place when it becomes one: somebody may be typing on in it.
    const isWhole = (answer?.begin ?? null) === null;
    const keep = isWhole ? `whole-${question.id}` : `answer-${answer.id}`;
    const field = el("textarea", { class: "veld", rows: answer?.body.length > 60 ? 3 : 1, "data-keep": keep, "aria-label": this.t("viewing.answer", { question: question.text }) });
    saveOnLeave(field, (body) => this.send(question, body, answer ?? {}));
    field.value = answer?.body ?? "";
    field.dataset.was = field.value;
    return el("div", { class: "antwoordveld" }, field, answer ? makeFragmentButton(this.page, answer) : null);
  }

  send(question, body, { id, recording, begin, finish }) {
    const { page } = this;
    const args = { source: page.state.source.id, question: question.id, body, ...(id ? { id } : {}) };
    if (begin !== null && begin !== undefined) Object.assign(args, { recording, begin, finish });
    return page.do("answer", args, this.t("told.saved"));
  }

  add(question, now) {
    const { page, t } = this;
    const fragment = { ...now, recording: page.recording };
    const field = el("textarea", { class: "veld", rows: 4, autofocus: true });
    const act = () => (field.value.trim() ? this.send(question, field.value.trim(), fragment) : false);
    openDialog(page.ctx, { title: question.text, body: el("label", { class: "panel-label" }, el("span", { text: t("viewing.atFragment", { times: writeStretch(now) }) }), field), buttons: [{ words: t("observe.save"), first: true, keys: "Ctrl+Enter", act }] });
  }

  makeCompared(question) {
    const { viewing } = this.page.state;
    const agreed = (viewing.agreed ?? []).findLast((one) => one.question === question.id);
    const all = listSides(viewing);
    const isAnswered = all.some((side) => answersTo(side.answers, question.id).length);
    const sides = isAnswered ? el("dl", { class: "kanten" }, all.map((side, n) => this.makeSide(question, side, n))) : el("p", { class: "stil", text: this.t("viewing.noanswer") });
    const told = agreed ? el("p", { class: "samen" }, el("b", { text: `${this.t("viewing.agreed")}: ` }), agreed.body) : null;
    return el("li", { class: `vergeleken${agreed ? " eens" : ""}`, tabindex: 0, "data-row": `question-${question.id}`, "data-question": question.id },
      this.makeQuestion(question), sides, told, el("button", { class: "tekstknop klein", on: { click: () => this.write(question, agreed?.body ?? "") } }, this.t("viewing.write")));
  }

  makeSide(question, side, n) {
    const { t } = this;
    const found = answersTo(side.answers, question.id);
    const body = found.map((one) => one.body).join(" ");
    const take = body ? el("button", { class: "kies", "aria-label": t("viewing.agree"), title: t("viewing.agree"), tabindex: -1, on: { click: () => this.agree(question.id, body) } }, el("kbd", { text: String(n + 1) })) : null;
    return [el("dt", { text: side.coder ?? t("viewing.mine") }), el("dd", {}, found.length ? found.map((one) => el("span", {}, one.body, " ", makeFragmentButton(this.page, one), " ")) : el("span", { class: "stil", text: t("viewing.noanswer") }), take)];
  }

  agree(question, body) {
    return this.page.do("agree", { source: this.page.state.source.id, question, body }, this.t("told.agreed"));
  }

  write(question, body) {
    const { page, t } = this;
    const field = el("textarea", { class: "veld", rows: 4, autofocus: true, value: body });
    const act = () => (field.value.trim() ? this.agree(question.id, field.value.trim()) : false);
    openDialog(page.ctx, { title: question.text, body: el("label", { class: "panel-label" }, el("span", { text: t("viewing.write") }), field), buttons: [{ words: t("observe.save"), first: true, keys: "Ctrl+Enter", act }] });
  }

  makeFoot(viewing, isTogether) {
    if (isTogether || viewing.state === "handed_in") return null;
    return el("div", { class: "voet" }, el("button", { class: "knop", on: { click: () => this.askHandIn() } }, this.t("viewing.handIn")));
  }

  askHandIn() {
    const { page, t } = this;
    const act = async () => {
      await page.ask("handIn", { source: page.state.source.id });
      page.say(t("told.handed"));
      page.panel.scrollTop = 0; // what it says now stands at the top
    };
    openDialog(page.ctx, { title: t("viewing.handIn"), body: el("p", { text: t("viewing.handInAsk") }), buttons: [{ words: t("viewing.handIn"), first: true, act }] });
  }

  // On a question: its digit takes that answer, Enter words it together.
  keys(event) {
    const row = event.target.closest?.("[data-question]");
    if (!row || event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.box.querySelectorAll("[data-question]")];
    const choice = /^[1-9]$/.test(event.key) ? row.querySelectorAll("dd")[Number(event.key) - 1]?.querySelector(".kies") : null;
    if (step) rows[rows.indexOf(row) + step]?.focus();
    else if (choice) choice.click();
    else if (event.key === "Enter") row.querySelector(":scope > .tekstknop").click();
    else if (!/^[1-9]$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Make the short list beside the picture: what was answered at this moment. */
  makeShort(ms) {
    const { viewing } = this.page.state;
    const named = new Map((viewing?.sections ?? []).flatMap((section) => section.questions.map((one) => [one.id, one.text])));
    const sides = listSides(viewing ?? { mine: [] });
    const found = sides.flatMap((side) => answersAt(side.answers, this.page.recording, ms).map((one) => ({ who: side.coder, ...one })));
    const ids = [...named.keys()].filter((id) => found.some((one) => one.question === id));
    return ids.map((id) => el("li", {}, el("span", { text: named.get(id) }), el("span", { text: found.filter((one) => one.question === id).map((one) => (viewing.others ? `${one.who ?? this.t("viewing.mine")}: ${one.body}` : one.body)).join(" · ") })));
  }
}

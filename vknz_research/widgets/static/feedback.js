// The page Terugkoppeling for researchers: items in the order they were noted, each with what may be done now.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { startDesk, writeDate } from "./desk.js";
import { feedbackWords } from "./feedbackwords.js";

const FEEDBACK_MARKS = { unasked: "?", refused: "✕", closed: "↺", open: "✓", used: "→" };
export const FEEDBACK_FILTERS = ["all", "ask", "open", "used"];

/** Say in which state an item is, as the words of the page call it. */
export function statusKey(item) {
  return item.mode ? `status.${item.state}.${item.mode}` : `status.${item.state}`;
}

/** Return what can be done with an item now; the first is what comes next. */
export function listActs(item) {
  const next = { unasked: ["permit"], closed: ["permit"], refused: ["permit"], open: ["pass", "permit"], used: ["back"] }[item.state];
  return [...(item.may ? next : next.filter((act) => act === "back")), "edit", "remove"];
}

/** Return the items that a filter shows. */
export function filterItems(items, filter) {
  const shown = { all: () => true, ask: (item) => item.state === "unasked" || item.state === "closed", open: (item) => item.state === "open", used: (item) => item.state === "used" };
  return items.filter(shown[filter]);
}

class FeedbackPage {
  constructor(ctx) {
    Object.assign(this, { ctx, t: ctx.t, filter: "all" });
    this.top = el("div", {});
    this.told = el("p", { class: "melding", role: "status" });
    this.list = el("div", {});
    this.side = el("aside", { class: "zij", "aria-label": ctx.t("feedback.new") });
    ctx.root.append(el("div", { class: "tweedelig" }, el("div", { class: "blad" }, this.top, this.told, this.list), this.side));
    ctx.line.ask("items").then((found) => this.show(found), (error) => this.tell(error.message, true));
  }

  tell(text, isWrong = false) {
    this.told.textContent = text;
    this.told.classList.toggle("fout", isWrong);
  }

  show(found) {
    this.found = found;
    this.drawTop();
    this.drawList();
    if (!this.side.firstChild) this.drawForm();
  }

  drawTop() {
    const { t, found } = this;
    const waiting = filterItems(found.items, "open").length;
    const facts = [t.count("feedback.items", found.items.length), t.count("feedback.waiting", waiting)].join(" · ");
    const chip = (name) => el("button", { class: "chip", "aria-pressed": String(name === this.filter), on: { click: () => this.choose(name) } }, t(`filter.${name}`));
    fill(this.top, el("div", { class: "kopr" }, el("h1", { text: t("feedback.title") }), el("span", { class: "stil", text: facts })), el("p", { class: "uitleg", text: t("feedback.hint") }), el("div", { class: "chips filter", role: "group" }, FEEDBACK_FILTERS.map(chip)));
  }

  choose(filter) {
    this.filter = filter;
    this.drawTop();
    this.drawList();
    this.top.querySelector('.chip[aria-pressed="true"]').focus();
  }

  drawList() {
    const { t, found } = this;
    const shown = filterItems(found.items, this.filter);
    const empty = found.items.length ? t("feedback.nothing", { n: found.items.length }) : t("feedback.none");
    fill(this.list, shown.length ? el("ul", { class: "posten" }, shown.map((item) => this.drawItem(item))) : el("p", { class: "vak leeg", text: empty }));
  }

  drawItem(item) {
    const { t, ctx } = this;
    const when = writeDate(item.date, ctx.language);
    const asked = [when ? t("feedback.asked", { when }) : "", item.asked_by ? t("feedback.askedby", { who: item.asked_by }) : ""].filter(Boolean).join(" ");
    const acts = listActs(item).map((act, at) => el("button", { class: at || item.state === "refused" || act === "edit" ? "knop klein kaal" : "knop klein", on: { click: () => this.start(act, item) } }, t(`act.${act}`)));
    return el(
      "li",
      { class: "vak post", "data-item": item.item },
      el("blockquote", { class: "lees", text: item.wording }),
      el("p", { class: "stil", text: `${t("feedback.from", item)} · ${t("feedback.to", item)}` }),
      el("div", { class: "stand" }, el("span", { class: `staat ${item.state}` }, el("i", { class: "teken", "aria-hidden": "true", text: FEEDBACK_MARKS[item.state] }), " ", t(statusKey(item))), asked ? el("span", { class: "stil", text: asked }) : null, el("span", { class: "rechts" }, acts)),
      item.may ? null : el("p", { class: "waarschuwing", text: t("feedback.noconsent") }),
    );
  }

  async do(act, args) {
    this.show(await this.ctx.line.ask(act, args));
    this.tell(this.t(`told.${act}`));
  }

  start(act, item) {
    const { t } = this;
    const make = { permit: () => this.askAnswer(item), edit: () => this.askWords(item) }[act];
    if (make) return make();
    const text = act === "pass" ? t(`pass.${item.mode}`) : t(`${act}.text`, item);
    const quote = el("blockquote", { class: "lees", text: item.wording });
    return openDialog(this.ctx, { title: t(`${act}.title`, item), body: [quote, el("p", { text })], buttons: [{ words: t(`act.${act}`), first: true, act: () => this.do(act, { item: item.item }) }] });
  }

  askAnswer(item) {
    const { t } = this;
    const today = new Date().toISOString().slice(0, 10);
    const choice = (mode) => el("label", { class: "panel-choice" }, el("input", { type: "radio", name: "mode", value: mode }), t(`ask.${mode}`));
    const choices = el("div", { class: "antwoord", role: "radiogroup", "aria-label": t("ask.title") }, ["anonymous", "named", "none"].map(choice));
    const on = el("input", { class: "veld", type: "date", value: today });
    const by = el("input", { class: "veld", autocomplete: "off" });
    const body = el("div", {}, el("p", { text: t("ask.text", item) }), el("blockquote", { class: "lees", text: item.wording }), choices, el("div", { class: "velden" }, el("label", { class: "panel-label" }, el("span", { text: t("ask.on") }), on), el("label", { class: "panel-label" }, el("span", { text: t("ask.by") }), by)));
    const act = () => {
      const mode = choices.querySelector("input:checked")?.value;
      if (!mode) return (choices.querySelector("input").focus(), false);
      return this.do("permit", { item: item.item, mode, date: on.value, askedBy: by.value.trim() });
    };
    openDialog(this.ctx, { title: t("ask.title"), body, buttons: [{ words: t("act.permit"), first: true, act }] });
  }

  askWords(item) {
    const { t } = this;
    const words = el("textarea", { class: "veld lees", rows: 4, value: item.wording, "aria-label": t("feedback.words"), autofocus: true });
    const act = () => this.do("edit", { item: item.item, wording: words.value });
    openDialog(this.ctx, { title: t("edit.title"), body: [el("p", { text: t("edit.text") }), words], buttons: [{ words: t("act.edit"), first: true, act }] });
  }

  drawForm() {
    const { t, found } = this;
    const choose = (options) => [el("option", { value: "", text: t("feedback.choose") }), ...options];
    const who = el("select", { class: "veld", name: "who", required: true }, choose(found.klanten.map((one, at) => el("option", { value: String(at), text: `${one.klant} · ${one.source}` }))));
    const whom = el("select", { class: "veld", name: "whom", required: true }, choose(found.recipients.map((one) => el("option", { value: one.id, text: one.label }))));
    const words = el("textarea", { class: "veld lees", rows: 5, required: true });
    const wrong = el("p", { class: "melding fout", role: "alert" });
    const label = (key, field) => el("label", { class: "panel-label" }, el("span", { text: t(key) }), field);
    const submit = async (event) => {
      event.preventDefault();
      const klant = found.klanten[Number(who.value)];
      try {
        wrong.textContent = "";
        await this.do("add", { source: klant.source_id, klant: klant.klant_id, recipient: whom.value, wording: words.value });
        words.value = "";
      } catch (error) {
        wrong.textContent = error.message;
      }
    };
    fill(this.side, el("h2", { text: t("feedback.new") }), el("form", { on: { submit } }, label("feedback.who", who), label("feedback.whom", whom), label("feedback.words", words), el("p", { class: "stil", text: t("feedback.words.hint") }), el("button", { class: "knop eerst", type: "submit" }, t("feedback.new")), wrong));
  }
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "terugkoppeling", feedbackWords, (ctx) => void new FeedbackPage(ctx));
}

export default { render };

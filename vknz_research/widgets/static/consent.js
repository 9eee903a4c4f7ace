// The page Toestemming: participants by purpose, one person beside it, recording and withdrawing.
import { el, fill, focusedIn, takesText } from "./dom.js";
import { openDialog } from "./dialog.js";
import { startDesk, writeDate } from "./desk.js";
import { consentWords } from "./consentwords.js";

const CONSENT_MARKS = { given: "✓", refused: "✕", withdrawn: "↩", none: "–" };
export const CONSENT_FILTERS = ["all", "lacking", "against", "quarantined"];

/** Return the state of one purpose: given, refused, withdrawn, or none where nothing was asked. */
export function stateOf(person, purpose) {
  return person.said[purpose]?.state ?? "none";
}

/** Return who is shown: by a filter, and by a part of the label, the role or the name of a source. */
export function filterPeople(register, filter, query) {
  const closed = new Set(register.closed.flatMap((source) => source.who.map((one) => one.id)));
  const states = (person) => register.purposes.map((purpose) => stateOf(person, purpose));
  const tests = {
    all: () => true,
    lacking: (person) => states(person).includes("none"),
    against: (person) => states(person).some((state) => state === "refused" || state === "withdrawn"),
    quarantined: (person) => closed.has(person.id),
  };
  const wanted = query.trim().toLowerCase();
  const found = (person) => [person.label, person.role ?? "", ...person.sources].some((text) => text.toLowerCase().includes(wanted));
  return register.people.filter((person) => tests[filter](person) && (!wanted || found(person)));
}

/** Return the letters, the askers and the last date of what somebody said. */
export function summarise(person) {
  const said = Object.values(person.said);
  const different = (key) => [...new Set(said.map((one) => one[key]).filter(Boolean))].sort();
  return { letters: different("letter"), askers: different("askedBy"), date: said.map((one) => one.date ?? "").sort().at(-1) ?? "" };
}

/** Return the letter and the asker that are likely the next: those of the last date, of this role first. */
export function guessAsked(register, person) {
  const said = (people) => people.flatMap((one) => Object.values(one.said)).filter((one) => one.letter);
  const likely = said(register.people.filter((one) => one.perspective === person.perspective));
  const known = likely.length ? likely : said(register.people);
  const last = known.sort((a, b) => (a.date ?? "").localeCompare(b.date ?? "")).at(-1);
  return { letter: last?.letter ?? "", askedBy: last?.askedBy ?? "" };
}

class ConsentPage {
  constructor(ctx) {
    Object.assign(this, { ctx, t: ctx.t, filter: "all", query: "", chosen: null });
    this.told = el("p", { class: "melding", role: "status" });
    this.top = el("div", {});
    this.box = el("section", { class: "vak register" });
    this.shut = el("section", { class: "vak quarantaine" });
    this.sheet = el("div", { class: "blad" }, this.top, this.told, this.box, this.shut, el("p", { class: "uitleg voet", text: this.t("consent.many") }));
    this.side = el("aside", { class: "zij", hidden: true, "aria-label": this.t("consent.participant"), on: { keydown: (event) => this.keysBeside(event) } });
    ctx.root.append(el("div", { class: "tweedelig" }, this.sheet, this.side));
    ctx.root.addEventListener("keydown", (event) => this.keys(event));
    ctx.line.ask("register").then((found) => this.show(found), (error) => this.tell(error.message, true));
  }

  tell(text, isWrong = false) {
    this.told.textContent = text;
    this.told.classList.toggle("fout", isWrong);
  }

  show(register) {
    this.register = register;
    if (!this.person) this.chosen = null;
    this.drawTop();
    this.drawTable();
    this.drawClosed();
    this.drawPerson();
  }

  get person() {
    return this.register.people.find((one) => one.id === this.chosen) ?? null;
  }

  drawTop() {
    const { t, register } = this;
    const untold = register.people.filter((person) => !Object.keys(person.said).length).length;
    const closed = register.closed.length;
    const facts = [t.count("consent.people", register.people.length), untold ? t.count("consent.untold", untold) : "", closed ? t.count("consent.closed", closed) : t("consent.allopen")];
    const chips = CONSENT_FILTERS.map((name) => el("button", { class: "chip", "aria-pressed": String(name === this.filter), on: { click: () => this.choose(name) } }, t(`consent.${name}`)));
    const search = el("input", { class: "veld zoek", type: "search", placeholder: t("consent.search"), "aria-label": t("consent.search"), value: this.query, on: { input: (event) => this.search(event.target.value) } });
    fill(
      this.top,
      el("div", { class: "kopr" }, el("h1", { text: t("consent.title") }), el("span", { class: "stil", text: facts.filter(Boolean).join(" · ") })),
      el("p", { class: "uitleg", text: t("consent.hint") }),
      el("div", { class: "chips filter", role: "group", "aria-label": t("consent.filter") }, chips, search, el("span", { class: "stil toetsen", text: t("consent.keys") })),
    );
  }

  choose(filter) {
    this.filter = filter;
    this.drawTop();
    this.drawTable();
    this.top.querySelector('.chip[aria-pressed="true"]').focus();
  }

  search(query) {
    this.query = query;
    this.drawTable();
  }

  drawTable() {
    const { t, register } = this;
    const shown = filterPeople(register, this.filter, this.query);
    if (!register.people.length) return fill(this.box, el("p", { class: "leeg", text: t("consent.none") }));
    if (!shown.length) return fill(this.box, el("p", { class: "leeg" }, t("consent.nobody", { n: register.people.length }), " ", el("button", { class: "tekstknop", on: { click: () => this.clear() } }, t("consent.clear"))));
    const at = shown.some((person) => person.id === this.chosen) ? this.chosen : shown[0].id;
    const heads = register.purposes.map((purpose) => el("th", { scope: "col", class: "doel", title: t(`long.${purpose}`) }, t(`purpose.${purpose}`).replace("-", "\u00ad")));
    const head = el("tr", {}, el("th", { scope: "col", class: "wie", text: t("consent.participant") }), heads, ["letter", "date", "asked"].map((name) => el("th", { scope: "col", text: t(`consent.${name}`) })));
    const rows = shown.map((person) => this.drawRow(person, person.id === at));
    const body = el("tbody", { on: { keydown: (event) => this.keysInTable(event) } }, rows);
    return fill(this.box, el("table", { "aria-label": t("consent.title") }, el("thead", {}, head), body));
  }

  clear() {
    Object.assign(this, { filter: "all", query: "" });
    this.drawTop();
    this.drawTable();
  }

  drawRow(person, isStop) {
    const { t, ctx } = this;
    const sum = summarise(person);
    const several = (list, key) => (list.length > 1 ? el("span", { title: list.join(", "), text: t(key, { n: list.length }) }) : el("span", { title: list[0], text: list[0] ?? "" }));
    const cells = this.register.purposes.map((purpose) => {
      const state = stateOf(person, purpose);
      const date = writeDate(person.said[purpose]?.date, ctx.language);
      return el("td", { class: `staat ${state}`, title: [t(`long.${purpose}`), date].filter(Boolean).join(", ") }, this.mark(state));
    });
    const name = el("th", { scope: "row", class: "wie" }, el("b", { text: person.label }), el("small", { text: person.role ?? t("role.unknown") }));
    return el(
      "tr",
      { tabindex: isStop ? 0 : -1, "data-id": person.id, "aria-selected": String(person.id === this.chosen), on: { click: () => this.open(person.id) } },
      name, cells, el("td", { class: "brief" }, several(sum.letters, "consent.letters")), el("td", { class: "datum", text: writeDate(sum.date, ctx.language) }), el("td", { class: "brief" }, several(sum.askers, "consent.askers")),
    );
  }

  mark(state) {
    return [el("i", { class: "teken", "aria-hidden": "true", text: CONSENT_MARKS[state] }), " ", this.t(`state.${state}`)];
  }

  drawClosed() {
    const { t, register } = this;
    this.shut.hidden = !register.closed.length;
    const why = (one) => {
      const purposes = one.purposes.map((purpose) => t(`long.${purpose}`)).join(", ");
      return el("li", {}, el("button", { class: "tekstknop", on: { click: () => this.open(one.id) } }, one.label), t("consent.lacks", { who: "", purposes }));
    };
    const row = (source) => {
      const reasons = source.who.length ? el("ul", {}, source.who.map(why)) : t("consent.nobodyknown");
      return el("tr", {}, el("th", { scope: "row", text: source.name }), el("td", {}, reasons));
    };
    const head = el("tr", {}, el("th", { scope: "col", text: t("consent.source") }), el("th", { scope: "col", text: t("consent.why") }));
    const table = el("table", {}, el("thead", {}, head), el("tbody", {}, register.closed.map(row)));
    fill(this.shut, el("h2", { text: t("consent.quarantine") }), el("p", { class: "uitleg", text: t("consent.quarantinehint") }), table);
  }

  open(id) {
    this.chosen = id;
    this.tell("");
    this.drawTable();
    this.drawPerson();
    this.side.querySelector("input")?.focus({ preventScroll: true });
    this.row(id)?.scrollIntoView({ block: "nearest" });
  }

  close() {
    const id = this.chosen;
    this.chosen = null;
    this.drawTable();
    this.drawPerson();
    (this.row(id) ?? this.box.querySelector('tr[tabindex="0"]'))?.focus();
  }

  row(id) {
    return [...this.box.querySelectorAll("tr[data-id]")].find((row) => row.dataset.id === id);
  }

  drawPerson() {
    const { t, person, register } = this;
    this.side.hidden = !person;
    if (!person) return fill(this.side);
    const isGiven = register.purposes.some((purpose) => stateOf(person, purpose) === "given");
    const all = el("button", { class: "knop", hidden: !isGiven, on: { click: () => this.askWithdrawal([]) } }, t("consent.withdrawall"));
    const shut = el("button", { class: "knop kaal", "aria-label": t("consent.close"), on: { click: () => this.close() } }, t("consent.close"), " ", el("kbd", { text: "Esc" }));
    const about = [person.role ?? t("role.unknown"), person.sources.length ? `${t("consent.speaks")} ${person.sources.join(", ")}` : ""];
    return fill(
      this.side,
      el("div", { class: "zijkop" }, el("h2", { text: person.label }), shut),
      el("p", { class: "stil", text: about.filter(Boolean).join(" · ") }),
      this.drawForm(person),
      el("div", { class: "heel" }, all),
    );
  }

  drawForm(person) {
    const { t, register } = this;
    const guess = guessAsked(register, person);
    const every = el("input", { type: "checkbox", on: { change: (event) => tick(event.target.checked) } });
    const lines = register.purposes.map((purpose) => this.drawLine(person, purpose));
    const boxes = lines.map((line) => line.querySelector("input"));
    const tick = (on) => boxes.forEach((box) => (box.checked = on));
    const field = (name, props) => el("label", { class: "panel-label" }, el("span", { text: t(`consent.${props.key}`) }), el("input", { class: "veld", name, ...props.is }));
    const answer = (value, key) => el("label", { class: "panel-choice" }, el("input", { type: "radio", name: "state", value, checked: value === "given" }), t(key));
    const form = el(
      "form",
      { on: { submit: (event) => this.record(event, form) } },
      el("fieldset", {}, el("legend", {}, el("label", { class: "alles" }, every, t("consent.everything"))), el("ul", { class: "doelen" }, lines)),
      el("div", { class: "antwoord", role: "group", "aria-label": t("consent.answer") }, answer("given", "consent.yes"), answer("refused", "consent.no")),
      el("div", { class: "velden" }, field("date", { key: "on", is: { type: "date", value: register.today } }), field("letter", { key: "version", is: { value: guess.letter, list: "vknz-letters", autocomplete: "off" } }), field("askedBy", { key: "by", is: { value: guess.askedBy, list: "vknz-askers", autocomplete: "off" } })),
      ...[["vknz-letters", register.letters], ["vknz-askers", register.askers]].map(([id, known]) => el("datalist", { id }, known.map((value) => el("option", { value })))),
      el("button", { class: "knop eerst", type: "submit" }, t("consent.record")),
      el("p", { class: "melding fout", role: "alert" }),
    );
    return form;
  }

  drawLine(person, purpose) {
    const { t, ctx } = this;
    const state = stateOf(person, purpose);
    const said = person.said[purpose];
    const when = [writeDate(said?.date, ctx.language), said?.letter].filter(Boolean).join(" · ");
    const by = said?.askedBy ? `${t("consent.asked")} ${said.askedBy}` : null;
    const back = state === "given" ? el("button", { class: "knop klein", "aria-label": `${t("consent.withdraw")}: ${t(`long.${purpose}`)}`, on: { click: () => this.askWithdrawal([purpose]) } }, t("consent.withdraw")) : null;
    return el(
      "li",
      { "data-purpose": purpose },
      el("label", {}, el("input", { type: "checkbox", name: "purpose", value: purpose }), el("span", {}, t(`long.${purpose}`), when ? el("small", { title: by, text: when }) : null)),
      el("span", { class: `staat ${state}` }, this.mark(state)),
      back ?? el("span", {}),
    );
  }

  async record(event, form) {
    event.preventDefault();
    const wrong = form.querySelector('[role="alert"]');
    const value = (name) => form.elements.namedItem(name).value.trim();
    const purposes = [...form.querySelectorAll('input[name="purpose"]:checked')].map((box) => box.value);
    try {
      const given = { participant: this.chosen, purposes, state: value("state"), date: value("date"), letter: value("letter"), askedBy: value("askedBy") };
      this.show(await this.ctx.line.ask("record", given));
      this.tell(this.t.count("consent.recorded", purposes.length));
      this.side.querySelector("input")?.focus({ preventScroll: true });
    } catch (error) {
      wrong.textContent = error.message;
    }
  }

  // An empty list of purposes is all of them.
  askWithdrawal(purposes) {
    const { t, ctx } = this;
    const participant = this.chosen;
    const title = purposes.length ? t("consent.ask", { purpose: t(`long.${purposes[0]}`) }) : t("consent.askall");
    const body = el("div", { class: "gaat" }, el("p", { role: "status", text: t("consent.planning") }));
    const act = async () => {
      body.querySelector('[role="status"]').textContent = t("consent.busy");
      const found = await ctx.line.ask("withdraw", { participant, purposes });
      this.show(found);
      this.tell(t("consent.done"));
    };
    const dialog = openDialog(ctx, { title, body, buttons: [{ words: t("consent.withdraw"), first: true, act }] });
    dialog.foot.querySelector(".first")?.focus();
    ctx.line.ask("plan", { participant, purposes }).then(
      (plan) => fill(body, this.drawPlan(plan.counts), el("p", { role: "status", class: "stil" })),
      (error) => dialog.say(error.message),
    );
  }

  drawPlan(counts) {
    const { t } = this;
    const goes = Object.entries(counts).filter(([, n]) => n > 0);
    if (!goes.length) return el("p", { text: t("consent.nothing") });
    const lines = goes.map(([name, n]) => el("li", { text: t.has(`goes.${name}.one`) ? t.count(`goes.${name}`, n) : `${name}: ${n}` }));
    return [el("p", { text: t("consent.goes") }), el("ul", {}, lines), el("p", { class: "stil", text: t("consent.forever") })];
  }

  keys(event) {
    if (event.key !== "/" || takesText(event.composedPath()[0]) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.top.querySelector("input").focus();
  }

  keysBeside(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  }

  keysInTable(event) {
    const rows = [...this.box.querySelectorAll("tr[data-id]")];
    const at = rows.indexOf(focusedIn(this.box)?.closest?.("tr"));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      return this.open(rows[at].dataset.id);
    }
    if (next === undefined || !rows[next]) return undefined;
    event.preventDefault();
    rows[at]?.setAttribute("tabindex", "-1");
    rows[next].setAttribute("tabindex", "0");
    return rows[next].focus();
  }
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "toestemming", consentWords, (ctx) => void new ConsentPage(ctx));
}

export default { render };

// Observations: what was seen at a place, its theme, and what to ask the klant and the klantmanager.
import { el, fill } from "./dom.js";
import { keepFields, labelOf, makeChoice, makeFragmentButton, makeLabel, signOfKind } from "./playerparts.js";
import { runAct } from "./dialog.js";
import { writeStretch } from "./playertime.js";

/** Return what an observation is about, as it is sent: time where it has one, else words. */
export function placeOf({ start, end, recording, begin, finish }) {
  const time = begin !== null && begin !== undefined ? { recording, begin, finish } : {};
  return end > start ? { ...time, start, end } : time;
}

export class PlayerSeen {
  constructor(page) {
    Object.assign(this, { page, t: page.t, editing: null });
    this.box = el("section", { class: "vel observaties" });
    this.form = el("div", {});
    this.list = el("div", {});
    this.box.append(this.form, this.list);
  }

  draw() {
    const { t, page } = this;
    const found = page.state.observations;
    keepFields(this.list, () =>
      fill(this.list, found.length ? el("ul", { class: "gezienlijst" }, found.map((one) => this.makeItem(one))) : this.editing ? null : el("p", { class: "leeg", text: t("observe.none") })));
  }

  makeItem(one) {
    const { t, page } = this;
    const { choices } = page.state;
    const about = [labelOf(choices.themes, one.theme), one.part ? labelOf(choices.parts, one.part) : "", one.coder].filter(Boolean).join(" · ");
    const acts = one.mine ? el("span", { class: "daden" }, el("button", { class: "tekstknop", on: { click: () => this.open(one) } }, t("observe.change")), el("button", { class: "tekstknop", on: { click: () => page.do("unobserve", { id: one.id }, t("told.saved")) } }, t("observe.remove"))) : null;
    return el(
      "li", { "data-row": `seen-${one.id}` },
      el("p", { class: "kopje" }, el("span", { class: "tk", "aria-hidden": "true", text: signOfKind(one.kind) }), el("b", { text: labelOf(choices.kinds, one.kind) }), makeFragmentButton(page, one)),
      el("p", { text: one.body }), el("p", { class: "stil klein", text: about }), acts,
    );
  }

  /** Open the form for a new observation at a place, or for one that is there. */
  open(one) {
    const { t, page } = this;
    const { choices } = page.state;
    this.editing = one;
    const field = (name, rows) => el("textarea", { class: "veld", rows, value: one[name] ?? "" });
    const fields = {
      kind: makeChoice(choices.kinds, one.kind ?? "falter"), theme: makeChoice(choices.themes, one.theme, { empty: t("observe.notheme") }), part: makeChoice(choices.parts, one.part, { empty: t("observe.nopart") }),
      body: field("body", 3), askKlant: field("askKlant", 2), askKlantmanager: field("askKlantmanager", 2),
    };
    const alert = el("p", { class: "melding fout", role: "alert" });
    const save = el("button", { class: "knop", type: "submit" }, t("observe.save"), " ", el("kbd", { text: "Ctrl+Enter" }));
    const send = async (event) => {
      event?.preventDefault();
      await runAct(() => this.send(one, fields), (text) => (alert.textContent = text), [save]);
    };
    const label = (name) => makeLabel(t(`observe.${name}`), fields[name]);
    const form = el(
      "form", { class: "observeer", "aria-label": t(one.id ? "observe.edit" : "observe.new"), on: { submit: send, keydown: (event) => this.keys(event, send) } },
      el("h3", {}, t(one.id ? "observe.edit" : "observe.new"), el("span", { class: "stil", text: writeStretch(one) ? ` ${t("observe.at", { times: writeStretch(one) })}` : "" })),
      label("kind"), label("body"), el("div", { class: "tweeveld" }, label("theme"), label("part")), label("askKlant"), label("askKlantmanager"),
      el("div", { class: "voet" }, save, el("button", { class: "knop kaal", on: { click: () => this.shut() } }, t("observe.leave"), " ", el("kbd", { text: "Esc" }))), alert,
    );
    fill(this.form, form);
    this.draw();
    this.box.parentElement.scrollTop = 0;
    fields.kind.focus();
  }

  keys(event, send) {
    if (event.key === "Escape") this.shut();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async send(one, fields) {
    const { page, t } = this;
    const words = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()]));
    if (!words.body) return fields.body.focus();
    await page.ask("observe", { source: page.state.source.id, ...(one.id ? { id: one.id } : {}), ...placeOf(one), ...words });
    page.say(t("told.observed"));
    this.shut();
    return undefined;
  }

  shut() {
    this.editing = null;
    fill(this.form);
    this.draw();
    this.page.ctx.focusText();
  }
}

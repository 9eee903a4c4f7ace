// Aandachtspunten: named by the klantmanager, looked back on in a later conversation.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { makeLearningLines } from "./playerlearning.js";
import { keepFields, labelOf, makeChoice, makeFragmentButton, makeLabel } from "./playerparts.js";
import { writeStretch } from "./playertime.js";

/** Return the wording of a point as it stands now: that of the last look that changed it. */
export function wordingOf(point) {
  return point.looks.findLast((look) => look.wording)?.wording ?? point.body;
}

/** Return whether a point waits for a look in this round. */
export function isDue(point, round) {
  return point.round < round && !point.looks.some((look) => look.round === round) && point.looks.at(-1)?.outcome !== "dropped";
}

export class PlayerPoints {
  constructor(page) {
    Object.assign(this, { page, t: page.t });
    this.box = el("section", { class: "vel aandacht" });
  }

  draw() {
    const { t, page } = this;
    const { points } = page.state;
    keepFields(this.box, () =>
      fill(this.box, el("h2", { text: t("points.title") }), el("p", { class: "uitleg", text: t("points.hint") }), makeLearningLines(page), points.length ? el("ul", {}, points.map((one) => this.makePoint(one))) : el("p", { class: "leeg", text: t("points.none") }),
        el("div", { class: "voet" }, el("button", { class: "knop", on: { click: () => this.edit(null) } }, t("points.new")))));
  }

  makePoint(point) {
    const { t, page } = this;
    const { choices, round, codes } = page.state;
    const code = codes.find((one) => one.path === point.code)?.name;
    const about = [labelOf(choices.pointKinds, point.kind), labelOf(choices.themes, point.theme), code].filter(Boolean).join(" · ");
    const due = isDue(point, round);
    const act = due ? el("button", { class: "knop klein", on: { click: () => this.look(point) } }, t("points.look", { n: round })) : null;
    const mine = point.round === round ? el("button", { class: "tekstknop klein", on: { click: () => this.edit(point) } }, t("points.change")) : null;
    const later = point.round === round && !point.looks.length ? el("p", { class: "stil klein", text: t("points.later") }) : null;
    return el("li", { class: "punt", "data-point": point.id, "data-row": `point-${point.id}` }, el("p", { class: "lees", text: `‘${point.body}’` }), el("p", { class: "stil klein", text: [t("points.of", { n: point.round }), about].filter(Boolean).join(" · ") }), el("ol", { class: "leerlijn" }, point.looks.map((look) => this.makeLook(look))), later, act, mine);
  }

  makeLook(look) {
    const { t, page } = this;
    const { choices } = page.state;
    const told = [labelOf(choices.tried, look.tried), labelOf(choices.outcomes, look.outcome)].filter(Boolean).join(", ");
    return el("li", {}, el("b", { text: t("points.seen", { n: look.round }) }), ` ${told} `, makeFragmentButton(page, look), look.effect ? el("p", { text: look.effect }) : null, look.wording ? el("p", { class: "lees", text: `‘${look.wording}’` }) : null);
  }

  /** Bring a point of the list into view, for who comes from its learning line. */
  show(id) {
    const row = this.box.querySelector(`[data-point="${CSS.escape(id)}"]`);
    row.setAttribute("tabindex", "-1");
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  edit(point) {
    const { t, page } = this;
    const { choices, codes } = page.state;
    const body = el("textarea", { class: "veld lees", rows: 3, value: point?.body ?? "", autofocus: true });
    const kind = makeChoice(choices.pointKinds, point?.kind ?? "other");
    const theme = makeChoice(choices.themes, point?.theme, { empty: t("observe.notheme") });
    const code = makeChoice(codes.filter((one) => one.form !== "outlined" && /^[1-9]$/.test(one.shortcut ?? "")).map((one) => [one.path, one.name]), point?.code, { empty: t("points.nocode") });
    const act = () => {
      if (!body.value.trim()) return false;
      return page.ask("point", { ...(point ? { id: point.id } : {}), body: body.value.trim(), kind: kind.value, theme: theme.value || null, code: code.value || null });
    };
    const form = el("div", {}, makeLabel(t("points.body"), body), makeLabel(t("points.kind"), kind), el("div", { class: "tweeveld" }, makeLabel(t("points.theme"), theme), makeLabel(t("points.code"), code)));
    openDialog(page.ctx, { title: t("points.new"), body: form, buttons: [{ words: t("points.save"), first: true, keys: "Ctrl+Enter", act }] });
  }

  look(point) {
    const { t, page } = this;
    const { choices, source, round } = page.state;
    const tried = makeChoice(choices.tried, "yes", { autofocus: true });
    const outcome = makeChoice(choices.outcomes, "", { empty: t("points.open") });
    const effect = el("textarea", { class: "veld", rows: 3 });
    const wording = el("textarea", { class: "veld lees", rows: 2 });
    const { begin, finish } = page.fragment;
    const fragment = source && begin !== null && finish !== null ? { source: source.id, recording: page.recording, begin, finish } : {};
    const act = () => page.ask("look", { point: point.id, tried: tried.value, effect: effect.value.trim(), outcome: outcome.value || null, wording: wording.value.trim() || null, ...fragment });
    const form = el("div", {}, el("p", { class: "lees", text: `‘${wordingOf(point)}’` }), el("div", { class: "tweeveld" }, makeLabel(t("points.tried"), tried), makeLabel(t("points.outcome"), outcome)), makeLabel(t("points.effect"), effect), makeLabel(t("points.wording"), wording), fragment.source ? el("p", { class: "stil", text: t("agenda.withFragment", { times: writeStretch(fragment) }) }) : null);
    openDialog(page.ctx, { title: t("points.look", { n: round }), body: form, buttons: [{ words: t("points.save"), first: true, keys: "Ctrl+Enter", act }] });
  }
}

// The filter that all pages share: phase, perspective, layer, and more when asked for. It stands in the address.
import { el, fill } from "./dom.js";
import { splitList, toggleValue } from "./lookaddress.js";
import { capital } from "./lookparts.js";

/** Return what is chosen besides phase and perspective, as pairs of key and value. */
export function listMore(choice) {
  return ["soort", "gemeente", "bron", "broncode"].flatMap((key) => splitList(choice[key]).map((value) => [key, value]));
}

/** Return whether anything is chosen. */
export function isFiltered({ choice, snapshot }) {
  return Boolean(snapshot) || Object.values(choice).some(Boolean);
}

function chip(words, pressed, act, label) {
  return el("button", { class: "chip", "aria-pressed": String(pressed), "aria-label": label, on: { click: act } }, words, pressed ? el("span", { class: "x", "aria-hidden": "true", text: " ×" }) : null);
}

export class LookFilter {
  constructor(ctx, onChange) {
    Object.assign(this, { ctx, onChange });
    this.element = el("div", { class: "filter", role: "group", "aria-label": ctx.t("filter") });
    this.told = el("span", { class: "bereik stil", role: "status" });
  }

  draw() {
    const { ctx } = this;
    const { t, state, address } = ctx;
    const was = this.element.querySelector(":focus")?.dataset.k;
    const isOpen = this.element.querySelector("details")?.open ?? false;
    fill(this.element, this.group("fase", t("filter.phase"), state.phases, String), this.group("perspectief", t("filter.perspective"), state.perspectives, (name) => capital(t(`who.${name}`))), this.layers(), this.more(isOpen), this.chosen(),
      isFiltered(address) ? el("a", { class: "wis", href: ctx.href(location.pathname, address.rest, null, ""), text: t("filter.clear") }) : null, this.told);
    this.tell();
    if (was) this.element.querySelector(`[data-k="${CSS.escape(was)}"]`)?.focus();
  }

  tell() {
    const { t, state } = this.ctx;
    const hidden = state.hidden ? ` · ${t.count("filter.hidden", state.hidden)}` : "";
    this.told.textContent = `${t.count("sources", state.sources)}${hidden}`;
  }

  set(changes) {
    this.onChange({ ...this.ctx.address.choice, ...changes });
  }

  // From the filter as it is now: a second click comes before the first is answered.
  toggle(key, value) {
    this.onChange(toggleValue(this.ctx.address.choice, key, value));
  }

  group(key, words, values, name) {
    if (values.length < 2) return null;
    const { choice } = this.ctx.address;
    const on = splitList(choice[key]);
    const chips = values.map((value) => {
      const made = chip(name(value), on.includes(String(value)), () => this.toggle(key, value), `${words} ${name(value)}`);
      made.dataset.k = `${key}-${value}`;
      return made;
    });
    return el("span", { class: "groep" }, el("span", { class: "stil", text: words }), chips);
  }

  layers() {
    const { t, state, address } = this.ctx;
    const fixed = [["", t("layer.auto")], ["coders", t("layer.coders")], ["consensus", t("layer.consensus")]];
    const options = [...fixed, ...state.layers.map((name) => [name, name])];
    const made = el("select", { class: "veld", "data-k": "laag", on: { change: (event) => this.set({ laag: event.target.value }) } },
      options.map(([value, words]) => el("option", { value, selected: value === (address.choice.laag ?? ""), text: words })));
    return el("label", { class: "groep" }, el("span", { class: "stil", text: t("filter.layer") }), made);
  }

  // Kinds, municipalities, the cycle and the snapshot come when asked for.
  more(isOpen) {
    const { t, state, address } = this.ctx;
    const { choice } = address;
    const boxes = (key, values, title) => values.length < 2 ? null : el("fieldset", {}, el("legend", { text: title }), values.map((value) => el("label", {},
      el("input", { type: "checkbox", "data-k": `${key}-${value}`, checked: splitList(choice[key]).includes(value), on: { change: () => this.toggle(key, value) } }), ` ${value}`)));
    const cycle = el("fieldset", {}, el("legend", { text: t("filter.cycle") }), el("label", {},
      el("input", { type: "checkbox", "data-k": "traject", checked: choice.traject === "1", on: { change: (event) => this.set({ traject: event.target.checked ? "1" : "" }) } }), ` ${t("filter.cycle.with")}`));
    const box = el("div", { class: "meer-vak" }, boxes("soort", state.kinds, t("filter.kind")), boxes("gemeente", state.municipalities, t("filter.municipality")), this.snapshots(), cycle);
    const made = el("details", { class: "meer", open: isOpen, on: { keydown: (event) => event.key === "Escape" && this.shut(event) } }, el("summary", { class: "chip", "data-k": "meer", text: t("filter.more") }), box);
    return made;
  }

  shut(event) {
    const details = event.currentTarget;
    event.stopPropagation();
    details.open = false;
    details.querySelector("summary").focus();
  }

  snapshots() {
    const { t, state, address } = this.ctx;
    const rows = [["", t("filter.now")], ...state.snapshots.map((one) => [one.name, `${one.name} · ${one.hash}`])];
    const made = el("select", { class: "veld", "data-k": "momentopname", on: { change: (event) => this.onChange(this.ctx.address.choice, event.target.value) } },
      rows.map(([value, words]) => el("option", { value, selected: value === address.snapshot, text: words })));
    return el("fieldset", {}, el("legend", { text: t("filter.snapshot") }), made);
  }

  chosen() {
    const { t, address } = this.ctx;
    const chips = listMore(address.choice).map(([key, value]) => chip(value, true, () => this.toggle(key, value), `${t(`filter.${key}`)} ${value}: ${t("filter.take")}`));
    if (address.choice.traject === "1") chips.push(chip(t("filter.cycle.on"), true, () => this.set({ traject: "" })));
    if (address.snapshot) chips.push(chip(t("filter.snapshot.on", { name: address.snapshot }), true, () => this.onChange(this.ctx.address.choice, "")));
    return chips;
  }
}

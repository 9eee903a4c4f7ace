// The page on which a report is composed: sections to the left, what stands in one in the middle, how it reads to the right.
import { openDialog } from "./dialog.js";
import { el, fill, focusedIn } from "./dom.js";
import { startDesk } from "./desk.js";
import { drawSections, focusSection } from "./builderlist.js";
import { BuilderLook } from "./builderlook.js";
import { listNodes, makeTree, memosOf, moveAt, moveNode, pickedOf, setFigure, setMemos, setPicks, switchNode, writeSections } from "./buildermodel.js";
import { drawQuotes, drawSearch } from "./builderquotes.js";
import { builderWords } from "./builderwords.js";

const BUILDER_PAUSE = 500;
const BUILDER_FIRST = "rapport";

/** Return the name of the file in an address, or the first one. */
export function nameInAddress(search) {
  return new URLSearchParams(search).get("bestand") || BUILDER_FIRST;
}

class BuilderPage {
  constructor(ctx) {
    Object.assign(this, { ctx, t: ctx.t, here: null, waiting: null, saving: Promise.resolve() });
    this.top = el("div", { class: "kop" });
    this.kept = el("p", { class: "stil bewaard", role: "status" });
    this.told = el("div", { class: "melding", role: "status" });
    this.left = el("nav", { class: "links", "aria-label": ctx.t("builder.sections") });
    this.mid = el("div", { class: "midden" });
    this.right = el("section", { class: "rechts", "aria-label": ctx.t("builder.preview") });
    ctx.root.append(el("div", { class: "bouw" }, el("header", {}, this.top, this.kept, this.told), el("div", { class: "drie" }, this.left, this.mid, this.right)));
    this.look = new BuilderLook(ctx, this.right);
    this.open(nameInAddress(location.search));
  }

  async open(name) {
    try {
      this.take(await this.ctx.line.ask("state", { name }));
      this.kept.textContent = this.state.seen ? "" : this.t("builder.fresh");
    } catch (error) {
      this.say(error.message, true);
    }
  }

  say(words, isWrong = false) {
    fill(this.told, words);
    this.told.classList.toggle("fout", isWrong);
  }

  take(state) {
    this.state = state;
    this.chosen = state.chosen;
    this.seen = state.seen;
    this.tree = makeTree(state.chapters, this.chosen.sections ?? []);
    this.quotes = new Map(state.chapters.flatMap((chapter) => chapter.sections.flatMap((section) => section.quotations.map((one) => [one.key, one]))));
    const address = new URL(location.href);
    address.searchParams.set("bestand", state.name);
    history.replaceState(history.state, "", address);
    this.here = this.node(this.here)?.id ?? (this.tree.find((node) => node.children.length)?.children[0] ?? this.tree[0])?.id;
    this.draw();
    void this.look.show(state.name, this.here);
  }

  node(id) {
    return listNodes(this.tree).find((node) => node.id === id);
  }

  nameOf(id) {
    return this.node(id)?.name ?? id;
  }

  draw() {
    this.drawTop();
    this.drawLeft();
    this.drawMiddle();
  }

  drawTop() {
    const { t, state } = this;
    const names = [...new Set([...state.names, state.name])];
    const pick = el("select", { class: "veld", "aria-label": t("builder.name"), on: { change: (event) => (event.target.value ? this.open(event.target.value) : this.askName()) } }, names.map((name) => el("option", { value: name, selected: name === state.name }, `${name}.yml`)), el("option", { value: "" }, t("builder.new")));
    const file = el("input", { type: "file", accept: ".json", class: "vh", tabindex: -1, "aria-hidden": "true", on: { change: (event) => this.importFile(event.target) } });
    const bring = el("button", { class: "knop", on: { click: () => file.click() } }, t("builder.import"));
    const make = el("button", { class: "knop eerst", on: { click: () => this.askMake() } }, t("builder.make"));
    fill(this.top, el("div", { class: "kopr" }, el("h1", { text: t("builder.title") }), pick, el("span", { class: "rechts" }, file, bring, make)), el("p", { class: "uitleg", text: t("builder.hint") }), this.drawSettings());
  }

  drawSettings() {
    const { t, chosen, state } = this;
    const { known } = state;
    const set = (key, value) => this.change({ ...chosen, ...this.chosen, [key]: value });
    const one = (key, values) => el("label", { class: "instelling" }, el("span", { text: t(`builder.${key}`) }), el("select", { class: "veld", on: { change: (event) => set(key, event.target.value) } }, values.map((value) => el("option", { value, selected: value === chosen[key] }, t.has(`builder.${value}`) ? t(`builder.${value}`) : value))));
    const some = (key, values) => {
      if (values.length < 2) return null;
      const now = () => this.chosen[key] ?? [];
      const chip = (value) => el("button", { class: "chip", "aria-pressed": String(now().includes(value)), "data-focus": `${key}${value}`, on: { click: () => this.change({ ...this.chosen, [key]: values.filter((other) => now().includes(other) !== (other === value)) }, `${key}${value}`) } }, t.has(`perspective.${value}`) ? t(`perspective.${value}`) : String(value));
      return el("div", { class: "instelling", role: "group", "aria-label": t(`builder.${key}`) }, el("span", { text: t(`builder.${key}`) }), el("div", { class: "chips" }, values.map(chip)));
    };
    const reacted = el("label", { class: "panel-choice" }, el("input", { type: "checkbox", checked: Boolean(chosen.responses), on: { change: (event) => set("responses", event.target.checked) } }), t("builder.responses"));
    const isOpen = this.settings?.open ?? false;
    this.settings = el("details", { class: "instellingen", open: isOpen }, el("summary", { text: t("builder.settings") }), el("div", { class: "velden" }, one("language", known.languages), one("audience", known.audiences), one("layer", known.layers), one("purpose", known.purposes), some("phases", known.phases), some("perspectives", known.perspectives), some("municipalities", known.municipalities), reacted));
    return this.settings;
  }

  drawLeft() {
    const acts = {
      choose: (id) => this.goTo(id),
      toggle: (id, isIn) => this.plant(switchNode(this.tree, id, isIn), id),
      move: (id, by) => this.plant(moveNode(this.tree, id, by), id),
    };
    const box = this.list ?? el("div", {});
    if (!this.list) this.left.append(el("h2", { text: this.t("builder.sections") }), el("p", { class: "stil", text: this.t("builder.sectionshint") }), box);
    this.list = box;
    drawSections(this.ctx, box, this.tree, this.here, acts);
  }

  plant(tree, id) {
    this.tree = tree;
    this.here = id;
    this.change({ ...this.chosen, sections: writeSections(tree, this.state.chapters) });
    focusSection(this.list, id);
  }

  goTo(id) {
    this.here = id;
    this.drawLeft();
    this.drawMiddle();
    focusSection(this.list, id);
    void this.look.show(this.state.name, id);
  }

  drawMiddle() {
    const { t } = this;
    const node = this.node(this.here);
    if (!node) return fill(this.mid);
    const quotes = el("section", { class: "vak" });
    const search = el("section", { class: "vak" });
    const isSection = node.level > 1;
    fill(this.mid, el("h2", { class: "naam", text: node.name }), el("section", { class: "vak" }, this.drawMemos(node), isSection ? this.drawFigure(node) : null), isSection ? [quotes, search] : null, this.drawResponses(node));
    if (!isSection) return undefined;
    drawQuotes(this, node, quotes);
    return drawSearch(this, node, search);
  }

  drawFigure(node) {
    const isOn = this.chosen.figures?.[node.id] !== false;
    return el("label", { class: "panel-choice figuur" }, el("input", { type: "checkbox", checked: isOn, "data-focus": "figure", on: { change: (event) => this.change(setFigure(this.chosen, node.id, event.target.checked), "figure") } }), this.t("builder.figure"));
  }

  drawMemos(node) {
    const { t } = this;
    const memos = memosOf(this.chosen, node);
    const set = (made, focus) => this.change(setMemos(this.chosen, node.id, made), focus);
    const row = (memo, at) => {
      const arrow = (by, key, sign) => el("button", { class: "knop klein kaal", "data-focus": `${memo.title}${sign}`, "aria-label": t(key, { name: memo.title }), disabled: !memos[at + by], on: { click: () => set(moveAt(memos, at, by), `${memo.title}${sign}`) } }, sign);
      const tick = el("input", { type: "checkbox", checked: memo.isIn, "data-focus": memo.title, on: { change: (event) => set(memos.map((one) => (one === memo ? { ...memo, isIn: event.target.checked } : one)), memo.title) } });
      return el("li", { class: "memo" }, el("label", { class: "panel-choice" }, tick, memo.title), memos.length > 1 ? el("span", { class: "pijlen" }, arrow(-1, "builder.up", "↑"), arrow(1, "builder.down", "↓")) : null);
    };
    return [el("h3", { text: t("builder.memos") }), memos.length ? el("ul", {}, memos.map(row)) : el("p", { class: "leeg", text: t("builder.nomemo") })];
  }

  drawResponses(node) {
    const own = this.state.responses.filter((one) => one.section === node.id);
    const list = own.map((one) => el("li", { class: "reactie" }, el("b", { text: one.title }), el("p", { class: "lees", text: one.body })));
    return el("section", { class: "vak" }, el("h3", { text: this.t("builder.reacted") }), list.length ? el("ul", {}, list) : el("p", { class: "stil", text: this.t("builder.noreaction") }));
  }

  /** Take another choice, show it, and keep it in the file; the focus goes back to where it was. */
  change(chosen, focus) {
    this.chosen = chosen;
    this.draw();
    if (focus) [...this.ctx.root.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === focus)?.focus();
    this.kept.textContent = this.t("builder.keeping");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.save(), BUILDER_PAUSE);
  }

  /** Keep what is chosen; one save goes after the other, since each knows what it changes. */
  save() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.saving = this.saving.then(() => this.saveNow());
    return this.saving;
  }

  async saveNow() {
    const { t, ctx } = this;
    const { name } = this.state;
    try {
      const found = await ctx.line.ask("save", { name, chosen: this.chosen, seen: this.seen });
      this.seen = found.seen;
      this.state.names = found.names;
      this.kept.textContent = t("builder.kept", { name, time: new Date().toLocaleTimeString(ctx.language) });
      void this.look.show(name, this.here);
      return true;
    } catch (error) {
      this.kept.textContent = t("builder.unkept", { why: error.message });
      return false;
    }
  }

  async choose(node, passage) {
    try {
      const { sourceId, start, end } = passage;
      const picks = pickedOf(this.chosen, node);
      if (this.waiting) await this.save();
      const { key, ...state } = await this.ctx.line.ask("choose", { name: this.state.name, section: node.id, sourceId, start, end });
      this.take(state);
      if (!picks.some((pick) => pick.key === key)) this.change(setPicks(this.chosen, node.id, [...picks, { key, edited: null }]));
    } catch (error) {
      this.say(error.message, true);
    }
  }

  askName() {
    const { t } = this;
    const name = el("input", { class: "veld", autocomplete: "off", autofocus: true, "aria-label": t("builder.newname") });
    const act = async () => this.take(await this.ctx.line.ask("state", { name: name.value.trim() }));
    const dialog = openDialog(this.ctx, { title: t("builder.newtitle"), body: el("label", { class: "panel-label" }, el("span", { text: t("builder.newname") }), name), buttons: [{ words: t("builder.begin"), first: true, act }], onClose: () => this.drawTop() });
    return dialog;
  }

  askMake() {
    const { t } = this;
    const kinds = ["html", "docx", "pdf"].map((kind) => el("input", { type: "checkbox", value: kind, checked: true }));
    const secret = el("input", { class: "veld", type: "password", autocomplete: "off" });
    const body = el("div", {}, el("p", { class: "uitleg", text: t("builder.makehint") }), el("div", { class: "chips soorten" }, kinds.map((box) => el("label", { class: "panel-choice" }, box, box.value.toUpperCase()))), el("label", { class: "panel-label" }, el("span", { text: t("builder.passphrase") }), secret));
    const act = async () => {
      const formats = kinds.filter((box) => box.checked).map((box) => box.value);
      if (!formats.length) throw new Error(t("builder.nokind"));
      if (!(await this.save())) throw new Error(this.kept.textContent);
      this.follow(await this.ctx.line.ask("make", { name: this.state.name, formats, passphrase: secret.value }));
    };
    openDialog(this.ctx, { title: t("builder.maketitle", { name: this.state.name }), body, buttons: [{ words: t("builder.make"), first: true, act }] });
  }

  async follow(found) {
    const { t, state } = this;
    if (found.state === "busy") {
      this.say(t("builder.making"));
      await new Promise((ready) => setTimeout(ready, 1000));
      return this.follow(await this.ctx.line.ask("making"));
    }
    if (found.state === "failed") return this.say(t("builder.failed", { why: found.why }), true);
    const links = (found.files ?? []).filter((name) => !name.endsWith(".json")).map((name) => [el("a", { href: `${state.files}/${encodeURIComponent(name)}`, target: "_blank", rel: "noopener" }, name), " "]);
    return this.say([`${t("builder.made")} `, links]);
  }

  async importFile(input) {
    const file = input.files[0];
    if (!file) return;
    try {
      if (this.waiting) await this.save();
      const { told, ...state } = await this.ctx.line.ask("responses", { name: this.state.name, file: file.name, text: await file.text() });
      this.take(state);
      this.say(this.t("builder.imported", told));
    } catch (error) {
      this.say(error.message, true);
    }
  }

  /** Before the page goes: what was not kept yet is sent. */
  leave() {
    if (this.waiting) void this.save();
  }
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "bouwen", builderWords, (ctx) => {
    const page = new BuilderPage(ctx);
    const leave = () => page.leave();
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  });
}

export default { render };

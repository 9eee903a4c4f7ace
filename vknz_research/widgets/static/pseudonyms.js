// Reviewing what may say who somebody is: the transcript with its proposals, one key per decision.
import { el, fill, takesText } from "./dom.js";
import { openDialog } from "./dialog.js";
import { startDesk } from "./desk.js";
import { REVIEW_KEYS, countOpen, countOutcomes, countShared, decide, decideAll, listDecisions, listSame, makeDeck, setReason, setToken, signOf, step, trimPlace, undoLast, writeToken } from "./pseudonymsdeck.js";
import { reviewWords } from "./pseudonymswords.js";

const REVIEW_VIEWS = ["text", "diff", "after"];
const KEEP_MS = 1200;

class ReviewPage {
  constructor(ctx) {
    Object.assign(this, { ctx, t: ctx.t, view: "text" });
    this.top = el("header", { class: "kop" });
    this.text = el("div", { class: "tekst", tabindex: 0, role: "document" });
    this.now = el("section", { class: "nu" });
    this.list = el("ol", { class: "lijst" });
    this.strip = el("footer", { class: "strook" });
    this.told = el("span", { class: "melding", role: "status" });
    this.side = el("aside", { "aria-label": ctx.t("review.list") }, this.now, this.list);
    ctx.root.append(this.top, this.text, this.side, this.strip);
    this.hear = (event) => this.keys(event);
    ctx.root.addEventListener("keydown", this.hear);
    this.open(ctx.opens);
  }

  close() {
    clearTimeout(this.keeping);
    this.ctx.root.removeEventListener("keydown", this.hear);
  }

  async open(source) {
    fill(this.text, el("p", { class: "leeg", role: "status", text: this.t("review.busy") }));
    try {
      this.show(await this.ctx.line.ask("open", source ? { source } : {}));
    } catch (error) {
      fill(this.text, el("p", { class: "leeg", role: "alert", text: error.message }));
    }
  }

  show(found) {
    this.found = found;
    this.deck = makeDeck(found.proposals ?? [], found.draft ?? []);
    this.drawText();
    this.drawList();
    this.drawAll();
    this.ctx.root.dataset.ready = "true";
    this.text.focus({ preventScroll: true });
  }

  drawText() {
    const { t, found } = this;
    if (!found.source) return fill(this.text, el("p", { class: "leeg", text: t("review.nosource") }));
    const words = found.proposals.map(() => "");
    this.marks = new Map();
    const piece = ([text, n]) => {
      if (n === undefined) return text;
      words[n] = text;
      const mark = this.makeMark(n, text);
      this.marks.set(n, mark);
      return mark;
    };
    const turn = ({ speaker, start, pieces }) => el("div", { class: "beurt" }, el("b", { text: speaker }), el("p", { class: "lees", "data-start": start }, pieces.map(piece)));
    const note = found.isDone ? el("p", { class: "uitleg", text: t("review.isdone") }) : null;
    const none = found.proposals.length ? null : el("p", { class: "leeg", text: t("review.none") });
    fill(this.text, el("div", { class: "kolom" }, note, none, found.turns.map(turn)));
    this.words = words;
    return undefined;
  }

  makeMark(n, text) {
    const proposal = this.deck.proposals[n];
    const title = `${proposal.kind}: ${proposal.why}`;
    const kind = proposal.isDirect ? (proposal.isPossible ? "plek mogelijk" : "plek") : "plek indirect";
    return el("span", { class: kind, "data-n": n, title, on: { click: () => this.goTo(n) } },
      el("sup", { "aria-hidden": "true", text: signOf(proposal.category) }), el("del", { text }), el("ins", {}));
  }

  drawList() {
    this.rows = this.deck.proposals.map((proposal, n) =>
      el("li", {}, el("button", { class: "rij", "data-n": n, tabindex: -1, on: { click: () => this.goTo(n) } }, el("i", { class: "sein", title: proposal.kind, text: signOf(proposal.category) }), el("span", { class: "woord", text: this.words[n] }), el("span", { class: "besluit" }))));
    fill(this.list, this.rows);
  }

  // What stands for a decided place after applying, as far as it is known here.
  tokenText(n) {
    const made = this.deck.decisions.get(n);
    if (!made || made.outcome === "keep") return "";
    const { kind, general } = this.deck.proposals[n];
    return made.token ?? ((made.outcome === "generalise" && general) || `[${kind} …]`);
  }

  drawPlace(n) {
    const made = this.deck.decisions.get(n);
    const state = made?.outcome ?? "open";
    const mark = this.marks.get(n);
    if (mark) {
      mark.dataset.state = state;
      mark.lastChild.textContent = this.tokenText(n);
    }
    const row = this.rows[n];
    row.dataset.state = state;
    row.querySelector(".besluit").textContent = made ? this.tokenText(n) || this.t(`outcome.${state}`) : this.t("outcome.open");
  }

  drawAll() {
    this.deck.proposals.forEach((_, n) => this.drawPlace(n));
    this.drawRest();
  }

  drawRest() {
    this.drawTop();
    this.drawNow();
    this.drawStrip();
    this.follow();
  }

  drawTop() {
    const { t, found, deck } = this;
    const all = deck.proposals.length;
    const left = countOpen(deck);
    const sources = el("select", { class: "veld", "aria-label": t("review.source"), on: { change: (event) => this.open(event.target.value) } }, found.sources.map(({ id, name }) => el("option", { value: id, text: name, selected: id === found.source?.id })));
    const chip = (view) => el("button", { class: "chip", "aria-pressed": String(view === this.view), on: { click: () => this.choose(view) } }, t(`view.${view}`));
    const views = el("span", { class: "chips", role: "group", "aria-label": t("view.label") }, REVIEW_VIEWS.map(chip), el("kbd", { text: t("view.key") }));
    const apply = el("button", { class: "knop eerst", disabled: !deck.decisions.size, on: { click: () => this.askApply() } }, `${t("review.apply")} (${deck.decisions.size}) `, el("kbd", { text: "Ctrl+Enter" }));
    const unlock = el("button", { class: "knop kaal", hidden: this.isUnlocked, on: { click: () => this.askUnlock() } }, t("unlock.open"));
    const gone = all ? (left ? t.count("review.left", left, { all }) : t("review.allDone", { all })) : "";
    fill(this.top, el("h1", { text: t("review.title") }), sources, el("span", { class: "stil over", text: gone }), el("span", { class: "rechts" }, unlock, views, apply));
  }

  drawNow() {
    const { t, deck } = this;
    const n = deck.at;
    const proposal = deck.proposals[n];
    this.now.hidden = !proposal;
    if (!proposal) return fill(this.now);
    const made = deck.decisions.get(n);
    const same = listSame(deck, n).length;
    const isKept = made?.outcome === "keep";
    const { told } = proposal;
    const before = told ? t("review.before", { outcome: told.token ?? t(`outcome.${told.outcome}`) }) : "";
    const kinds = el("select", { class: "veld", on: { change: (event) => this.mark(proposal, event.target.value) } }, Object.entries(this.found.categories).map(([value, text]) => el("option", { value, text, selected: value === proposal.category })));
    const write = (event) => (isKept ? setReason(deck, n, event.target.value.trim()) : setToken(deck, n, writeToken(event.target.value)), this.changed([n]));
    const field = el("input", { class: "veld", value: (isKept ? made.reason : made?.token) ?? "", placeholder: isKept ? "" : t("review.auto"), list: isKept ? null : "vknz-tokens", autocomplete: "off", on: { change: write, keydown: (event) => this.keysInField(event) } });
    const known = [...new Set([...this.found.tokens, ...[...deck.decisions.values()].map((one) => one.token).filter(Boolean)])].sort();
    return fill(
      this.now,
      el("p", { class: "soort" }, el("i", { class: "sein", text: signOf(proposal.category) }), el("b", { text: proposal.kind }), el("span", { class: "stil", text: proposal.why })),
      el("p", { class: "lees woorden", text: this.words[n] }),
      el("p", { class: "stil", text: [same ? t.count("review.same", same) : "", before].filter(Boolean).join(" · ") }),
      proposal.isOwn ? el("label", { class: "panel-label" }, el("span", { text: t("mark.category") }), kinds) : null,
      el("label", { class: "panel-label" }, el("span", {}, t(isKept ? "review.why" : "review.token"), " ", el("kbd", { text: "t" })), field),
      isKept ? null : el("p", { class: "stil hint", text: t("review.token.hint") }),
      el("datalist", { id: "vknz-tokens" }, known.map((value) => el("option", { value }))),
    );
  }

  drawStrip() {
    const { t, deck } = this;
    const made = deck.decisions.get(deck.at)?.outcome;
    const button = (key, act, run, extra = {}) => el("button", { class: "knop klein", on: { click: run }, ...extra }, el("kbd", { text: key }), " ", t(`act.${act}`));
    const choices = Object.entries(REVIEW_KEYS).map(([key, outcome]) => button(key, outcome, () => this.press(key), { "aria-pressed": String(made === outcome) }));
    const others = [["a", "all"], ["m", "mark"], ["u", "undo"], ["p", "previous"], ["n", "next"]].map(([key, act]) => button(key, act, () => this.press(key)));
    fill(this.strip, choices, others, this.told);
  }

  follow() {
    const { deck } = this;
    for (const marked of this.ctx.root.querySelectorAll('[aria-current="true"]')) marked.removeAttribute("aria-current");
    const mark = this.marks?.get(deck.at);
    const row = this.rows[deck.at]?.querySelector(".rij");
    mark?.setAttribute("aria-current", "true");
    row?.setAttribute("aria-current", "true");
    keepInSight(this.text, mark);
    keepInSight(this.list, row);
  }

  goTo(n) {
    this.deck.at = n;
    this.drawRest();
    this.text.focus({ preventScroll: true });
  }

  choose(view) {
    this.view = view;
    this.ctx.root.dataset.view = view;
    this.drawTop();
    this.follow();
  }

  say(text) {
    this.told.textContent = text;
  }

  changed(places) {
    for (const n of places) this.drawPlace(n);
    this.drawRest();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEEP_MS);
  }

  // A draft that is not kept is lost only when this page goes: no reason to stop somebody who is deciding.
  keep() {
    return this.ctx.line.ask("keep", { revision: this.found.revision, decisions: listDecisions(this.deck) }).catch((error) => this.say(error.message));
  }

  press(key) {
    const { deck, t } = this;
    const n = deck.at;
    if (REVIEW_KEYS[key]) {
      if (!decide(deck, REVIEW_KEYS[key])) return this.say(t("told.blocked"));
      this.say(t("told.decided", { what: deck.proposals[n].kind, outcome: t(`outcome.${REVIEW_KEYS[key]}`) }));
      return this.changed([n]);
    }
    if (key === "a") return this.pressAll();
    if (key === "u") {
      const places = undoLast(deck);
      this.say(t(places.length ? "told.undone" : "told.nothing"));
      return this.changed(places);
    }
    if (key === "m") return this.markSelected();
    if (key === "d") return this.choose(REVIEW_VIEWS[(REVIEW_VIEWS.indexOf(this.view) + 1) % REVIEW_VIEWS.length]);
    step(deck, key === "n" ? 1 : -1);
    return this.drawRest();
  }

  pressAll() {
    const { deck, t } = this;
    const count = decideAll(deck);
    this.say(count < 0 ? t("told.noall") : t.count("told.all", count));
    this.changed(deck.proposals.map((_, n) => n));
  }

  keys(event) {
    if (!this.deck || event.defaultPrevented || event.altKey) return;
    const target = event.composedPath()[0];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return void this.askApply();
    }
    const isForm = takesText(target) || target.tagName === "SELECT" || target.closest?.(".dialog");
    if (isForm || event.ctrlKey || event.metaKey) return;
    const key = { ArrowDown: "n", ArrowUp: "p" }[event.key] ?? event.key.toLowerCase();
    if (key === "t" && this.deck.proposals.length) {
      event.preventDefault();
      return void this.now.querySelector("input").select();
    }
    const known = this.deck.proposals.length ? "rgbaunpdm" : "m";
    if (!known.includes(key) || key.length !== 1) return;
    event.preventDefault();
    this.press(key);
  }

  keysInField(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.drawNow();
    this.text.focus({ preventScroll: true }); // leaving the field writes what was typed
  }

  askApply() {
    const { t, deck, ctx, found } = this;
    if (!deck.decisions.size) return this.say(t("apply.nothing"));
    const counts = { ...countOutcomes(deck), open: countOpen(deck) };
    const lines = Object.entries(counts).filter(([, n]) => n).map(([name, n]) => el("li", { text: t.count(`apply.${name}`, n) }));
    const shared = countShared(deck);
    const busy = el("p", { class: "stil", role: "status" });
    const body = el("div", { class: "besluiten" }, el("ul", {}, lines, shared ? el("li", { text: t.count("apply.shared", shared) }) : null), el("p", { text: t("apply.revision") }), el("p", { class: "stil", text: t("apply.check") }), busy);
    const act = async () => {
      clearTimeout(this.keeping);
      busy.textContent = t("apply.busy");
      try {
        const made = await ctx.line.ask("apply", { source: found.source.id, revision: found.revision, decisions: listDecisions(deck) });
        this.show(made);
        this.say(t.count("apply.done", made.applied));
      } finally {
        busy.textContent = "";
      }
    };
    const dialog = openDialog(ctx, { title: t("apply.title"), body, buttons: [{ words: t("review.apply"), first: true, keys: "Ctrl+Enter", act }] });
    dialog.foot.querySelector(".first").focus();
    return undefined;
  }

  askUnlock() {
    const { t, ctx, found } = this;
    const field = el("input", { class: "veld", type: "password", autocomplete: "off" });
    const act = async () => {
      await this.keep();
      this.show(await ctx.line.ask("unlock", { source: found.source.id, passphrase: field.value }));
      this.isUnlocked = true;
      this.drawTop();
      this.say(t("unlock.done"));
    };
    const form = el("form", { class: "besluiten", on: { submit: (event) => (event.preventDefault(), dialog.foot.querySelector(".first").click()) } }, el("p", { text: t("unlock.text") }), el("label", { class: "panel-label" }, el("span", { text: t("unlock.passphrase") }), field));
    const dialog = openDialog(ctx, { title: t("unlock.title"), body: form, buttons: [{ words: t("unlock.open"), first: true, act }] });
    field.focus();
  }

  // What somebody selected with the mouse, within one turn; letters and tokens of ours are not part of the text.
  markSelected() {
    const root = this.ctx.root.getRootNode();
    const selection = root.getSelection?.() ?? document.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const turn = range?.startContainer.parentElement?.closest("[data-start]");
    if (!range || range.collapsed || !turn?.contains(range.endContainer)) return this.say(this.t("told.nomark"));
    const before = document.createRange();
    before.setStart(turn, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(turn.dataset.start) + Array.from(wordsOf(before)).length;
    const place = trimPlace(wordsOf(range), start);
    return place ? this.mark(place, "person") : this.say(this.t("told.nomark"));
  }

  async mark({ start, end }, category) {
    const { ctx, found, t } = this;
    try {
      const decisions = listDecisions(this.deck);
      this.show(await ctx.line.ask("mark", { source: found.source.id, revision: found.revision, start, end, category, decisions }));
      this.goTo(this.deck.proposals.findIndex((one) => one.start === start && one.end === end));
      this.say(t("told.marked"));
    } catch (error) {
      this.say(error.message);
    }
  }
}

// The words of the text in a range, without what this page draws between them.
function wordsOf(range) {
  const copy = range.cloneContents();
  for (const ours of copy.querySelectorAll("sup, ins")) ours.remove();
  return copy.textContent;
}

// Scroll only what scrolls here, and only when the place is near an edge: the text moves as little as can be.
function keepInSight(box, inner) {
  if (!inner) return;
  const outer = box.getBoundingClientRect();
  const place = inner.getBoundingClientRect();
  const margin = Math.min(120, outer.height / 4);
  if (place.top < outer.top + margin || place.bottom > outer.bottom - margin) box.scrollTop += place.top - outer.top - outer.height / 3;
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "herlezen", reviewWords, (ctx) => {
    ctx.root.style.height = model.get("height") ?? "100%";
    const page = new ReviewPage(ctx);
    ctx.focusText = () => page.text.focus({ preventScroll: true });
    return () => page.close();
  });
}

export default { render };

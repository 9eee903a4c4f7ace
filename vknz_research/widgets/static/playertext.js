// The transcript of the player: turns with their time, codings as marks, observations as blocks.
import { el, fill } from "./dom.js";
import { toPoint } from "./offsets.js";
import { labelOf, showIn, signOfKind, writeTurnTime } from "./playerparts.js";
import { cutTurn, findTurnAt, placeObservation, writeStretch } from "./playertime.js";

/** Cut what was seen and not said, such as `[lacht]`, from what was said. */
export function splitUnsaid(text) {
  return text.split(/(\[[^\]\n]{1,80}\])/).filter(Boolean).map((part) => ({ text: part, isUnsaid: /^\[[^\]\n]{1,80}\]$/.test(part) }));
}

export class PlayerText {
  constructor(page) {
    Object.assign(this, { page, t: page.t, at: -1, isFollowing: true });
    this.box = el("main", { class: "tr", "aria-label": page.t("player.transcript") });
    this.items = [];
    const free = () => this.setFollowing(false);
    this.box.addEventListener("wheel", free, { passive: true });
    this.box.addEventListener("touchmove", free, { passive: true });
    this.box.addEventListener("click", (event) => this.click(event));
    this.box.addEventListener("keydown", (event) => this.keys(event));
  }

  draw() {
    const { state } = this.page;
    const turns = state.turns;
    const blocks = new Map();
    for (const one of state.observations) {
      const at = placeObservation(turns, one);
      blocks.set(at, [...(blocks.get(at) ?? []), one]);
    }
    const parts = turns.flatMap((turn, at) => [this.makeTurn(turn, at), ...(blocks.get(at) ?? []).map((one) => this.makeBlock(one))]);
    const none = el("p", { class: "leeg", text: this.t(state.source ? "player.noturns" : "player.nosource") });
    const top = this.box.scrollTop;
    const had = this.items.indexOf(this.box.getRootNode().activeElement);
    this.items = parts.filter((part) => part.dataset.turn !== undefined);
    fill(this.box, turns.length ? [...(blocks.get(-1) ?? []).map((one) => this.makeBlock(one)), ...parts] : none);
    this.box.scrollTop = top;
    const now = this.at;
    this.at = -1;
    this.mark(Math.min(now, turns.length - 1));
    if (had < 0) return;
    this.setStop(Math.min(had, this.items.length - 1));
    this.items[Math.min(had, this.items.length - 1)]?.focus({ preventScroll: true });
  }

  makeTurn(turn, at) {
    const { state } = this.page;
    const parts = cutTurn(turn, state.codings);
    const coded = parts.flatMap(({ codings }) => codings.map((one) => one.name));
    const said = turn.kind === "speech" || turn.kind === "answer" || turn.kind === "question";
    return el(
      "div", { class: `beurt${said ? "" : " gezien"}`, "data-turn": at, "data-row": `turn-${turn.n}`, tabindex: at === 0 ? 0 : -1 },
      el("div", { class: "wie" }, turn.speaker, el("time", { text: writeTurnTime(turn) })),
      el("p", { class: "lees", "data-start": turn.start }, parts.map((part) => this.makePart(part))),
      coded.length ? el("span", { class: "vh", text: [...new Set(coded)].join(", ") }) : null,
    );
  }

  makePart({ text, codings }) {
    const pieces = splitUnsaid(text).map((one) => (one.isUnsaid ? el("span", { class: "nv", text: one.text }) : one.text));
    if (!codings.length) return pieces;
    const [inner, outer] = codings;
    const names = `${inner.form === "outlined" ? "o" : ""}${outer && outer.code !== inner.code ? " twee" : ""}`.trim();
    return el("mark", { class: names || null, "data-code": inner.code, "data-tweede": outer?.code, title: codings.map((one) => one.name).join(", ") }, pieces);
  }

  makeBlock(one) {
    const { t, page } = this;
    const { choices } = page.state;
    const where = [labelOf(choices.themes, one.theme), writeStretch(one)].filter(Boolean).join(" · ");
    const asks = [["askKlant", one.askKlant], ["askKlantmanager", one.askKlantmanager]].filter(([, text]) => text);
    return el(
      "section", { class: "obs", "data-observation": one.id },
      el("header", {}, el("span", { class: "tk", "aria-hidden": "true", text: signOfKind(one.kind) }), labelOf(choices.kinds, one.kind), el("span", { class: "stil", text: where })),
      el("p", { text: one.body }),
      asks.length ? el("dl", {}, asks.map(([name, text]) => [el("dt", { text: t(`observe.${name}`) }), el("dd", { text })])) : null,
    );
  }

  /** Mark the turn that is said at a time, and keep it in sight. */
  follow(ms) {
    const at = findTurnAt(this.page.state.turns, this.page.recording, ms);
    if (at === this.at) return;
    this.mark(at);
    if (this.isFollowing) showIn(this.box, this.items[at]);
  }

  mark(at) {
    const before = this.items[this.at];
    before?.classList.remove("nu");
    before?.removeAttribute("aria-current");
    this.at = at;
    const now = this.items[at];
    if (!now) return;
    now.classList.add("nu");
    now.setAttribute("aria-current", "true");
    if (!this.box.contains(this.box.getRootNode().activeElement)) this.setStop(at);
  }

  setStop(at) {
    this.items.forEach((item, n) => (item.tabIndex = n === at ? 0 : -1));
  }

  setFollowing(isFollowing) {
    if (this.isFollowing === isFollowing) return;
    this.isFollowing = isFollowing;
    if (isFollowing) this.page.say(this.t("media.followOn"));
    this.page.drawControls();
    if (isFollowing) showIn(this.box, this.items[this.at]);
  }

  /** Go to a turn: its time, the mark, the focus. */
  goTo(at, { play = false } = {}) {
    const { page } = this;
    const turn = page.state.turns[at];
    if (!turn) return;
    this.setStop(at);
    this.items[at].focus({ preventScroll: true });
    showIn(this.box, this.items[at]);
    if (turn.begin === null || turn.begin === undefined) return void this.mark(at);
    page.takeRecording(turn.recording);
    page.media.seek(turn.begin);
    if (play) page.media.play();
  }

  step(by) {
    const focused = this.items.indexOf(this.box.getRootNode().activeElement);
    const from = focused >= 0 ? focused : this.at;
    this.goTo(Math.max(0, Math.min(this.items.length - 1, from + by)));
  }

  click(event) {
    const turn = event.target.closest(".beurt");
    if (turn && !this.selection()) return this.goTo(Number(turn.dataset.turn), { play: true });
    const block = event.target.closest(".obs");
    const one = block && this.page.state.observations.find((other) => other.id === block.dataset.observation);
    if (one?.begin !== null && one?.begin !== undefined) this.page.playFragment(one);
    return undefined;
  }

  keys(event) {
    if (event.key !== "Enter" || !event.target.classList.contains("beurt")) return;
    event.preventDefault();
    this.goTo(Number(event.target.dataset.turn), { play: true });
  }

  /** Return the words that are chosen with the mouse or Shift, as a passage of the source; null when none. */
  selection() {
    const root = this.box.getRootNode();
    const chosen = root.getSelection?.() ?? document.getSelection();
    const range = chosen?.rangeCount ? chosen.getRangeAt(0) : null;
    if (!range || range.collapsed) return null;
    const [from, to] = [this.pointAt(range.startContainer, range.startOffset), this.pointAt(range.endContainer, range.endOffset)];
    return from !== null && to !== null && from < to ? { start: from, end: to } : null;
  }

  pointAt(node, offset) {
    const row = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-start]");
    if (!row || !this.box.contains(row)) return null;
    const before = document.createRange();
    before.setStart(row, 0);
    before.setEnd(node, offset);
    const text = before.toString();
    return Number(row.dataset.start) + toPoint(text, text.length);
  }

  unselect() {
    (this.box.getRootNode().getSelection?.() ?? document.getSelection())?.removeAllRanges();
  }
}

// The timeline: who speaks, codings in lanes, observations, and where one is.
import { el, fill } from "./dom.js";
import { labelOf, signOfKind } from "./playerparts.js";
import { layCodings, listBars, listMarks, listShares, listTicks, PLAYER_MOST_LANES, stepMark, writeClock, writeStretch } from "./playertime.js";

const LINE_NS = "http://www.w3.org/2000/svg";
const LINE_LEFT = 104;
const LINE_RIGHT = 22;
const LINE_MIDDLE = 24;
const LINE_LANES_TOP = 48;
const LINE_LANE = 20;

/** Make an element of a drawing. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(LINE_NS, tag);
  for (const [name, value] of Object.entries(props)) if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

export class PlayerLine {
  constructor(page) {
    Object.assign(this, { page, t: page.t, at: -1, width: 0 });
    this.head = el("div", { class: "tlk" });
    this.pane = el("div", { class: "lijn", tabindex: 0, role: "slider", "data-row": "line" });
    this.box = el("footer", { class: "tl", "aria-label": page.t("player.timeline") }, this.head, this.pane);
    this.pane.addEventListener("pointerdown", (event) => this.press(event));
    this.pane.addEventListener("keydown", (event) => this.keys(event));
    this.watch = new ResizeObserver(() => this.pane.clientWidth !== this.width && this.page.state && this.draw());
    this.watch.observe(this.pane);
  }

  close() {
    this.watch.disconnect();
  }

  get length() {
    return this.page.length;
  }

  x(ms) {
    return LINE_LEFT + (this.length ? ms / this.length : 0) * (this.width - LINE_LEFT - LINE_RIGHT);
  }

  draw() {
    const { page } = this;
    this.width = this.pane.clientWidth;
    if (!this.width) return;
    const chosen = this.marks?.[this.at]?.id;
    this.marks = listMarks(page.state, page.recording);
    this.at = this.marks.findIndex((mark) => mark.id === chosen);
    this.lanes = layCodings(this.marks);
    const used = Math.max(1, Math.min(PLAYER_MOST_LANES, Math.max(0, ...this.lanes.values()) + 1));
    this.seenTop = LINE_LANES_TOP + used * LINE_LANE + 17;
    this.height = this.seenTop + 40;
    this.drawHead();
    const picture = svg("svg", { viewBox: `0 0 ${this.width} ${this.height}`, width: this.width, height: this.height, "aria-hidden": "true" }, this.length ? [this.makeStrip(), this.makeRegion(), this.makeLanes(), this.makeSeen(), this.makeAxis()] : []);
    this.cursor = svg("line", { class: "nulijn", y1: 0, y2: this.seenTop + 16 });
    picture.append(this.cursor);
    const hint = this.length ? null : el("p", { class: "leeg", text: this.t("player.notime") });
    fill(this.pane, picture, hint);
    this.pane.style.height = `${this.height}px`;
    this.pane.setAttribute("aria-label", this.t("line.label", { length: writeClock(this.length) }));
    this.pane.setAttribute("aria-valuemin", "0");
    this.pane.setAttribute("aria-valuemax", String(Math.round(this.length / 1000)));
    this.drawChosen();
    this.move(page.media.now);
  }

  drawHead() {
    const { t, page } = this;
    const { shares, silence } = page.state;
    const said = listShares(shares ?? [], silence).map(({ speaker, percent }) => (speaker === null ? t("line.silence", { n: percent }) : t("line.share", { who: speaker, n: percent })));
    fill(this.head, el("b", { class: "num", text: writeClock(this.length) }), said.map((text) => el("span", { text })), el("span", { class: "rechts stil pijlen", text: t("line.arrows") }), page.told);
  }

  get rows() {
    const { state } = this.page;
    const told = [...(state.shares ?? []).map((one) => one.speaker), ...state.turns.map((turn) => turn.speaker)];
    return [...new Set(told)].slice(0, 2);
  }

  // Who speaks first stands above the line, all others below it.
  makeStrip() {
    const { page, rows } = this;
    const width = this.width - LINE_LEFT - LINE_RIGHT;
    const every = Math.max(100, (this.length / width) * 2.6);
    const strip = page.currentRecording?.strip ?? null;
    const bars = listBars({ turns: page.state.turns, strip, recording: page.recording, length: this.length, every, rows });
    const above = [];
    const below = [];
    for (const { ms, level, row } of bars) {
      const tall = 2 + level * 1.35;
      const x = this.x(ms).toFixed(1);
      if (row === -1) above.push(`M${x} ${LINE_MIDDLE - 1}v2`);
      else if (row === 0) above.push(`M${x} ${LINE_MIDDLE}v${-tall.toFixed(1)}`);
      else below.push(`M${x} ${LINE_MIDDLE}v${tall.toFixed(1)}`);
    }
    const names = rows.map((name, n) => svg("text", { x: 0, y: n ? 38 : 18 }, cutName(name)));
    return [...names, svg("line", { class: "as", x1: LINE_LEFT, x2: this.width - LINE_RIGHT, y1: LINE_MIDDLE, y2: LINE_MIDDLE }), svg("path", { class: "spraak", d: above.join("") }), svg("path", { class: "spraak tweede", d: below.join("") })];
  }

  makeRegion() {
    const { begin, finish } = this.page.fragment;
    if (begin === null && finish === null) return [];
    const from = this.x(begin ?? finish);
    const wide = begin === null || finish === null ? 2 : Math.max(2, this.x(finish) - from);
    return svg("rect", { class: "gekozen", x: from, y: 0, width: wide, height: this.seenTop + 12 });
  }

  makeLanes() {
    const found = this.marks.map((mark, n) => ({ mark, n })).filter(({ mark }) => mark.kind === "coding");
    const shown = found.filter(({ mark }) => this.lanes.get(mark.id) < PLAYER_MOST_LANES);
    const more = found.length - shown.length;
    return [
      svg("text", { x: 0, y: LINE_LANES_TOP + 12 }, this.t("line.codes")),
      more ? svg("text", { x: 0, y: LINE_LANES_TOP + 28, class: "s" }, this.t("line.more", { n: more })) : null,
      shown.map(({ mark, n }) => this.makeCoding(mark, n)),
    ];
  }

  makeCoding(mark, n) {
    const { own } = mark;
    const x = this.x(mark.begin);
    const wide = Math.max(4, this.x(mark.finish) - x - 1);
    const y = LINE_LANES_TOP + this.lanes.get(mark.id) * LINE_LANE;
    const isOpen = own.form === "outlined";
    const under = y + 15;
    const strokes = { double: [`M${x} ${under - 1.5}h${wide}M${x} ${under + 1}h${wide}`], dashed: [`M${x} ${under}h${wide}`, "6 3"], dotted: [`M${x} ${under}h${wide}`, "2 2.5"] };
    const [d, dash] = strokes[own.stroke] ?? [`M${x} ${under}h${wide}`];
    return svg(
      "g", { class: `merkje codering${isOpen ? " open" : ""}`, "data-code": own.code, "data-mark": n },
      svg("title", {}, `${own.name}, ${writeStretch(mark)}`),
      svg("rect", { class: "vlak", x, y, width: wide, height: 16, rx: 2 }),
      isOpen ? null : svg("path", { class: own.stroke === "double" ? "rand dun" : "rand", d, "stroke-dasharray": dash }),
      wide > 17 ? svg("text", { class: "letters", x: x + 4, y: y + 11.5 }, own.letters || own.name.slice(0, 2)) : null,
    );
  }

  makeSeen() {
    const seen = this.marks.map((mark, n) => ({ mark, n })).filter(({ mark }) => mark.kind === "observation");
    const make = ({ mark, n }) =>
      svg("g", { class: "merkje gezien", "data-mark": n }, svg("title", {}, `${labelOf(this.page.state.choices.kinds, mark.own.kind)}, ${writeStretch(mark)}`),
        svg("rect", { class: "raakvlak", x: this.x(mark.begin) - 9, y: this.seenTop - 15, width: 18, height: 20 }),
        svg("text", { class: "teken", x: this.x(mark.begin), y: this.seenTop }, signOfKind(mark.own.kind)));
    return [svg("text", { x: 0, y: this.seenTop - 1 }, this.t("line.observations")), seen.map(make)];
  }

  makeAxis() {
    const y = this.seenTop + 14;
    return listTicks(this.length, this.width - LINE_LEFT).map((ms) => [svg("line", { class: "rand-as", x1: this.x(ms), x2: this.x(ms), y1: y, y2: y + 5 }), svg("text", { class: "s tijd", x: this.x(ms), y: y + 18 }, writeClock(ms))]);
  }

  /** Show the time it is now. */
  move(ms) {
    if (!this.cursor || !this.width) return;
    const x = this.x(Math.min(ms, this.length)).toFixed(1);
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    this.cursor.style.display = this.length ? "" : "none";
    const mark = this.marks[this.at];
    this.pane.setAttribute("aria-valuenow", String(Math.round(ms / 1000)));
    this.pane.setAttribute("aria-valuetext", mark ? this.nameMark(mark) : writeClock(ms));
  }

  nameMark(mark) {
    const what = mark.kind === "coding" ? mark.own.name : labelOf(this.page.state.choices.kinds, mark.own.kind);
    return this.t("told.mark", { what, times: writeStretch(mark) });
  }

  choose(at) {
    this.at = at;
    const mark = this.marks[at];
    this.drawChosen();
    if (!mark) return this.page.say(this.t("line.nomarks"));
    this.page.media.seek(mark.begin);
    return this.page.say(this.nameMark(mark));
  }

  drawChosen() {
    for (const node of this.pane.querySelectorAll("[data-mark]")) node.classList.toggle("gekozenmerk", Number(node.dataset.mark) === this.at);
  }

  timeAt(event) {
    const box = this.pane.getBoundingClientRect();
    const share = (event.clientX - box.left - LINE_LEFT) / (this.width - LINE_LEFT - LINE_RIGHT);
    return Math.round(Math.max(0, Math.min(1, share)) * this.length);
  }

  // A press goes there; a drag marks a fragment; a press on a mark goes to where it begins.
  press(event) {
    if (event.button !== 0 || !this.length) return;
    const hit = event.target.closest("[data-mark]");
    if (hit) return this.choose(Number(hit.dataset.mark));
    const from = this.timeAt(event);
    this.at = -1;
    this.drawChosen();
    this.page.media.seek(from);
    const begin = event.clientX;
    const drag = (moved) => {
      if (Math.abs(moved.clientX - begin) < 5) return;
      const to = this.timeAt(moved);
      this.page.setFragment({ begin: Math.min(from, to), finish: Math.max(from, to) });
    };
    const end = () => {
      this.pane.removeEventListener("pointermove", drag);
      this.pane.removeEventListener("pointerup", end);
    };
    this.pane.setPointerCapture(event.pointerId);
    this.pane.addEventListener("pointermove", drag);
    this.pane.addEventListener("pointerup", end);
    return undefined;
  }

  keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const mark = this.marks[this.at];
    if (step) this.choose(stepMark(this.marks, this.at, this.page.media.now, step));
    else if (event.key === "Home" || event.key === "End") this.choose(event.key === "Home" ? 0 : this.marks.length - 1);
    else if (event.key === "Enter" && mark) this.page.playFragment(mark);
    else if (["Delete", "Backspace"].includes(event.key) && mark?.kind === "coding") this.page.uncode(mark.own);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function cutName(name) {
  return name.length > 15 ? `${name.slice(0, 14)}…` : name;
}

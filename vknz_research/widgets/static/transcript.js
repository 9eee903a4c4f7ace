// The transcript: one row per turn, passages marked, and a selection that keyboard and mouse share.
import { clock, cutRows, isPlain, listUnits, nextEdge, pieces, rowAt, rowPoint, rowUnit, trimmed } from "./offsets.js";
import { cutSegments, isLeader, shownOn } from "./segments.js";

const AT_ONCE = 1500; // rows that are drawn before the first picture; the rest follows at once, in parts

export class Transcript {
  constructor(ctx, { onScroll, onChoose }) {
    Object.assign(this, { ctx, onScroll, onChoose });
    this.rows = [];
    this.items = [];
    this.byRow = [];
    this.current = 0;
    this.chosen = null; // {start, end} in code points
    this.list = ctx.el("ol", { class: "beurten" });
    this.margin = ctx.el("div", { class: "marge", "aria-hidden": "true" });
    this.text = ctx.el("div", { class: "tekst" }, this.list, this.margin);
    this.element = ctx.el("div", { class: "rol", role: "region", "aria-label": ctx.t("transcript.region"), tabindex: "-1" }, this.text);
    this.listen();
  }

  listen() {
    this.element.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.list.addEventListener("focusin", (event) => this.takeFocus(event));
    this.element.addEventListener("pointerdown", (event) => event.button === 0 && this.awaitMouse());
    this.list.addEventListener("dragstart", (event) => this.startDrag(event));
  }

  // A drag may end beside the text. A key that comes at once finds the selection too.
  awaitMouse() {
    const end = () => {
      this.mouseWaits = true;
      setTimeout(() => this.readMouse());
    };
    window.addEventListener("pointerup", end, { once: true, capture: true });
  }

  // --- drawing ---------------------------------------------------------------------
  draw() {
    const doc = this.ctx.state.source;
    this.turns = doc.turns;
    this.rows = cutRows(doc.turns);
    this.byRow = this.rows.map(() => new Set());
    this.items = [];
    this.current = 0;
    this.chosen = null;
    for (const coding of this.ctx.state.codings.values()) this.index(coding);
    this.list.replaceChildren();
    clearTimeout(this.later);
    this.grow(AT_ONCE);
    this.element.scrollTop = 0;
    if (this.items[0]) this.items[0].tabIndex = 0;
  }

  grow(until) {
    const part = document.createDocumentFragment();
    for (let i = this.items.length; i < Math.min(until, this.rows.length); i += 1) {
      this.items.push(this.makeRow(i));
      part.append(this.items[i]);
      if (this.byRow[i].size) this.markRow(i);
    }
    this.list.append(part);
    if (this.items.length < this.rows.length) this.later = setTimeout(() => this.grow(this.items.length + AT_ONCE));
  }

  makeRow(i) {
    const row = this.rows[i];
    const turn = this.turns[row.turn];
    const item = document.createElement("li");
    item.className = `beurt ${turn.kind}${isLeader(turn) ? " leider" : ""}${row.isFirst ? "" : " vervolg"}`;
    item.tabIndex = -1;
    item.dataset.i = i;
    item.dataset.lmSuppressShortcuts = "true"; // else a bare key cuts the notebook's cell
    const who = document.createElement("div");
    who.className = "wie";
    if (row.isFirst) this.nameSpeaker(who, turn);
    const words = document.createElement("p");
    words.className = "lees";
    words.textContent = row.text;
    const codes = document.createElement("span");
    codes.className = "vh";
    item.append(who, words, codes);
    return item;
  }

  nameSpeaker(who, turn) {
    const name = document.createElement("b");
    name.textContent = turn.speaker ?? this.ctx.t(`turn.${turn.kind}`);
    who.append(name);
    if (turn.role && turn.role !== "onderzoeker" && turn.role !== turn.speaker?.toLowerCase()) {
      const role = document.createElement("span");
      role.textContent = turn.role;
      who.append(role);
    }
    if (turn.begin_ms === null || turn.begin_ms === undefined) return;
    const time = document.createElement("time");
    time.textContent = clock(turn.begin_ms);
    who.append(time);
  }

  index(coding) {
    for (const [i] of pieces(this.rows, coding.start, coding.end)) this.byRow[i].add(coding.id);
  }

  // Codings changed: draw only the rows that they touch.
  redraw(touched) {
    const rows = new Set();
    for (const coding of touched) {
      for (const [i] of pieces(this.rows, coding.start, coding.end)) {
        rows.add(i);
        const now = this.ctx.state.codings.get(coding.id);
        if (now && now.start < this.rows[i].end && now.end > this.rows[i].start) this.byRow[i].add(coding.id);
        else this.byRow[i].delete(coding.id);
      }
    }
    for (const i of rows) if (this.items[i]) this.markRow(i);
    if (!this.chosen) return;
    const { start, end } = this.chosen;
    if (touched.some((c) => c.start === start && c.end === end)) {
      this.isJustCoded = this.ctx.state.codings.size > 0 && [...this.ctx.state.codings.values()].some((c) => c.start === start && c.end === end);
      this.nativeSelection()?.removeAllRanges();
    }
    this.showChosen();
  }

  redrawAll() {
    this.byRow.forEach((ids, i) => {
      if (ids.size && this.items[i]) this.markRow(i);
    });
    if (this.chosen) this.showChosen();
  }

  isShown(coding) {
    const { filter } = this.ctx.state;
    return !filter.size || filter.has(coding.code);
  }

  codingsOf(i) {
    return [...this.byRow[i]].map((id) => this.ctx.state.codings.get(id)).filter((c) => c && this.isShown(c));
  }

  markRow(i) {
    const row = this.rows[i];
    const spans = this.codingsOf(i)
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map((c) => [c, rowUnit(row, Math.max(c.start, row.start)), rowUnit(row, Math.min(c.end, row.end))]);
    const made = cutSegments(row.text.length, spans).map((part) => this.makeSegment(row.text.slice(part.from, part.to), part.codings));
    this.items[i].children[1].replaceChildren(...made);
    const names = [...new Set(spans.map(([c]) => this.ctx.state.codes.get(c.code)?.name))];
    this.items[i].children[2].textContent = names.length ? ` (${this.ctx.t("transcript.codes")}: ${names.join(", ")})` : "";
  }

  makeSegment(text, codings) {
    if (!codings.length) return document.createTextNode(text);
    const [first, second] = shownOn(codings);
    const mark = document.createElement("mark");
    mark.textContent = text;
    mark.dataset.code = first.code;
    mark.dataset.k = codings.map((c) => c.id).join(" ");
    const code = this.ctx.state.codes.get(first.code);
    const { loud } = this.ctx.state;
    if (code?.form === "outlined" && !second) mark.classList.add("o");
    if (second) {
      mark.classList.add("twee");
      mark.dataset.tweede = second.code;
    }
    if (codings.some((c) => c.id === loud)) mark.classList.add("luid");
    if (codings.every((c) => c.pending)) mark.classList.add("wacht");
    mark.title = codings.map((c) => this.nameCoding(c)).join("\n");
    return mark;
  }

  nameCoding(coding) {
    const name = this.ctx.state.codes.get(coding.code)?.name ?? "";
    return coding.coder === this.ctx.state.coder ? name : `${name} · ${this.ctx.state.coders.get(coding.coder) ?? ""}`;
  }

  // --- places ------------------------------------------------------------------------
  nodeAt(i, unit) {
    const walk = document.createTreeWalker(this.items[i].children[1], NodeFilter.SHOW_TEXT);
    let [left, last] = [unit, null];
    while (walk.nextNode()) {
      last = walk.currentNode;
      if (left <= last.length) return [last, left];
      left -= last.length;
    }
    return last ? [last, last.length] : [this.items[i].children[1], 0];
  }

  range(i, from, to) {
    const made = document.createRange();
    made.setStart(...this.nodeAt(i, from));
    made.setEnd(...this.nodeAt(i, to));
    return made;
  }

  placeOf(node, offset) {
    const words = (node.nodeType === 3 ? node.parentElement : node).closest?.(".lees");
    if (!words || !this.list.contains(words)) return null;
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(node, offset);
    return [Number(words.parentElement.dataset.i), before.toString().length];
  }

  // --- selection -----------------------------------------------------------------------
  nativeSelection() {
    const home = this.element.getRootNode();
    return home.getSelection ? home.getSelection() : document.getSelection();
  }

  readMouse() {
    if (!this.mouseWaits) return;
    this.mouseWaits = false;
    const seen = this.nativeSelection();
    if (!seen || seen.isCollapsed || !seen.rangeCount) return;
    const range = seen.getRangeAt(0);
    const from = this.placeOf(range.startContainer, range.startOffset) ?? this.edgeOf(range, "start");
    const to = this.placeOf(range.endContainer, range.endOffset) ?? this.edgeOf(range, "end");
    const begin = from ?? (to && [to[0], 0]);
    const end = to ?? (from && [from[0], this.rows[from[0]].text.length]); // let go beside the text: to the end of the turn
    const chosen = this.fromPlaces(begin, end);
    if (!chosen) return;
    this.choose(chosen.start, chosen.end, { keepNative: true });
    this.items[this.current]?.focus({ preventScroll: true });
  }

  // A drag that began or ended beside the words counts from the nearest turn.
  edgeOf(range, end) {
    const item = (end === "start" ? range.startContainer : range.endContainer).parentElement?.closest?.("li");
    if (!item || !this.list.contains(item)) return null;
    const i = Number(item.dataset.i);
    return end === "start" ? [i, 0] : [Math.max(0, i - 1), this.rows[Math.max(0, i - 1)].text.length];
  }

  fromPlaces(from, to) {
    if (!from || !to || from[0] > to[0]) return null;
    const [first, last] = [this.rows[from[0]], this.rows[to[0]]];
    if (from[0] === to[0]) {
      const inside = trimmed(first.text, from[1], to[1]);
      return inside && { start: rowPoint(first, inside[0]), end: rowPoint(first, inside[1]) };
    }
    const begin = first.text.length - first.text.slice(from[1]).trimStart().length;
    const stop = last.text.slice(0, to[1]).trimEnd().length;
    const [start, end] = [rowPoint(first, begin), rowPoint(last, stop)];
    return end > start ? { start, end } : null;
  }

  choose(start, end, { keepNative = false } = {}) {
    this.chosen = { start, end };
    this.isJustCoded = false;
    if (!keepNative) this.nativeSelection()?.removeAllRanges();
    this.setCurrent(rowAt(this.rows, start));
    this.showChosen();
    this.ctx.emit("selection");
  }

  clear() {
    if (!this.chosen) return;
    this.chosen = null;
    this.nativeSelection()?.removeAllRanges();
    this.showChosen();
    this.ctx.emit("selection");
  }

  showChosen() {
    const ranges = this.chosen ? this.rangesOf(this.chosen) : [];
    this.ctx.layer("keus", this.isJustCoded ? [] : ranges); // what was just coded shows its code, between two rules
    this.ctx.layer("rand", this.isJustCoded ? ranges : []);
  }

  rangesOf({ start, end }) {
    return pieces(this.rows, start, end).filter(([i]) => this.items[i]).map(([i, from, to]) => this.range(i, from, to));
  }

  // How far below the top of the window a row stands, in pixels.
  heightOf(i) {
    const box = this.items[i]?.getBoundingClientRect();
    return box ? box.top - this.element.getBoundingClientRect().top : 0;
  }

  // Scroll until a row stands at that height again; rows that come into sight get their true size, so look again.
  holdAt(i, height) {
    for (let turn = 0; turn < 4 && Math.abs(this.heightOf(i) - height) > 1; turn += 1) this.element.scrollTop += this.heightOf(i) - height;
  }

  // Who speaks in the current turn, if the study knows them.
  speaker() {
    const id = this.turns?.[this.rows[this.current]?.turn]?.participant;
    const name = this.ctx.state.people.get(id);
    return name ? { id, name } : null;
  }

  selection() {
    const { source } = this.ctx.state;
    if (!this.chosen || !source) return null;
    return { source: source.id, revision: source.revision.id, ...this.chosen, text: this.words(this.chosen) };
  }

  words({ start, end }) {
    return pieces(this.rows, start, end).map(([i, from, to]) => this.rows[i].text.slice(from, to)).join("\n");
  }

  // --- moving by keyboard --------------------------------------------------------------
  setCurrent(i) {
    const old = this.items[this.current];
    old?.removeAttribute("aria-current");
    if (old) old.tabIndex = -1;
    this.current = Math.max(0, Math.min(this.rows.length - 1, i));
    if (!this.items[this.current]) this.grow(this.current + AT_ONCE);
    const item = this.items[this.current];
    if (!item) return;
    item.tabIndex = 0;
    item.setAttribute("aria-current", "true");
    this.onChoose();
  }

  takeFocus(event) {
    const item = event.target.closest("li");
    if (item && Number(item.dataset.i) !== this.current) this.setCurrent(Number(item.dataset.i));
  }

  focus() {
    const item = this.items[this.current];
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest" });
  }

  moveTurn(step) {
    this.clear();
    this.setCurrent(this.current + step);
    this.focus();
  }

  unitsOf(i, granularity) {
    return listUnits(this.rows[i].text, granularity, this.ctx.state.language);
  }

  // The next (or previous) word becomes the selection; at the end of a turn the next turn.
  moveWord(step) {
    const i = this.current;
    const row = this.rows[i];
    const words = this.unitsOf(i, "word");
    let found = null;
    if (!this.chosen) found = step > 0 ? words[0] : words.at(-1);
    else {
      const edge = rowUnit(row, step > 0 ? this.chosen.end : this.chosen.start);
      found = step > 0 ? words.find(([from]) => from >= edge) : words.findLast(([, to]) => to <= edge);
    }
    if (found) this.choose(rowPoint(row, found[0]), rowPoint(row, found[1]));
    else if (this.rows[i + step]) {
      this.chosen = null;
      this.setCurrent(i + step);
      this.moveWord(step);
    }
    this.focus();
  }

  extend(step, granularity) {
    if (!this.chosen) return this.moveWord(step);
    const i = rowAt(this.rows, Math.max(this.chosen.start, this.chosen.end - 1));
    const end = this.moveEdge(i, this.chosen.end, step, granularity);
    if (end > this.chosen.start) this.choose(this.chosen.start, end);
    return this.focus();
  }

  moveEdge(i, point, step, granularity) {
    const row = this.rows[i];
    const unit = nextEdge(this.unitsOf(i, granularity), rowUnit(row, point), step);
    const made = granularity === "word" && step < 0 ? this.wordEndBefore(i, unit) : unit;
    const moved = rowPoint(row, made);
    const next = this.rows[i + 1];
    if (moved > point || step < 0 || !next) return moved;
    const first = this.unitsOf(i + 1, granularity)[0];
    return first ? rowPoint(next, first[1]) : moved;
  }

  // The beginning of a stretch, a word further or back; never past the ends of its turn.
  startEdge(point, step) {
    const row = this.rows[rowAt(this.rows, point)];
    const words = listUnits(row.text, "word", this.ctx.state.language);
    const unit = rowUnit(row, point);
    const found = step > 0 ? words.find(([from]) => from > unit) : words.findLast(([from]) => from < unit);
    return found ? rowPoint(row, found[0]) : point;
  }

  // One end of a stretch, a word further (step 1) or back (-1).
  moveSpan(point, step, isStart) {
    return isStart ? this.startEdge(point, step) : this.moveEdge(rowAt(this.rows, point - 1), point, step, "word");
  }

  wordEndBefore(i, unit) {
    return this.unitsOf(i, "word").findLast(([, to]) => to <= unit)?.[1] ?? unit;
  }

  chooseUnit(granularity) {
    const i = this.current;
    const row = this.rows[i];
    const at = this.chosen ? rowUnit(row, this.chosen.start) : 0;
    const parts = this.unitsOf(i, granularity);
    const again = this.chosen && parts.find(([f, t]) => rowPoint(row, f) === this.chosen.start && rowPoint(row, t) === this.chosen.end);
    const found = again ? (parts[parts.indexOf(again) + 1] ?? parts[0]) : parts.find(([, to]) => to > at);
    if (found) this.choose(rowPoint(row, found[0]), rowPoint(row, found[1]));
    this.focus();
  }

  chooseTurn() {
    const turn = this.turns[this.rows[this.current].turn];
    const inside = trimmed(turn.text, 0, turn.text.length);
    if (!inside) return;
    const plain = isPlain(turn);
    const lead = plain ? inside[0] : [...turn.text.slice(0, inside[0])].length;
    const length = plain ? inside[1] - inside[0] : [...turn.text.slice(...inside)].length;
    this.choose(turn.start + lead, turn.start + lead + length);
    this.focus();
  }

  show(start, end) {
    this.grow(Math.max(this.items.length, rowAt(this.rows, start) + 50));
    this.choose(start, end);
    this.bring(start, end);
    this.focus();
  }

  // Scroll a passage into sight; focus and selection stay where they are.
  bring(start, end) {
    const i = rowAt(this.rows, start);
    this.grow(Math.max(this.items.length, i + 50));
    this.items[i].scrollIntoView({ block: "center" });
    const spot = this.rangesOf({ start, end })[0]?.getBoundingClientRect();
    const frame = this.element.getBoundingClientRect();
    if (spot && (spot.top < frame.top + 40 || spot.bottom > frame.bottom - 40)) this.element.scrollTop += spot.top - frame.top - frame.height / 3;
  }

  // The point under the mouse, at the nearer border of a word.
  pointFrom(x, y) {
    const home = this.element.getRootNode();
    const spot = document.caretPositionFromPoint?.(x, y, home === document ? {} : { shadowRoots: [home] });
    const place = spot && this.placeOf(spot.offsetNode, spot.offset);
    if (!place) return null;
    return { row: this.rows[place[0]], unit: place[1], words: this.unitsOf(place[0], "word") };
  }

  startDrag(event) {
    if (!this.chosen) return;
    event.dataTransfer.setData("application/x-vknz-selection", JSON.stringify(this.chosen));
    event.dataTransfer.effectAllowed = "copy";
  }
}

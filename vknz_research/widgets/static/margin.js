// The margin: a stripe per coding in its lane, names pushed down, memos, and handles of the chosen coding.
import { rowAt } from "./offsets.js";
import { MOST_LANES, placeLanes, pushDown } from "./segments.js";

const AHEAD = 300; // pixels above and below the window that are laid out too
const LANE = 9;
const NAMES_AT = 16 + MOST_LANES * LANE;
const MARGIN_TIGHT = 160; // a margin below this keeps no room for lanes that are not in use

// First and last row whose box lies in the window, by halving: offsets only grow.
export function rowsBetween(items, top, bottom) {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].offsetTop + items[middle].offsetHeight < top) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last + 1 < items.length && items[last + 1].offsetTop < bottom) last += 1;
  return [low, last];
}

export class Margin {
  constructor(ctx, transcript) {
    Object.assign(this, { ctx, transcript });
    this.waits = false;
  }

  // At most one layout per picture.
  plan() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.draw();
    });
  }

  scrolled() {
    const { scrollTop } = this.transcript.element;
    if (this.drawnAt !== undefined && Math.abs(scrollTop - this.drawnAt) < AHEAD * 0.6) return;
    this.plan();
  }

  draw() {
    const { element, items, margin, text } = this.transcript;
    this.drawnAt = element.scrollTop;
    if (!items.length || !element.clientHeight) return; // not shown now: nothing can be measured
    const top = element.scrollTop - AHEAD - text.offsetTop;
    const [first, last] = rowsBetween(items, top, top + element.clientHeight + 2 * AHEAD);
    const origin = text.getBoundingClientRect().top;
    const spots = this.findSpots(first, last, origin);
    const lanes = placeLanes(spots);
    const used = Math.min(MOST_LANES, 1 + Math.max(0, ...lanes.values()));
    this.namesAt = margin.clientWidth < MARGIN_TIGHT ? 16 + used * LANE : NAMES_AT;
    const names = this.placeNames(spots, this.findMemos(first, last, origin, spots));
    const made = [...this.makeStripes(spots, lanes), ...names, ...this.makeHandles(origin)];
    margin.replaceChildren(...made);
  }

  findSpots(first, last, origin) {
    const spots = new Map();
    for (let i = first; i <= last; i += 1) {
      const codings = this.transcript.codingsOf(i);
      if (!codings.length) continue;
      const boxes = this.boxesOf(i, origin);
      for (const coding of codings) {
        const box = boxes.get(coding.id);
        if (!box) continue;
        const known = spots.get(coding.id);
        if (known) known.bottom = Math.max(known.bottom, box.bottom);
        else spots.set(coding.id, { id: coding.id, coding, ...box });
      }
    }
    return [...spots.values()];
  }

  boxesOf(i, origin) {
    const boxes = new Map();
    for (const mark of this.transcript.items[i].children[1].querySelectorAll("mark")) {
      const lines = mark.getClientRects();
      if (!lines.length) continue;
      const [top, bottom] = [lines[0].top - origin, lines[lines.length - 1].bottom - origin];
      for (const id of mark.dataset.k.split(" ")) {
        const box = boxes.get(id);
        boxes.set(id, box ? { top: Math.min(box.top, top), bottom: Math.max(box.bottom, bottom) } : { top, bottom });
      }
    }
    return boxes;
  }

  makeStripes(spots, lanes) {
    return spots.filter(({ id }) => lanes.get(id) < MOST_LANES).map(({ id, coding, top, bottom }) => {
      const stripe = document.createElement("i");
      const code = this.ctx.state.codes.get(coding.code);
      stripe.className = `st ${code?.form === "outlined" ? "open" : ""} ${code?.stroke ?? "solid"}${coding.coder === this.ctx.state.coder ? "" : coding.coder === this.ctx.state.consensus ? " consensus" : " ander"}`;
      stripe.dataset.code = coding.code;
      stripe.style.cssText = `left:${14 + lanes.get(id) * LANE}px;top:${top + 2}px;height:${Math.max(6, bottom - top - 4)}px`;
      stripe.title = this.transcript.nameCoding(coding);
      stripe.dataset.coding = id;
      return stripe;
    });
  }

  placeNames(spots, memos) {
    const wanted = spots.map((spot) => ({ ...spot, top: spot.top + 3, height: 18 }));
    const all = [...wanted, ...memos].sort((a, b) => a.top - b.top);
    all.forEach((item, i) => {
      if (!item.memo) return;
      const room = (all[i + 1]?.top ?? Infinity) - item.top;
      item.height = Math.min(item.full, room) >= 74 ? Math.min(item.full, Math.max(74, room - 6)) : 22;
    });
    return pushDown(all, 3).map((item) => (item.memo ? this.makeMemo(item) : this.makeName(item)));
  }

  makeName({ coding, top }) {
    const { state } = this.ctx;
    const name = document.createElement("div");
    const code = state.codes.get(coding.code);
    const isLoud = coding.id === state.loud || coding.code === state.focus;
    name.className = `lab${isLoud ? " luid" : ""}${coding.pending ? " wacht" : ""}`;
    name.style.cssText = `top:${top}px;left:${this.namesAt}px`;
    name.dataset.coding = coding.id;
    const words = document.createElement("span");
    words.textContent = this.transcript.nameCoding(coding) + (coding.doubt ? " ?" : "");
    name.title = coding.doubt ? `${words.textContent}: ${this.ctx.t("margin.doubt")}` : words.textContent;
    if (code) name.append(this.ctx.seal(code));
    name.append(words);
    return name;
  }

  // Memos on a passage or a coding stand at its first line.
  findMemos(first, last, origin, spots) {
    const { rows, items } = this.transcript;
    const { state } = this.ctx;
    const found = [];
    for (const memo of state.memos.values()) {
      for (const link of memo.links) {
        let top = null;
        if (link.kind === "coding") top = spots.find((spot) => spot.id === link.id)?.top ?? null;
        else if (link.kind === "source" && link.id === state.source?.id && link.start !== null) {
          const i = rowAt(rows, link.start);
          if (i >= first && i <= last && items[i]) top = this.topOf(i, link.start, origin);
        }
        if (top !== null) found.push({ memo, top: top + 4, full: 44 + 17 * Math.min(6, Math.ceil(memo.body.length / 26)) });
      }
    }
    return found;
  }

  topOf(i, point, origin) {
    const row = this.transcript.rows[i];
    const spot = this.transcript.rangesOf({ start: point, end: Math.min(row.end, point + 1) })[0];
    return (spot?.getBoundingClientRect().top ?? this.transcript.items[i].getBoundingClientRect().top) - origin;
  }

  makeMemo({ memo, top, height }) {
    const block = document.createElement("div");
    block.className = `memo${height < 74 ? " vouw" : ""}`;
    block.style.cssText = `top:${top}px;left:${this.namesAt}px;height:${height}px`;
    block.dataset.memo = memo.id;
    const head = document.createElement("b");
    head.textContent = `Memo · ${this.ctx.t(`memokind.${memo.kind}`)}${memo.title ? `: ${memo.title}` : ""}`;
    const body = document.createElement("div");
    body.innerHTML = memo.html; // made by Python from markdown, without raw HTML or pictures
    block.title = memo.title;
    block.append(head, body);
    return block;
  }

  // Two handles at the ends of the chosen coding, to drag its edges.
  makeHandles(origin) {
    const coding = this.ctx.state.codings.get(this.ctx.state.loud);
    if (!coding || coding.coder !== this.ctx.state.coder || coding.pending) return [];
    const spots = this.transcript.rangesOf(coding);
    if (!spots.length) return [];
    const left = this.transcript.text.getBoundingClientRect().left;
    const margin = this.transcript.margin.offsetLeft;
    const begin = spots[0].getClientRects()[0];
    const end = [...spots.at(-1).getClientRects()].at(-1);
    if (!begin || !end) return [];
    return [["start", begin, begin.left], ["end", end, end.right]].map(([edge, box, x]) => {
      const handle = document.createElement("i");
      handle.className = `greep ${edge}`;
      handle.dataset.edge = edge;
      handle.style.cssText = `top:${box.top - origin - 2}px;left:${x - left - margin - 4}px;height:${box.height + 4}px`;
      return handle;
    });
  }
}

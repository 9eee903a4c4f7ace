// Dragging the edges of the chosen coding by mouse: they move by whole words.
import { rowPoint } from "./offsets.js";

// The border of a word that lies nearest to a place in the text.
export function nearestBorder(words, unit, edge) {
  const borders = words.map(([from, to]) => (edge === "start" ? from : to));
  return borders.reduce((best, at) => (Math.abs(at - unit) < Math.abs(best - unit) ? at : best), borders[0] ?? unit);
}

export class EdgeDrag {
  constructor(ctx, { transcript, actions }) {
    Object.assign(this, { ctx, transcript, actions });
    transcript.margin.addEventListener("pointerdown", (event) => this.begin(event));
  }

  begin(event) {
    const edge = event.target.dataset?.edge;
    const coding = this.ctx.state.codings.get(this.ctx.state.loud);
    if (!edge || !coding) return;
    event.preventDefault();
    const held = { coding, edge, start: coding.start, end: coding.end };
    const { target } = event;
    target.setPointerCapture(event.pointerId);
    target.style.pointerEvents = "auto";
    const move = (moved) => this.move(held, moved);
    const stop = () => {
      target.removeEventListener("pointermove", move);
      if (held.start !== coding.start || held.end !== coding.end) this.actions.send("resize", { coding: coding.id, start: held.start, end: held.end, revision: coding.revision });
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", stop, { once: true });
  }

  move(held, event) {
    const shown = this.transcript.margin.style.visibility;
    this.transcript.margin.style.visibility = "hidden"; // the handle itself lies under the pointer
    const spot = this.transcript.pointFrom(event.clientX, event.clientY);
    this.transcript.margin.style.visibility = shown;
    if (!spot) return;
    const point = rowPoint(spot.row, nearestBorder(spot.words, spot.unit, held.edge));
    const next = { start: held.edge === "start" ? point : held.start, end: held.edge === "end" ? point : held.end };
    if (next.start >= next.end) return;
    Object.assign(held, next);
    this.transcript.choose(held.start, held.end);
  }
}

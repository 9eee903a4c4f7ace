// How codings lie over a text: segments of one row, lanes of the margin, places of names.

// Cut a row where codings begin and end: [{from, to, codings}], codings in reading order.
export function cutSegments(length, spans) {
  const cuts = new Set([0, length]);
  for (const [, from, to] of spans) cuts.add(from).add(to);
  const at = [...cuts].sort((a, b) => a - b);
  const made = [];
  for (let i = 0; i + 1 < at.length; i += 1) {
    const on = spans.filter(([, from, to]) => from <= at[i] && to >= at[i + 1]).map(([coding]) => coding);
    made.push({ from: at[i], to: at[i + 1], codings: on });
  }
  return made;
}

// Two codings are shown on a segment: the two innermost. The rest stands in the margin.
export function shownOn(codings) {
  const inner = [...codings].sort((a, b) => a.end - a.start - (b.end - b.start) || (a.id < b.id ? -1 : 1));
  return inner.slice(0, 2);
}

export const MOST_LANES = 5;

// First free lane for each stretch, from the top: Map(id -> lane); lane 5 and up fold into "+n".
export function placeLanes(items) {
  const ends = [];
  const lanes = new Map();
  for (const item of [...items].sort((a, b) => a.top - b.top || b.bottom - a.bottom)) {
    let lane = ends.findIndex((end) => end <= item.top);
    if (lane < 0) lane = ends.length;
    ends[lane] = item.bottom;
    lanes.set(item.id, lane);
  }
  return lanes;
}

// Names stand at their first line and are pushed down, never over each other.
export function pushDown(items, gap) {
  let free = -Infinity;
  return [...items]
    .sort((a, b) => a.top - b.top)
    .map((item) => {
      const top = Math.max(item.top, free);
      free = top + item.height + gap;
      return { ...item, top };
    });
}

// The uncoded turn after a point, by start; round to the first when there is none.
export function nextUncoded(turns, codings, after, isSkipped) {
  const spans = [...codings].sort((a, b) => a.start - b.start);
  const isCoded = (turn) => spans.some((c) => c.start < turn.end && c.end > turn.start);
  const open = turns.filter((turn) => !isSkipped(turn) && !isCoded(turn));
  return open.find((turn) => turn.start > after) ?? open[0] ?? null;
}

// The next (step 1) or previous (-1) coding of a code, by place; round at the end.
export function nextCoding(codings, code, after, step) {
  const wanted = [...codings].filter((c) => !code || c.code === code).sort((a, b) => a.start - b.start || a.end - b.end);
  if (!wanted.length) return null;
  if (step > 0) return wanted.find((c) => c.start > after) ?? wanted[0];
  return wanted.findLast((c) => c.start < after) ?? wanted.at(-1);
}

// Share of the turns of participants that hold a coding, in whole percents.
export function shareCoded(turns, codings, isSkipped) {
  const open = turns.filter((turn) => !isSkipped(turn));
  const spans = [...codings].sort((a, b) => a.start - b.start);
  let [at, reach, hit] = [0, -1, 0]; // reach: how far the codings that began before this turn's end go
  for (const turn of open) {
    for (; at < spans.length && spans[at].start < turn.end; at += 1) reach = Math.max(reach, spans[at].end);
    if (reach > turn.start) hit += 1;
  }
  return open.length ? Math.round((100 * hit) / open.length) : 0;
}

export function isLeader(turn) {
  return turn.role === "onderzoeker" || !["speech", "answer"].includes(turn.kind);
}

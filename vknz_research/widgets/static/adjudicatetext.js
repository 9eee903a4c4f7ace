// The passage that coders coded differently: the layers as lines under the words, their borders as letters.
import { clock, rowUnit } from "./offsets.js";
import { countWords } from "./counting.js";
import { el } from "./dom.js";

const ADJUDICATE_AROUND = 220; // code units of the turn that are shown before and after
const ADJUDICATE_LETTERS = "abcdefgh"; // keys of the coders; further letters are other keys

/** Return the letter of a coder by place: `a`, `b`, …; beyond eight there is none. */
export function letterOf(place) {
  return ADJUDICATE_LETTERS[place] ?? "";
}

/** Lay the codings of a case in lanes, one per coder: `[{lane, letter, code, start, end}]`. */
export function laneSpans(coders, sides) {
  return coders.flatMap((coder, lane) =>
    (sides.find((side) => side.coder === coder.id)?.codings ?? []).map(({ code, start, end }) => ({ lane, letter: letterOf(lane).toUpperCase(), code, start, end })));
}

/** Cut a stretch where spans begin and end: `[{start, end, on, opens, closes}]`, in code points. */
export function cutTracks(start, end, spans) {
  const cuts = [...new Set([start, end, ...spans.flatMap((span) => [span.start, span.end])])].filter((at) => at >= start && at <= end).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1];
    return {
      start: from, end: to, on: spans.filter((span) => span.start <= from && span.end >= to),
      opens: spans.filter((span) => span.start === from), closes: spans.filter((span) => span.end === to),
    };
  });
}

/** Say whether every lane but that of a new choice has a span on a part. */
export function isShared(part, lanes) {
  return lanes > 1 && new Set(part.on.filter((span) => !span.isNew).map((span) => span.lane)).size === lanes;
}

/** Return the turns that a stretch touches, each with the part of it to show: `[{turn, start, end, cutBefore, cutAfter}]`. */
export function turnsAround(turns, start, end, around = ADJUDICATE_AROUND) {
  return turns.filter((turn) => turn.start < end && turn.end > start).map((turn) => {
    const first = Math.max(turn.start, wordEdge(turn, start - around, 1));
    const last = Math.min(turn.end, wordEdge(turn, end + around, -1));
    return { turn, start: Math.min(first, Math.max(turn.start, start)), end: Math.max(last, Math.min(turn.end, end)), cutBefore: first > turn.start, cutAfter: last < turn.end };
  });
}

// A place at the border of a word, going on (1) or back (-1) from a point.
function wordEdge(turn, point, step) {
  if (point <= turn.start || point >= turn.end) return point;
  const signs = [...turn.text];
  let at = point - turn.start;
  while (at > 0 && at < signs.length && !/\s/.test(signs[at - 1])) at += step;
  return turn.start + at;
}

/** Return the words of a stretch of the turns, turns joined by a space. */
export function wordsOf(turns, start, end) {
  return turns.filter((turn) => turn.start < end && turn.end > start)
    .map((turn) => turn.text.slice(rowUnit(turn, Math.max(start, turn.start)), rowUnit(turn, Math.min(end, turn.end)))).join(" ").trim();
}

/** Say where a coding begins and ends, and how long it is. */
export function spanWords(t, turns, { start, end }) {
  const words = wordsOf(turns, start, end).split(/\s+/).filter(Boolean);
  const length = countWords(t, "adjudicate.words", words.length);
  if (words.length < 5) return `‘${words.join(" ")}’, ${length}`;
  return `${t("adjudicate.from", { first: words.slice(0, 2).join(" "), last: words.slice(-2).join(" ") })}, ${length}`;
}

/** Draw a passage with the layers of all coders under it. */
export function makePassage(ctx, { start, end, spans, lanes }) {
  const from = Math.min(start, ...spans.map((span) => span.start));
  const to = Math.max(end, ...spans.map((span) => span.end));
  const shown = turnsAround(ctx.state.source.turns, from, to);
  return el("div", { class: "adjudicate-passage", style: { "--lanes": String(lanes + spans.filter((span) => span.isNew).length) }, tabindex: 0, role: "group", "aria-label": ctx.t("adjudicate.passage") },
    shown.map((piece) => passageTurn(ctx, piece, spans, lanes)));
}

function passageTurn(ctx, { turn, start, end, cutBefore, cutAfter }, spans, lanes) {
  const here = spans.filter((span) => span.start < end && span.end > start);
  const parts = cutTracks(start, end, here.map((span) => ({ ...span, start: Math.max(span.start, start), end: Math.min(span.end, end), opensHere: span.start >= start, closesHere: span.end <= end })));
  const time = clock(turn.begin_ms);
  return el("div", { class: "adjudicate-turn" },
    el("p", { class: "adjudicate-who" }, el("b", { text: turn.speaker ?? ctx.t(`turn.${turn.kind}`) }), time && el("time", { text: time })),
    el("p", { class: "adjudicate-words" }, cutBefore && el("span", { class: "panel-quiet", text: "… " }),
      parts.map((part) => passagePart(turn, part, lanes)), cutAfter && el("span", { class: "panel-quiet", text: " …" })));
}

function passagePart(turn, part, lanes) {
  const text = turn.text.slice(rowUnit(turn, part.start), rowUnit(turn, part.end));
  if (!part.on.length) return text;
  let node = el("span", { class: isShared(part, lanes) ? "adjudicate-text shared" : "adjudicate-text", text });
  const byLane = [...part.on].sort((a, b) => b.lane - a.lane);
  for (const span of byLane) node = el("span", { class: "adjudicate-line", "data-code": span.code, "data-lane": span.lane, style: { "--lane": String(span.lane) } }, node);
  return [part.opens.filter((span) => span.opensHere).map((span) => passageFlag(span, "opens")), node, part.closes.filter((span) => span.closesHere).map((span) => passageFlag(span, "closes"))];
}

// The letter of a coder at the border of a coding; read aloud with the side, not in the words.
function passageFlag({ letter, isMoving }, edge) {
  return el("span", { class: `adjudicate-flag ${edge}${isMoving ? " moving" : ""}`, "aria-hidden": "true", text: letter });
}

/** Keep the edge that was moved last in sight, in a long passage. */
export function showEdge(passage, isStart) {
  const box = passage.querySelector(".adjudicate-passage");
  const flag = [...passage.querySelectorAll(`.adjudicate-flag.moving.${isStart ? "opens" : "closes"}`)].at(-1);
  if (flag) box.scrollTop = flag.offsetTop - box.clientHeight / 2;
}

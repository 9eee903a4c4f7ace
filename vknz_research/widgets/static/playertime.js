// Time in the player: clocks, the turn that is said now, what stands on the timeline. Pure.
import { toUnit } from "./offsets.js";
import { cutSegments, placeLanes, shownOn } from "./segments.js";

export const PLAYER_BACK_MS = 2000;
export const PLAYER_RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
export const PLAYER_MOST_LANES = 3;
const PLAYER_TICKS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];

/** Write a time as people read it: `06:12`, with tenths `06:12,4`. */
export function writeClock(ms, { tenths = false, language = "nl" } = {}) {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return "–";
  const all = Math.floor(Math.max(0, ms) / 100);
  const two = (n) => String(n).padStart(2, "0");
  const seconds = Math.floor(all / 10);
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  const mark = language === "en" ? "." : ",";
  return (hours ? `${hours}:${rest}` : rest) + (tenths ? `${mark}${all % 10}` : "");
}

/** Write a stretch of time: `06:04–06:30`. */
export function writeStretch({ begin, finish }) {
  if (begin === null || begin === undefined) return "";
  return finish === null || finish === undefined || finish === begin ? writeClock(begin) : `${writeClock(begin)}–${writeClock(finish)}`;
}

/** Write how fast it plays: `0,75×`. */
export function writeRate(rate, language = "nl") {
  return `${rate.toLocaleString(language)}×`;
}

/** Return the next rate, slower (-1) or faster (1). */
export function stepRate(rate, step) {
  const at = PLAYER_RATES.indexOf(rate);
  return PLAYER_RATES[Math.max(0, Math.min(PLAYER_RATES.length - 1, at + step))];
}

/** Return which turn is said at a moment: the last of this recording that has begun, or -1. */
export function findTurnAt(turns, recording, ms) {
  let [found, latest] = [-1, -1];
  turns.forEach((turn, at) => {
    if (turn.begin === null || turn.begin === undefined || turn.recording !== recording) return;
    if (turn.begin <= ms && turn.begin >= latest) [found, latest] = [at, turn.begin];
  });
  return found;
}

/** Return when a turn ends: its own end, or the next beginning in that recording, or a second on. */
export function endOfTurn(turns, at) {
  const turn = turns[at];
  if (turn.finish > turn.begin) return turn.finish;
  const later = turns.filter((one) => one.recording === turn.recording && one.begin > turn.begin).map((one) => one.begin);
  return later.length ? Math.min(...later) : turn.begin + 1000;
}

/** Return how long a recording lasts, also where there is none: until its last turn ends. */
export function lengthOf(state, number) {
  const known = state.recordings.find((one) => one.number === number)?.duration;
  const ends = state.turns.map((turn, at) => (turn.recording === number && turn.begin !== null ? endOfTurn(state.turns, at) : 0));
  return Math.max(known ?? 0, ...ends, 0);
}

/** Return the numbers of recordings: those linked, or those of which the turns tell. */
export function listRecordings(state) {
  const told = state.turns.filter((turn) => turn.begin !== null && turn.begin !== undefined).map((turn) => turn.recording);
  return [...new Set([...state.recordings.map((one) => one.number), ...told])].sort((a, b) => a - b);
}

/** Return a fragment after one of its ends was marked; the ends never cross. */
export function markEnd(fragment, edge, ms) {
  const made = { ...fragment, [edge]: Math.round(ms) };
  const crossed = made.begin !== null && made.finish !== null && made.begin >= made.finish;
  if (crossed) made[edge === "begin" ? "finish" : "begin"] = null;
  return made;
}

/** Return the fragment to act on: what was marked, else the turn that is said now. */
export function chooseFragment(fragment, turns, recording, ms) {
  if (fragment.begin !== null && fragment.finish !== null) return { ...fragment, recording };
  const at = findTurnAt(turns, recording, ms);
  if (at < 0) return null;
  const [begin, finish] = [fragment.begin ?? turns[at].begin, fragment.finish ?? endOfTurn(turns, at)];
  return begin < finish ? { begin, finish, recording } : null;
}

/** Return what stands on the timeline of one recording, by time: codings and observations. */
export function listMarks(state, recording) {
  const timed = (kind) => (one) => ({ kind, id: one.id, begin: one.begin, finish: one.finish ?? one.begin, own: one });
  const here = (one) => one.recording === recording && one.begin !== null && one.begin !== undefined;
  const found = [...state.codings.filter(here).map(timed("coding")), ...state.observations.filter(here).map(timed("observation"))];
  return found.sort((a, b) => a.begin - b.begin || a.finish - b.finish || (a.id < b.id ? -1 : 1));
}

/** Return the index of the mark after (1) or before (-1) one; `at` -1 means: by the time it is now. */
export function stepMark(marks, at, ms, step) {
  if (!marks.length) return -1;
  if (at >= 0) return Math.max(0, Math.min(marks.length - 1, at + step));
  if (step > 0) return Math.max(0, marks.findIndex((mark) => mark.begin > ms) === -1 ? marks.length - 1 : marks.findIndex((mark) => mark.begin > ms));
  return Math.max(0, marks.findLastIndex((mark) => mark.begin < ms));
}

/** Lay codings in lanes: Map(id -> lane). */
export function layCodings(marks) {
  return placeLanes(marks.filter((mark) => mark.kind === "coding").map((mark) => ({ id: mark.id, top: mark.begin, bottom: mark.finish })));
}

/** Return the times at which the axis has a number, for so many pixels. */
export function listTicks(length, width) {
  const room = Math.max(1, Math.floor(width / 74));
  const step = (PLAYER_TICKS.find((s) => length / 1000 / s <= room) ?? Math.ceil(length / 1000 / room / 1800) * 1800) * 1000;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, n) => n * step);
}

/** Return the bars of the speech strip: `[{ms, level 0-9, row}]`, one per `every` ms, row by who speaks. */
export function listBars({ turns, strip, recording, length, every, rows }) {
  const spoken = turns.map((turn, at) => ({ at, turn })).filter(({ turn }) => turn.recording === recording && turn.begin !== null && turn.begin !== undefined);
  const bars = [];
  for (let ms = 0; ms < length; ms += every) {
    const hit = spoken.findLast(({ turn, at }) => turn.begin <= ms && ms < endOfTurn(turns, at));
    const level = levelAt(strip, ms, ms + every) ?? (hit ? 5 : 0);
    if (level > 0) bars.push({ ms, level, row: hit ? Math.max(0, rows.indexOf(hit.turn.speaker)) : -1 });
  }
  return bars;
}

function levelAt(strip, from, to) {
  if (!strip) return null;
  const part = strip.levels.slice(Math.floor(from / strip.step_ms), Math.max(Math.floor(from / strip.step_ms) + 1, Math.floor(to / strip.step_ms)));
  return part.length ? Math.max(...part) : 0;
}

/** Return the shares of the time of this conversation, in whole percents: speakers, then silence. */
export function listShares(shares, silence) {
  const all = shares.reduce((sum, one) => sum + one.ms, 0) + (silence ?? 0);
  if (!all) return [];
  return [...shares, { speaker: null, ms: silence ?? 0 }].filter((one) => one.ms > 0).map((one) => ({ speaker: one.speaker, percent: Math.round((100 * one.ms) / all) }));
}

/** Cut the text of a turn where codings begin and end: `[{text, codings}]`, at most two on each. */
export function cutTurn(turn, codings) {
  const spans = codings
    .filter((one) => one.start < turn.end && one.end > turn.start)
    .map((one) => [one, toUnit(turn.text, Math.max(0, one.start - turn.start)), toUnit(turn.text, Math.min(turn.end, one.end) - turn.start)]);
  return cutSegments(turn.text.length, spans).filter((part) => part.to > part.from).map((part) => ({ text: turn.text.slice(part.from, part.to), codings: shownOn(part.codings) }));
}

/** Return after which turn an observation stands: the last one its passage or its time touches. */
export function placeObservation(turns, observation) {
  const touches = (turn) =>
    observation.end > observation.start
      ? turn.start < observation.end && turn.end > observation.start
      : turn.recording === observation.recording && turn.begin !== null && turn.begin < (observation.finish ?? observation.begin + 1);
  return turns.findLastIndex(touches);
}

/** Return the parts of an agenda in order, each with its points. */
export function groupAgenda(agenda) {
  return ["went_well", "unintended", "alternative"].map((part) => ({ part, items: agenda.filter((one) => one.part === part) }));
}

/** Return the agenda after one point went up (-1) or down (1), over the border of a part where it stood at one. */
export function moveItem(agenda, id, step) {
  const groups = groupAgenda(agenda).map(({ part, items }) => ({ part, items: [...items] }));
  const g = groups.findIndex(({ items }) => items.some((one) => one.id === id));
  if (g < 0) return agenda;
  const own = groups[g].items;
  const at = own.findIndex((one) => one.id === id);
  const to = at + step;
  if (to >= 0 && to < own.length) [own[at], own[to]] = [own[to], own[at]];
  else if (groups[g + step]) {
    const [moved] = own.splice(at, 1);
    const next = { ...moved, part: groups[g + step].part };
    if (step > 0) groups[g + step].items.unshift(next);
    else groups[g + step].items.push(next);
  }
  return groups.flatMap(({ items }) => items);
}

/** Return an agenda as it is sent. */
export function sendAgenda(agenda) {
  return agenda.map(({ id, pillar, part, body, theme, source, recording, begin, finish }) => ({ ...(id && !id.startsWith("new-") ? { id } : {}), pillar, part, body, theme: theme ?? null, source: source ?? null, recording: recording ?? null, begin: begin ?? null, finish: finish ?? null }));
}

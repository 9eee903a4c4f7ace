// The learning line: for each aandachtspunt what became of it, conversation after conversation.
import { el } from "./dom.js";
import { labelOf } from "./playerparts.js";

const SIGNS = { named: "◇", yes: "●", partly: "◐", no: "○", unclear: "?", open: "·" };

/** Return the last round in which a point was on the table: where it was let go, or the last of all. */
function findEnd(point, rounds) {
  const last = point.looks.at(-1);
  return last?.outcome === "dropped" ? last.round : Math.max(...rounds);
}

/**
 * Return what stands in each round of a point's line.
 *
 * `sign` is `named`, what was tried, `open` where nobody looked back yet, or null where
 * the point is not yet or no longer there; `before` and `after` say whether the line
 * comes in and goes on.
 */
export function tracePoint(point, rounds) {
  const end = findEnd(point, rounds);
  return rounds.map((round) => {
    const look = point.looks.findLast((one) => one.round === round);
    const isThere = point.round <= round && round <= end;
    const sign = !isThere ? null : (look?.tried ?? (round === point.round ? "named" : "open"));
    return { round, sign, outcome: (isThere && look?.outcome) || null, before: isThere && round > point.round, after: isThere && round < end };
  });
}

/** Return the rounds that a figure shows: those of the trajectory, and those looked back on. */
export function listRounds(points, rounds) {
  const every = points.flatMap((point) => [point.round, ...point.looks.map((look) => look.round)]);
  return [...new Set([...rounds, ...every])].sort((a, b) => a - b);
}

/** Make the table of learning lines: a row for each point, a column for each conversation. */
export function makeLearningLines(page) {
  const { t, state } = page;
  const rounds = listRounds(state.points, state.rounds);
  if (!state.points.length || rounds.length < 2) return null;
  const head = el("tr", {}, el("th", { scope: "col", text: t("line.point") }), rounds.map((n) => el("th", { scope: "col", class: n === state.round ? "nu" : "", text: t("points.seen", { n }) })));
  const rows = state.points.map((point) => el("tr", {}, makeName(page, point), tracePoint(point, rounds).map((cell) => makeCell(page, cell))));
  const table = el("table", {}, el("caption", {}, el("span", { text: t("line.title") })), el("thead", {}, head), el("tbody", {}, rows));
  table.style.setProperty("--n", rounds.length);
  const box = el("div", { class: "lijnen", tabindex: 0, role: "region", "aria-label": t("line.title"), on: { keydown: keepArrows } }, table);
  // The conversation of now is in sight; the ones before it are to the left.
  requestAnimationFrame(() => (box.scrollLeft = table.querySelector(".nu")?.offsetLeft ?? 0));
  return box;
}

// Here arrows go along the conversations, and not back in the recording.
function keepArrows(event) {
  if (event.target === event.currentTarget && ["ArrowLeft", "ArrowRight"].includes(event.key)) event.stopPropagation();
}

function makeName(page, point) {
  const { choices } = page.state;
  const show = () => page.points.show(point.id);
  return el("th", { scope: "row" }, el("button", { class: "tekstknop", title: point.body, on: { click: show } }, labelOf(choices.pointKinds, point.kind)), el("span", { class: "stil klein", text: point.body }));
}

function makeCell(page, cell) {
  const { t, state } = page;
  if (!cell.sign) return el("td", {});
  const { tried, outcomes } = state.choices;
  const words = [labelOf(tried, cell.sign) || t(`line.${cell.sign}`), labelOf(outcomes, cell.outcome)].filter(Boolean).join(", ").toLowerCase();
  const line = `baan${cell.before ? " voor" : ""}${cell.after ? " na" : ""}`;
  return el("td", { "data-sign": cell.sign }, el("span", { class: line, "aria-hidden": "true" }, el("i", { text: SIGNS[cell.sign] })), el("span", { class: "klein", text: words }));
}

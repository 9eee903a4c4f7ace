// The differences of one source: which are shown, which still ask for a decision.
import { filedUnder } from "./adjudicateform.js";

export const CASE_STATES = ["undecided", "changed", "decided", "left"];

/** Return the cases of a state, kind and code; an empty choice leaves all. */
export function filterCases(cases, { state, kind, code }) {
  return cases.filter((found) => (!state || found.state === state) && (!kind || found.kind === kind) && (!code || filedUnder(found).includes(code)));
}

/** Say whether a case still asks for a decision. */
export function isTodo(found) {
  return found.state === "undecided" || found.state === "changed";
}

/** Return the first case after another that asks for a decision, round at the end; null if none does. */
export function nextTodo(cases, key) {
  const at = cases.findIndex((found) => found.key === key);
  return [...cases.slice(at + 1), ...cases.slice(0, at + 1)].find((found) => isTodo(found) && found.key !== key) ?? null;
}

/** Count the cases of each state. */
export function countStates(cases) {
  const counts = Object.fromEntries(CASE_STATES.map((state) => [state, 0]));
  for (const found of cases) counts[found.state] += 1;
  return counts;
}

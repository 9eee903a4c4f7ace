// The deck of a review: proposals in reading order, what was decided of each, and the way back. No drawing here.

export const REVIEW_KEYS = { r: "replace", g: "generalise", b: "keep" };
const DECK_SIGNS = {
  person: "Pe", name: "Na", place: "Pl", address: "Ad", postcode: "Pc", organisation: "Or", school: "Sc", institution: "In", phone: "Te", email: "Em", url: "We",
  bsn: "BS", iban: "IB", plate: "Ke", number: "Nr", birth: "Ge", date: "Da", age: "Le", country: "La", unique: "Un", illness: "Zi",
};

/** Return the two letters of a category. */
export function signOf(category) {
  return DECK_SIGNS[category] ?? category.slice(0, 2).toUpperCase();
}

/** Return a deck: `draft` is what was decided before and is kept by place. */
export function makeDeck(proposals, draft = []) {
  const places = new Map(proposals.map((one, n) => [`${one.start}-${one.end}`, n]));
  const decisions = new Map();
  for (const { start, end, outcome, token, reason, scope } of draft) {
    const n = places.get(`${start}-${end}`);
    if (n !== undefined) decisions.set(n, { outcome, token, reason, scope });
  }
  const deck = { proposals, decisions, at: 0, last: null, past: [] };
  deck.at = Math.max(0, findOpen(deck, 0));
  return deck;
}

/** Return the next proposal without a decision from `from` on, going round; -1 when none is left. */
export function findOpen(deck, from) {
  const count = deck.proposals.length;
  for (let step = 0; step < count; step += 1) {
    const n = (from + step) % count;
    if (!deck.decisions.has(n)) return n;
  }
  return -1;
}

export function countOpen(deck) {
  return deck.proposals.length - deck.decisions.size;
}

/** Count the decisions by outcome. */
export function countOutcomes(deck) {
  const counts = { replace: 0, generalise: 0, keep: 0 };
  for (const { outcome } of deck.decisions.values()) counts[outcome] += 1;
  return counts;
}

/** Return the other places with the same words and kind. */
export function listSame(deck, n) {
  const { group } = deck.proposals[n];
  return deck.proposals.flatMap((one, other) => (one.group === group && other !== n ? [other] : []));
}

/** Decide about the proposal in focus and go to the next open one; what may not be kept is refused with false. */
export function decide(deck, outcome) {
  const n = deck.at;
  const proposal = deck.proposals[n];
  if (!proposal || (outcome === "keep" && proposal.isBlocked)) return false;
  const before = deck.decisions.get(n);
  // Another outcome needs another token: only the same one keeps what was typed.
  const token = before?.outcome === outcome ? before.token : null;
  change(deck, [[n, { outcome, token: token ?? tokenOf(deck, n, outcome), reason: null, scope: "only" }]]);
  deck.last = n;
  const next = findOpen(deck, n + 1);
  if (next >= 0) deck.at = next;
  return true;
}

// What was typed as token for the same words here, or chosen for them before.
function tokenOf(deck, n, outcome) {
  const same = listSame(deck, n).map((other) => deck.decisions.get(other));
  return [...same, deck.proposals[n].told].find((one) => one?.outcome === outcome && one.token)?.token ?? null;
}

/** Give the decision of the proposal in focus, or else of the last one, to all open places with the same words; return how many. */
export function decideAll(deck) {
  const from = deck.decisions.has(deck.at) ? deck.at : deck.last;
  const made = from === null ? undefined : deck.decisions.get(from);
  if (!made) return -1;
  const open = listSame(deck, from).filter((n) => !deck.decisions.has(n));
  change(deck, [from, ...open].map((n) => [n, { ...made, scope: "all" }]));
  deck.last = from;
  const next = findOpen(deck, deck.at);
  if (next >= 0) deck.at = next;
  return open.length;
}

/** Write the token of a decision; without a decision it is a replacement. */
export function setToken(deck, n, token) {
  const before = deck.decisions.get(n) ?? { outcome: "replace", reason: null, scope: "only" };
  const outcome = before.outcome === "keep" ? "replace" : before.outcome;
  change(deck, [[n, { ...before, outcome, token: token || null }]]);
  deck.last = n;
}

/** Write why something stays. */
export function setReason(deck, n, reason) {
  const before = deck.decisions.get(n);
  if (before) change(deck, [[n, { ...before, reason: reason || null }]]);
}

function change(deck, pairs) {
  deck.past.push({ at: deck.at, last: deck.last, before: pairs.map(([n]) => [n, deck.decisions.get(n)]) });
  for (const [n, made] of pairs) deck.decisions.set(n, made);
}

/** Take the last decision back; return the places that changed. */
export function undoLast(deck) {
  const step = deck.past.pop();
  if (!step) return [];
  for (const [n, before] of step.before) {
    if (before) deck.decisions.set(n, before);
    else deck.decisions.delete(n);
  }
  deck.at = step.at;
  deck.last = step.last;
  return step.before.map(([n]) => n);
}

/** Go to the next or the former proposal, decided or not. */
export function step(deck, by) {
  const count = deck.proposals.length;
  if (count) deck.at = (deck.at + by + count) % count;
}

/** Return the decisions as Python reads them. */
export function listDecisions(deck) {
  return [...deck.decisions].sort(([a], [b]) => a - b).map(([n, made]) => ({ start: deck.proposals[n].start, end: deck.proposals[n].end, ...made }));
}

/** Return a token as it is written: in square brackets, on one line; nothing for what is no token. */
export function writeToken(typed) {
  const inner = typed.replace(/[[\]\n\r]/g, "").trim().slice(0, 58);
  return inner ? `[${inner}]` : null;
}

/** Count the different words of which a decision is for all places. */
export function countShared(deck) {
  return new Set([...deck.decisions].flatMap(([n, made]) => (made.scope === "all" ? [deck.proposals[n].group] : []))).size;
}

/** Return the place of a selection in a turn, without the blanks at its ends; null for nothing but blanks. */
export function trimPlace(text, start) {
  const inner = text.trim();
  if (!inner) return null;
  const begin = start + Array.from(text.slice(0, text.indexOf(inner))).length;
  return { start: begin, end: begin + Array.from(inner).length };
}

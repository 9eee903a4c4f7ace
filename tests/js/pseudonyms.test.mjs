// The deck of a review: deciding, for one place and for all, and taking it back.
import assert from "node:assert/strict";
import test from "node:test";

import { countOpen, countOutcomes, countShared, decide, decideAll, findOpen, listDecisions, listSame, makeDeck, setReason, setToken, signOf, step, trimPlace, undoLast, writeToken } from "../../vknz_research/widgets/static/pseudonymsdeck.js";
import { reviewWords } from "../../vknz_research/widgets/static/pseudonymswords.js";

// Fatima, Beer, Fatima, a BSN, Fatima.
const groups = [0, 1, 0, 3, 0];
const deckOf = (draft) => makeDeck(groups.map((group, n) => ({ start: n * 10, end: n * 10 + 5, category: n === 3 ? "bsn" : "name", group, isBlocked: n === 3 })), draft);
const outcomes = (deck) => [0, 1, 2, 3, 4].map((n) => deck.decisions.get(n)?.outcome ?? "open");

test("one decision goes on to the next open place", () => {
  const deck = deckOf();
  assert.equal(decide(deck, "replace"), true);
  assert.equal(decide(deck, "keep"), true);
  assert.deepEqual([deck.at, countOpen(deck)], [2, 3]);
  assert.deepEqual(outcomes(deck), ["replace", "keep", "open", "open", "open"]);
});

test("the same decision is for all open places with the same words, and no others", () => {
  const deck = deckOf();
  decide(deck, "replace");
  assert.equal(decideAll(deck), 2);
  assert.deepEqual(outcomes(deck), ["replace", "open", "replace", "open", "replace"]);
  assert.equal(deck.at, 1);
  assert.deepEqual(listDecisions(deck).map((one) => one.scope), ["all", "all", "all"]);
});

test("what was decided otherwise before stays as it was decided", () => {
  const deck = deckOf();
  deck.at = 2;
  decide(deck, "keep");
  deck.at = 0;
  decide(deck, "replace");
  decideAll(deck);
  assert.equal(outcomes(deck)[2], "keep");
});

test("without a decision there is nothing to take over", () => assert.equal(decideAll(deckOf()), -1));

test("undo takes back one step, also one for all places", () => {
  const deck = deckOf();
  decide(deck, "replace");
  decideAll(deck);
  assert.deepEqual(undoLast(deck).sort(), [0, 2, 4]);
  assert.deepEqual(outcomes(deck), ["replace", "open", "open", "open", "open"]);
  assert.deepEqual([undoLast(deck), deck.at, countOpen(deck)], [[0], 0, 5]);
  assert.deepEqual(undoLast(deck), []);
});

test("a citizen service number is not kept", () => {
  const deck = deckOf();
  deck.at = 3;
  assert.equal(decide(deck, "keep"), false);
  assert.equal(decide(deck, "replace"), true);
});

test("a token that was typed goes to the next place with the same words", () => {
  const deck = deckOf();
  setToken(deck, 0, "[Persoon 3]");
  deck.at = 2;
  decide(deck, "replace");
  assert.equal(deck.decisions.get(2).token, "[Persoon 3]");
  deck.at = 1;
  decide(deck, "replace");
  assert.equal(deck.decisions.get(1).token, null);
});

test("another outcome does not keep the token of the first", () => {
  const deck = deckOf();
  setToken(deck, 1, "[Persoon 3]");
  deck.at = 1;
  decide(deck, "generalise");
  assert.equal(deck.decisions.get(1).token, null);
});

test("a reason goes with what stays", () => {
  const deck = deckOf();
  deck.at = 1;
  decide(deck, "keep");
  setReason(deck, 1, "een dier");
  assert.equal(listDecisions(deck)[0].reason, "een dier");
});

test("a draft comes back at its places; what lies elsewhere now does not", () => {
  const kept = [{ start: 10, end: 15, outcome: "keep", token: null, reason: null, scope: "only" }, { start: 11, end: 15, outcome: "keep", token: null, reason: null, scope: "only" }];
  const deck = deckOf(kept);
  assert.deepEqual(outcomes(deck), ["open", "keep", "open", "open", "open"]);
  assert.deepEqual(listDecisions(deck), kept.slice(0, 1));
});

test("next and previous go round; an empty deck stays where it is", () => {
  const deck = deckOf();
  step(deck, -1);
  assert.equal(deck.at, 4);
  step(deck, 1);
  assert.equal(deck.at, 0);
  const empty = makeDeck([]);
  step(empty, 1);
  assert.deepEqual([empty.at, findOpen(empty, 0), decide(empty, "replace")], [0, -1, false]);
});

test("a token is in brackets on one line, or there is none", () => {
  assert.deepEqual(["Persoon 3", "[Persoon 3]", " [gemeente ", "", "[]", "a\nb"].map(writeToken), ["[Persoon 3]", "[Persoon 3]", "[gemeente]", null, null, "[ab]"]);
});

test("counts are by outcome, and each category has its two letters", () => {
  const deck = deckOf();
  decide(deck, "replace");
  assert.deepEqual(countOutcomes(deck), { replace: 1, generalise: 0, keep: 0 });
  assert.deepEqual([signOf("place"), signOf("elders"), listSame(deck, 1)], ["Pl", "EL", []]);
});

test("both languages have the same words", () => assert.deepEqual(Object.keys(reviewWords.nl).sort(), Object.keys(reviewWords.en).sort()));

test("a token that was chosen before for the same words is offered", () => {
  const deck = deckOf();
  deck.proposals[1].told = { outcome: "replace", token: "[Persoon 8]" };
  deck.at = 1;
  decide(deck, "generalise");
  assert.equal(deck.decisions.get(1).token, null);
  deck.at = 1;
  decide(deck, "replace");
  assert.equal(deck.decisions.get(1).token, "[Persoon 8]");
});

test("a decision for all places is counted once for its words", () => {
  const deck = deckOf();
  decide(deck, "replace");
  decideAll(deck);
  decide(deck, "keep");
  assert.equal(countShared(deck), 1);
});

test("a selection is a place in code points, without the blanks round it", () => {
  assert.deepEqual(trimPlace(" 👍 Kim ", 10), { start: 11, end: 16 });
  assert.equal(trimPlace("  ", 4), null);
});

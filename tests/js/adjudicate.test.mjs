// Comparing coders and dividing the work: what is computed before anything is drawn.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { countStates, filterCases, isTodo, nextTodo } from "../../vknz_research/widgets/static/adjudicatecases.js";
import { borderRules, countRuled } from "../../vknz_research/widgets/static/adjudicatedialogs.js";
import { activeCoding, addCoding, decideArgs, dropCoding, draftProblem, momentWords, needsReason, otherCodings, outcomesOf, wasWords } from "../../vknz_research/widgets/static/adjudicateform.js";
import { codesOf, headWords, joinNames, sidesOf } from "../../vknz_research/widgets/static/adjudicateside.js";
import { cutTracks, isShared, laneSpans, letterOf, spanWords, turnsAround, wordsOf } from "../../vknz_research/widgets/static/adjudicatetext.js";
import { adjudicateWords } from "../../vknz_research/widgets/static/adjudicatewords.js";
import { assignmentsWords, blindWords, groupAssignments, planWords, progressWords, roundArgs } from "../../vknz_research/widgets/static/assignments.js";
import { applyDelta, emptyState, takeOpening } from "../../vknz_research/widgets/static/state.js";

const folder = new URL("../../vknz_research/widgets/static/", import.meta.url);
const all = { ...adjudicateWords.nl, ...assignmentsWords.nl };
const t = (key, vars = {}) => all[key].replace(/\{(\w+)\}/g, (_, name) => vars[name]);
const coders = [{ id: "1", name: "OE" }, { id: "2", name: "NvD" }];
const coding = (code, start, end) => ({ id: `${code}${start}`, code, start, end });
const side = (coder, ...codings) => ({ coder, name: { 1: "OE", 2: "NvD", 3: "TK" }[coder], codings, memos: [] });
const find = (key, state, sides, kind = "missing") => ({ key, kind, state, start: 0, end: 9, sides, decision: null, old: null });

test("a passage is cut where a layer begins or ends, and what all coded is shared", () => {
  const spans = [{ lane: 0, start: 2, end: 8 }, { lane: 1, start: 5, end: 9 }];
  const parts = cutTracks(0, 12, spans);

  assert.deepEqual(parts.map(({ start, end, on }) => [start, end, on.map(({ lane }) => lane)]), [[0, 2, []], [2, 5, [0]], [5, 8, [0, 1]], [8, 9, [1]], [9, 12, []]]);
  assert.deepEqual(parts.map((part) => isShared(part, 2)), [false, false, true, false, false]);
  assert.deepEqual(parts.map(({ opens, closes }) => [opens.length, closes.length]), [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]);
});

test("a new choice does not make a part shared", () => {
  const [part] = cutTracks(0, 5, [{ lane: 0, start: 0, end: 5 }, { lane: 2, start: 0, end: 5, isNew: true }]);

  assert.equal(isShared(part, 2), false);
});

test("each coder keeps the same lane and letter, also who has several codings or none", () => {
  const sides = [side("2", coding("x", 1, 4), coding("y", 2, 6))];

  assert.deepEqual(laneSpans(coders, sides).map(({ lane, letter, code }) => [lane, letter, code]), [[1, "B", "x"], [1, "B", "y"]]);
  assert.deepEqual(sidesOf({ sides }, coders).map(({ name, codings }) => [name, codings.length]), [["OE", 0], ["NvD", 2]]);
});

test("letters of coders are no other keys of the panel", () => {
  const letters = Array.from({ length: 12 }, (_, i) => letterOf(i));

  assert.equal(letters.join(""), "abcdefgh");
  for (const key of "jklotrni=0") assert.equal(letters.includes(key), false, key);
});

const turns = [
  { start: 0, end: 30, text: "Een lange beurt met 👍 erin ja.", speaker: "Samira" },
  { start: 31, end: 40, text: "Nou dan.", speaker: "Joris" },
];

test("words around a passage are cut between words, within its turns", () => {
  const [piece] = turnsAround(turns, 10, 15, 6);

  assert.equal([...turns[0].text].slice(piece.start, piece.end).join(""), "lange beurt met ");
  assert.deepEqual([piece.cutBefore, piece.cutAfter], [true, true]);
  assert.equal(turnsAround(turns, 20, 35, 100).length, 2);
});

test("the words of a passage count an emoji as one place, and turns are joined", () => {
  assert.equal(wordsOf(turns, 20, 34), "👍 erin ja. Nou");
  assert.equal(spanWords(t, turns, { start: 0, end: 9 }), "‘Een lange’, 2 woorden");
  assert.equal(spanWords(t, turns, { start: 0, end: 29 }), "van ‘Een lange’ tot ‘erin ja’, 7 woorden");
});

for (const [kind, sides, words] of [
  ["missing", [side("1", coding("x", 0, 9)), side("2")], "Alleen OE codeerde dit"],
  ["borders", [side("1", coding("x", 0, 9)), side("2", coding("x", 0, 8))], "Zelfde code, andere randen"],
  ["code", [side("1", coding("x", 0, 9)), side("2", coding("y", 0, 9))], "Zelfde passage, andere code"],
])
  test(`what differs is said: ${words}`, () => {
    assert.equal(headWords(t, find("k", "undecided", sides, kind), coders), words);
  });

test("of three coders two may agree", () => {
  const three = [...coders, { id: "3", name: "TK" }];
  const found = find("k", "undecided", [side("1", coding("x", 0, 9)), side("2"), side("3", coding("x", 0, 9))]);

  assert.equal(headWords(t, found, three), "OE en TK codeerden dit, NvD niet");
  assert.deepEqual(outcomesOf(t, found, three).map(({ key, words }) => `${key} ${words}`), [
    "a Eens met OE", "b Eens met NvD", "c Eens met TK", "= Alle lagen", "0 Geen van allen", "o Andere randen of code", "l Openlaten",
  ]);
});

test("both is no outcome where one coder has nothing", () => {
  const found = find("k", "undecided", [side("1", coding("x", 0, 9)), side("2")]);

  assert.deepEqual(outcomesOf(t, found, coders).map(({ outcome }) => outcome), ["side", "side", "neither", "other", "left"]);
});

test("a reason is needed where the decision is nobody's coding", () => {
  const draft = (outcome, reason = "") => draftProblem({ outcome, side: "1", codings: [coding("x", 0, 3)], reason }, ["OE"]);

  assert.deepEqual(["side", "both", "neither", "other", "left"].map(needsReason), [false, false, true, true, true]);
  assert.equal(draft(null), "adjudicate.need.outcome");
  assert.equal(draft("side"), "");
  assert.equal(draft("neither", "  "), "adjudicate.need.reason");
  assert.equal(draft("left", "later"), "");
  assert.equal(draftProblem({ outcome: "side", reason: "" }, []), "adjudicate.need.by");
  assert.equal(draftProblem({ outcome: "other", codings: [{ code: null }], reason: "x" }, ["OE"]), "adjudicate.need.code");
});

test("what is sent holds a side or codings only where they are meant", () => {
  const found = find("k", "undecided", [side("1", coding("x", 0, 9))]);
  const send = (draft) => decideArgs({ source: "s", coders, found, by: ["OE", "NvD"], draft: { side: null, codings: null, reason: " zo ", ...draft } });

  assert.deepEqual(send({ outcome: "side", side: "2" }), { source: "s", coders: ["1", "2"], key: "k", outcome: "side", side: "2", by: ["OE", "NvD"], reason: "zo" });
  assert.deepEqual(send({ outcome: "other", codings: [{ code: "x", start: 1, end: 2 }] }).codings, [{ code: "x", start: 1, end: 2 }]);
  assert.deepEqual(Object.keys(send({ outcome: "left", side: "2" })), ["source", "coders", "key", "outcome", "by", "reason"]);
});

test("another coding begins with the borders and code of the first who coded", () => {
  assert.deepEqual(otherCodings(find("k", "undecided", [side("1"), side("2", coding("y", 3, 7))])), [{ code: "y", start: 3, end: 7 }]);
});

test("a draft takes more codings; the new one has the borders and no code yet, and the last one stays", () => {
  const draft = { codings: [{ code: "x", start: 1, end: 5 }] };
  addCoding(draft);

  assert.deepEqual(activeCoding(draft), { code: null, start: 1, end: 5 });
  assert.equal(draftProblem({ ...draft, outcome: "other", reason: "r" }, ["OE"]), "adjudicate.need.code");
  activeCoding(draft).code = "y";
  dropCoding(draft, 0);
  dropCoding(draft, 0);
  assert.deepEqual(draft.codings, [{ code: "y", start: 1, end: 5 }]);
});

const cases = [
  find("1", "decided", [side("1", coding("x", 0, 9))]), find("2", "undecided", [side("1", coding("y", 0, 9))], "borders"),
  find("3", "left", [side("2", coding("x", 0, 9))]), find("4", "changed", [side("1", coding("x", 0, 9)), side("2", coding("y", 0, 9))], "code"),
];

test("cases are found by state, kind and code, also the code that was decided", () => {
  const keys = (filter) => filterCases(cases, { state: "", kind: "", code: "", ...filter }).map(({ key }) => key);

  assert.deepEqual(keys({}), ["1", "2", "3", "4"]);
  assert.deepEqual(keys({ state: "left" }), ["3"]);
  assert.deepEqual(keys({ kind: "code" }), ["4"]);
  assert.deepEqual(keys({ code: "y" }), ["2", "4"]);
  assert.deepEqual(filterCases([{ ...cases[0], decision: { result: [{ code: "z" }] } }], { state: "", kind: "", code: "z" }).length, 1);
  assert.deepEqual(codesOf(cases[3]), ["x", "y"]);
});

test("the next to discuss comes after this one, round at the end, and never is this one", () => {
  assert.equal(nextTodo(cases, "2").key, "4");
  assert.equal(nextTodo(cases, "4").key, "2");
  assert.equal(nextTodo(cases.slice(0, 2), "2"), null);
  assert.deepEqual(cases.filter(isTodo).map(({ key }) => key), ["2", "4"]);
  assert.deepEqual(countStates(cases), { undecided: 1, changed: 1, decided: 1, left: 1 });
});

test("borders can be the overlap, all, or those of one coder", () => {
  assert.deepEqual(borderRules(t, coders).map(({ rule, side: whose, words }) => [rule, whose, words]), [
    ["overlap", undefined, "de overlap: wat allen codeerden"], ["union", undefined, "alles: wat iemand codeerde"],
    ["coder", "1", "de randen van OE"], ["coder", "2", "de randen van NvD"],
  ]);
});

test("borders with nothing in common have no overlap", () => {
  const chain = find("c", "undecided", [side("1", coding("x", 0, 4), coding("x", 6, 9)), side("2", coding("x", 3, 7))], "borders");
  const plain = find("p", "undecided", [side("1", coding("x", 0, 4)), side("2", coding("x", 3, 7))], "borders");

  assert.deepEqual(["overlap", "union", "coder"].map((rule) => countRuled([chain, plain], rule)), [1, 2, 2]);
});

test("a decision is said with who and when", () => {
  assert.equal(wasWords(t, { outcome: "side", side: "2" }, coders), "eens met NvD");
  assert.equal(wasWords(t, { outcome: "neither", side: null }, coders), "geen code");
  assert.match(momentWords("2026-11-22T14:03:00", "nl"), /^22 november 2026.*14:03$/);
  assert.equal(joinNames(["OE", "NvD", "TK"], "en"), "OE, NvD en TK");
});

const rounds = [{ id: "r1", number: 1, title: "Proef", blind: true }, { id: "r2", number: 2, title: "", blind: false }];
const assign = (round, source, coder, state, coded, open = false) => ({ id: `${round}${source}${coder}`, round, source, source_name: source, coder, coder_name: coders.find(({ id }) => id === coder).name, state, coded, open });

test("people stand in the order of their names, whatever they coded; the last round comes first", () => {
  const groups = groupAssignments({ rounds, assignments: [assign("r1", "F1", "1", "done", 90), assign("r1", "F1", "2", "open", 10), assign("r2", "F2", "1", "open", 0)] });

  assert.deepEqual(groups.map(({ round }) => round.number), [2, 1]);
  assert.deepEqual(groups[1].sources.map(({ name, coders: who }) => [name, who.map((one) => one.coder_name)]), [["F1", ["NvD", "OE"]]]);
});

test("progress is said in words and a number", () => {
  assert.equal(progressWords(t, { state: "done", coded: 83.4 }), "klaar");
  assert.equal(progressWords(t, { state: "open", coded: 40 }), "bezig, 40 % gecodeerd");
  assert.equal(progressWords(t, { state: "open", coded: 0 }), "nog niet begonnen");
});

test("a line says that a source is coded independently, until it is open", () => {
  const found = { rounds, assignments: [assign("r1", "F1", "1", "open", 10), assign("r1", "F1", "2", "open", 10), assign("r2", "F2", "1", "open", 0)] };

  assert.match(blindWords(t, found, "F1", "OE"), /^Je codeert onafhankelijk\. De laag van je collega/);
  assert.equal(blindWords(t, found, "F2", "OE"), "");
  assert.equal(blindWords(t, found, "F1", "TK"), "");
  assert.match(blindWords(t, { rounds, assignments: [assign("r1", "F1", "1", "done", 10)] }, "F1", "OE"), /ingeleverd/);
  assert.equal(blindWords(t, { rounds, assignments: [assign("r1", "F1", "1", "done", 10, true)] }, "F1", "OE"), "");
});

test("a round needs a name, a source and a coder, and says what it asks", () => {
  const plan = { title: " R ", blind: true, sources: ["s"], coders: ["OE"] };

  assert.deepEqual(roundArgs(t, plan), { ...plan, title: "R" });
  assert.throws(() => roundArgs(t, { ...plan, title: " " }), /naam/);
  assert.throws(() => roundArgs(t, { ...plan, sources: [] }), /bron/);
  assert.throws(() => roundArgs(t, { ...plan, coders: [] }), /codeur/);
  assert.equal(planWords(t, ["OE", "NvD"], 3), "OE en NvD coderen elk 3 bronnen.");
  assert.equal(planWords(t, ["OE"], 1), "OE codeert 1 bron.");
});

test("the consensus and suggestions are layers and no persons", () => {
  const state = emptyState();
  const opening = { study: {}, coder: { id: "1", name: "OE" }, sources: [], codes: [], counts: {}, memos: [], recent: [], head: 1, hidden: ["s"], coders: [...coders.map((c) => ({ ...c, kind: "person" })), { id: "9", name: "Consensus", kind: "consensus" }, { id: "8", name: "Machine", kind: "suggestion" }] };
  takeOpening(state, opening);

  assert.deepEqual([...state.persons], ["1", "2"]);
  assert.equal(state.consensus, "9");
  assert.equal(state.hidden.has("s"), true);
  assert.equal(applyDelta(state, { comparison: true, codings: [], gone: [] }, 2).changed.has("comparison"), true);
});

for (const [name, words] of [["adjudicate", adjudicateWords], ["assignments", assignmentsWords]])
  test(`${name} says the same things in both languages, each with the same blanks to fill`, () => {
    const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

    assert.deepEqual(Object.keys(words.en), Object.keys(words.nl));
    for (const key of Object.keys(words.nl)) {
      assert.ok(key.startsWith(`${name}.`), key);
      assert.deepEqual(blanks(words.en[key]), blanks(words.nl[key]), key);
    }
  });

const parts = ["adjudicate", "adjudicatedialogs", "adjudicateform", "adjudicateside", "adjudicatetext", "assignments"];
const sources = parts.map((name) => readFileSync(new URL(`${name}.js`, folder), "utf8")).join("\n");

test("every word that is asked for exists, and every word that exists is asked for", () => {
  const asked = [...sources.matchAll(/"((?:adjudicate|assignments)\.[\w.]+)"/g)].map(([, key]) => key);
  for (const key of asked) assert.ok(key in all || `${key}.one` in all, key);
  const made = [/\.state\./, /\.kind\./, /\.means\./, /\.was\./, /\.head\./, /\.rule\./, /\.(one|many)$/, /adjudicate\.(kind|code|previous|next|list|backtocase)$/];
  const saidInParts = sources.split("\n").filter((line) => !/^ {4}"/.test(line)).join("\n");
  for (const key of Object.keys(all)) assert.ok(made.some((some) => some.test(key)) || saidInParts.includes(`"${key}"`), `nobody says ${key}`);
});

test("nothing in a comparison is read as HTML", () => {
  assert.equal(/innerHTML|insertAdjacentHTML|outerHTML/.test(sources), false);
});

// The tree, the card and the words of a change to the codebook.
import assert from "node:assert/strict";
import test from "node:test";

import { countStale, cutExample, cutLinks } from "../../vknz_research/widgets/static/card.js";
import { codebookRevision, codebookWords, nameGroup, stepTree, sumUp, visibleLines } from "../../vknz_research/widgets/static/codebook.js";
import { changeWords, changedTexts, codeformsWords, mergeWords, moveWords, removeWords } from "../../vknz_research/widgets/static/codeforms.js";
import { codesplitWords, planParts, splitWords } from "../../vknz_research/widgets/static/codesplit.js";
import { fullName } from "../../vknz_research/widgets/static/codepick.js";
import { countIfAny, countOf, countWords } from "../../vknz_research/widgets/static/counting.js";
import { passageLines } from "../../vknz_research/widgets/static/passages.js";
import { outlineCodes } from "../../vknz_research/widgets/static/ranking.js";

const speak = (words) => (key, vars = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => vars[name]);
const say = speak(codeformsWords.nl);
const code = (path, name, position = 0, more = {}) => ({ id: path, path, name, position, revision: 1, shortcut: null, ...more });
const codes = new Map(
  [code("4r/reflectie", "Reflectie", 0, { shortcut: "2" }), code("4r/reflectie/steun", "Steun", 0, { revision: 6 }),
    code("4r/reflectie/veiligheid", "Veiligheid", 1), code("4r/routine", "Routine", 1)].map((one) => [one.id, one]),
);
const outline = outlineCodes(codes);
const shown = (open) => visibleLines(outline, new Set(open)).map((line) => line.code.id);

test("sub-codes show when their code is open", () => {
  assert.deepEqual(shown([]), ["4r/reflectie", "4r/routine"]);
  assert.deepEqual(shown(["4r/reflectie"]), ["4r/reflectie", "4r/reflectie/steun", "4r/reflectie/veiligheid", "4r/routine"]);
});

for (const [from, key, isOpen, step] of [
  ["4r/reflectie", "ArrowRight", false, { open: "4r/reflectie" }],
  ["4r/reflectie", "ArrowRight", true, { to: "4r/reflectie/steun" }],
  ["4r/reflectie", "ArrowLeft", true, { close: "4r/reflectie" }],
  ["4r/reflectie", "ArrowLeft", false, {}],
  ["4r/reflectie/steun", "ArrowLeft", true, { to: "4r/reflectie" }],
  ["4r/reflectie/steun", "ArrowRight", true, {}],
  ["4r/reflectie", "ArrowDown", false, { to: "4r/routine" }],
  ["4r/routine", "ArrowDown", true, { to: "4r/routine" }],
  ["4r/routine", "Home", true, { to: "4r/reflectie" }],
  ["4r/reflectie", "End", true, { to: "4r/routine" }],
  ["gone", "ArrowDown", true, { to: "4r/reflectie" }],
])
  test(`${key} on ${from}, ${isOpen ? "open" : "closed"}, does what a tree does`, () => {
    const open = new Set(isOpen ? ["4r/reflectie"] : []);

    assert.deepEqual(stepTree(visibleLines(outline, open), from, key, open), step);
  });

test("an empty tree has nowhere to go", () => {
  assert.deepEqual(stepTree([], null, "ArrowDown", new Set()), { to: undefined });
});

test("a group is named after its path", () => {
  assert.deepEqual(["4r", "in-vivo", "kernelementen"].map(nameGroup), ["4R", "In vivo", "Kernelementen"]);
});

test("the revision of the codebook is that of the code changed last", () => {
  assert.equal(codebookRevision(codes), 6);
  assert.equal(codebookRevision(new Map()), 0);
});

test("a path in a definition becomes a link with the name of the code", () => {
  const parts = cutLinks("Hulp vooraf → 4r/reflectie/steun. Vast → 4r/routine, of → 4r/weg.", codes);

  assert.deepEqual(parts.map((part) => (part.code ? `[${part.text}]` : part.text)), [
    "Hulp vooraf → ", "[Steun]", ". Vast → ", "[Routine]", ", of → 4r/weg.",
  ]);
});

test("the longest path wins, and half a path is no link", () => {
  assert.equal(cutLinks("→ 4r/reflectie/veiligheid", codes)[1].code.id, "4r/reflectie/veiligheid");
  assert.deepEqual(cutLinks("→ 4r/routines", codes), [{ text: "→ 4r/routines" }]);
});

test("an example is cut from who said it", () => {
  assert.deepEqual(cutExample("‘Eén zin.’ (klantmanager)"), { words: "‘Eén zin.’", by: "klantmanager" });
  assert.deepEqual(cutExample("Gewoon (niet) een zin."), { words: "Gewoon (niet) een zin.", by: "" });
});

test("stale codings of a code are counted, of others not", () => {
  const codings = new Map([[1, { code: "a", stale: true }], [2, { code: "a", stale: false }], [3, { code: "b", stale: true }]]);

  assert.equal(countStale(codings, "a"), 1);
});

test("merging is said as the guide says it", () => {
  assert.equal(mergeWords(say, "steun", "veiligheid en steun", { moved: 12, doubled: 3, memos: 0, below: 0 }),
    "‘steun’ samenvoegen met ‘veiligheid en steun’? 12 coderingen gaan mee, 3 vallen samen. Ongedaan maken kan.");
  assert.equal(mergeWords(say, "a", "b", { moved: 1, doubled: 1, memos: 2, below: 1 }),
    "‘a’ samenvoegen met ‘b’? 1 codering gaat mee, 1 valt samen. 2 memo’s verhuizen mee. 1 subcode komt onder ‘b’. Ongedaan maken kan.");
  assert.equal(mergeWords(say, "a", "b", {}), "‘a’ samenvoegen met ‘b’? Er zijn geen coderingen die meegaan. Ongedaan maken kan.");
});

test("moving, changing and removing say what they do", () => {
  assert.equal(moveWords(say, "a", null, { codes: 3 }), "‘a’ bovenaan zetten? Met de subcodes gaat het om 3 codes. De coderingen blijven staan. Ongedaan maken kan.");
  assert.equal(moveWords(say, "a", "b", { codes: 1 }), "‘a’ verplaatsen naar ‘b’? De coderingen blijven staan. Ongedaan maken kan.");
  assert.equal(changeWords(say, { codings: 0 }), "Er komt niets op de werklijst. Ongedaan maken kan.");
  assert.equal(changeWords(say, { codings: ["x"] }), "1 codering komt op de werklijst om na te kijken. Ongedaan maken kan.");
  assert.equal(removeWords(say, { codings: 0, below: 0 }), "Geen passage heeft deze code. Ongedaan maken kan.");
  assert.equal(removeWords(say, { codings: 0, below: 0, memos: 1 }), "Geen passage heeft deze code. 1 memo verliest de koppeling met deze code. Ongedaan maken kan.");
  assert.match(removeWords(say, { codings: 2, below: 1 }), /^Er staan 2 coderingen met deze code\. Er hangt 1 subcode onder\. Daarom/);
});

test("only texts that differ are sent, blanks around them aside", () => {
  const own = { definition: "oud", when_to_use: " zelfde ", when_not: "", example: "nieuw" };

  assert.deepEqual(changedTexts({ definition: "ouder", when_to_use: "zelfde", example: null }, own), { definition: "oud", example: "nieuw" });
});

test("splitting needs a name and a passage for each part", () => {
  const chosen = new Map([["c1", 0], ["c2", 1], ["c3", 0]]);

  assert.deepEqual(planParts([" met beeld ", "zonder"], chosen), { into: [{ name: "met beeld", codings: ["c1", "c3"] }, { name: "zonder", codings: ["c2"] }] });
  assert.deepEqual(planParts(["met beeld", ""], chosen), { wrong: "noName" });
  assert.deepEqual(planParts(["A", "a"], chosen), { wrong: "same" });
  assert.deepEqual(planParts(["a", "b", "c"], chosen), { wrong: "nothing" });
});

test("splitting says what goes and what stays", () => {
  const words = splitWords(speak(codesplitWords.nl), "steun", ["met beeld", ""], new Map([["c1", 0]]), 4);

  assert.equal(words, "1 codering gaat naar ‘met beeld’, 0 coderingen gaan naar ‘nieuwe code 2’, 3 blijven bij ‘steun’. Ongedaan maken kan.");
});

test("a name is told with that of the code above it", () => {
  assert.equal(fullName(codes.get("4r/reflectie/steun"), codes), "Reflectie › Steun");
  assert.equal(fullName(codes.get("4r/routine"), codes), "Routine");
});

test("one is said otherwise than more, and nothing can be left out", () => {
  assert.equal(countWords(say, "codeforms.moved", 1), "1 codering gaat mee");
  assert.equal(countIfAny(say, "codeforms.memos", 0), "");
  assert.deepEqual([countOf([1, 2]), countOf("3"), countOf(undefined)], [2, 3, 0]);
});

test("the words of the codebook are the same set in both languages", () => {
  assert.deepEqual(Object.keys(codebookWords.nl), Object.keys(codebookWords.en));
});

test("passages stand below their sources", () => {
  const passages = [{ source: "s", source_name: "F1", start: 1 }, { source: "t", source_name: "F2", start: 2 }, { source: "s", source_name: "F1", start: 3 }];

  const lines = passageLines(passages);

  assert.deepEqual(lines.map(({ name, n, item }) => item?.start ?? [name, n]), [["F1", 2], 1, 3, ["F2", 1], 2]);
});

test("a code counts what lies below it too", () => {
  const codes = new Map([["a", { id: "a", path: "4r/x" }], ["b", { id: "b", path: "4r/x/y" }], ["c", { id: "c", path: "4r/xz" }]]);

  const sums = sumUp(codes, new Map([["a", 1], ["b", 2], ["c", 4]]));

  assert.deepEqual([...sums], [["a", 3], ["b", 2], ["c", 4]]);
});

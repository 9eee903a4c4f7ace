// What is chosen for a report: the pure functions of the page that composes it.
import assert from "node:assert/strict";
import test from "node:test";

import { nameInAddress } from "../../vknz_research/widgets/static/builder.js";
import { BuilderLook } from "../../vknz_research/widgets/static/builderlook.js";
import { cutBrackets, listNodes, makeTree, memosOf, moveAt, moveNode, pickedOf, setFigure, setMemos, setPicks, switchNode, takenBy, writeSections } from "../../vknz_research/widgets/static/buildermodel.js";
import { builderWords } from "../../vknz_research/widgets/static/builderwords.js";

const section = (code, level = 2, keys = []) => ({ code, name: code, level, memos: [], quotations: keys.map((key) => ({ key })) });
const chapters = [
  { id: "begin", title: "Begin", isText: true, memos: [], sections: [] },
  { id: "k", title: "K", memos: [], sections: [section("k/een", 2, ["C1", "C2"]), section("k/twee"), section("k/twee/diep", 3)] },
];
const ids = (tree) => listNodes(tree).map((node) => node.id);
const inside = (tree) => listNodes(tree).filter((node) => node.isIn).map((node) => node.id);

test("nothing chosen is everything, in the order of the report", () => {
  const tree = makeTree(chapters, []);

  assert.deepEqual(ids(tree), ["begin", "k", "k/een", "k/twee", "k/twee/diep"]);
  assert.deepEqual(inside(tree), ids(tree));
  assert.deepEqual(writeSections(tree, chapters), []);
});

test("what is chosen comes first, in its order, and is written so again", () => {
  const wanted = ["k/twee/diep", "k/twee", "begin"];
  const tree = makeTree(chapters, wanted);

  assert.deepEqual(ids(tree), ["k", "k/twee", "k/twee/diep", "k/een", "begin"]);
  assert.deepEqual(writeSections(tree, chapters), ["k/twee", "k/twee/diep", "begin"]);
  assert.deepEqual(writeSections(makeTree(chapters, writeSections(tree, chapters)), chapters), ["k/twee", "k/twee/diep", "begin"]);
});

test("a chapter by its name is in with all its sections", () => {
  assert.deepEqual(inside(makeTree(chapters, ["k"])), ["k", "k/een", "k/twee", "k/twee/diep"]);
});

test("a section goes out with what is below it, and a chapter without sections goes too", () => {
  const without = switchNode(makeTree(chapters, []), "k/twee", false);
  assert.deepEqual(inside(without), ["begin", "k", "k/een"]);
  assert.deepEqual(inside(switchNode(without, "k/een", false)), ["begin"]);
  assert.deepEqual(inside(switchNode(without, "k", true)), ["begin", "k", "k/een", "k/twee", "k/twee/diep"]);
});

test("sections move among their own and stay at the ends", () => {
  const tree = makeTree(chapters, []);
  assert.deepEqual(ids(moveNode(tree, "k/twee", -1)), ["begin", "k", "k/twee", "k/twee/diep", "k/een"]);
  assert.deepEqual(ids(moveNode(tree, "k/een", -1)), ids(tree));
  assert.deepEqual(writeSections(moveNode(tree, "begin", 1), chapters), ["k/een", "k/twee", "k/twee/diep", "begin"]);
  assert.deepEqual(moveAt([1, 2, 3], 2, 1), [1, 2, 3]);
});

test("a section takes all its quotations until some are chosen; those of another place are not its own", () => {
  const node = listNodes(makeTree(chapters, [])).find((one) => one.id === "k/een");
  assert.deepEqual(pickedOf({}, node).map((pick) => pick.key), ["C1", "C2"]);
  const chosen = setPicks({}, "k/twee", [{ key: "C2", edited: "[x]" }]);
  assert.deepEqual(chosen.quotations, { "k/twee": [{ key: "C2", edited: "[x]" }] });
  assert.deepEqual(pickedOf(chosen, node).map((pick) => pick.key), ["C1"]);
  assert.equal(takenBy(chosen).get("C2"), "k/twee");
  assert.deepEqual(setPicks({}, "k/een", [{ key: "C1", edited: null }]).quotations, { "k/een": ["C1"] });
});

test("figures and memos are off or on, and memos keep their order", () => {
  assert.deepEqual(setFigure({ figures: {} }, "k/een", false).figures, { "k/een": false });
  assert.deepEqual(setFigure({ figures: { "k/een": false } }, "k/een", true).figures, {});
  const node = { id: "k/een", memos: [{ title: "a" }, { title: "b" }, { title: "b" }] };
  assert.deepEqual(memosOf({}, node).map((memo) => memo.title), ["a", "b"]);
  const chosen = setMemos({}, "k/een", [{ title: "b", isIn: true }, { title: "a", isIn: false }]);
  assert.deepEqual(memosOf(chosen, node), [{ title: "b", isIn: true }, { title: "a", isIn: false }]);
});

test("brackets are cut from what was said", () => {
  assert.deepEqual(cutBrackets("[T]oen ik"), [{ text: "[T]", isEdit: true }, { text: "oen ik", isEdit: false }]);
});

test("the address names the file, and both languages have all words", () => {
  assert.equal(nameInAddress("?bestand=proef"), "proef");
  assert.equal(nameInAddress(""), "rapport");
  assert.deepEqual(Object.keys(builderWords.nl).sort(), Object.keys(builderWords.en).sort());
});

test("why there is no preview stands in its place, and goes when there is one", async () => {
  globalThis.document = { createElement: () => ({ children: [], setAttribute() {}, append(...all) { this.children.push(...all); } }) };
  const answers = [{ html: "<p>van anderen</p>", mark: "//" }, new Error("Lever eerst in."), { html: "<p>nu wel</p>", mark: "//" }];
  const ask = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const look = new BuilderLook({ t: (key) => key, line: { ask } }, document.createElement("div"));

  await look.show("rapport", "4r");
  assert.deepEqual([look.frame.hidden, look.frame.srcdoc, look.why.textContent], [false, "<p>van anderen</p>", ""]);
  await look.show("rapport", "4r");
  assert.deepEqual([look.frame.hidden, look.frame.srcdoc, look.why.textContent, look.told.textContent], [true, "", "Lever eerst in.", ""]);
  await look.show("rapport", "4r");
  assert.deepEqual([look.frame.hidden, look.why.textContent], [false, ""]);
});

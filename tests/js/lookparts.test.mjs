// Numbers, places and quotations of the pages that look at the material, on a document of ten lines.
import assert from "node:assert/strict";
import test from "node:test";
import { benchAddress, writeAddress } from "../../vknz_research/widgets/static/lookaddress.js";
import { nameCode, numberLink, quoteBlock, spotLink } from "../../vknz_research/widgets/static/lookparts.js";

function fakeElement(tag) {
  const node = { tag, className: "", attributes: {}, kids: [], style: { setProperty() {} } };
  node.setAttribute = (name, value) => (node.attributes[name] = value);
  node.removeAttribute = (name) => delete node.attributes[name];
  node.append = (child) => node.kids.push(child);
  return node;
}
globalThis.document = { createElement: fakeElement };

const CODES = [
  { id: "a", name: "Aaa", above: "" },
  { id: "a/b", name: "Drempel", above: "a" },
  { id: "a/c", name: "Steun", above: "a" },
];
const makeCtx = (coding = true) => ({
  t: Object.assign((key) => key, { count: (key, n) => `${n} ${key}` }),
  number: String,
  codes: new Map(CODES.map((code) => [code.id, { letters: "X", form: "filled", ...code }])),
  shared: new Set(["Drempel"]),
  state: { may: { coding } },
  address: { choice: { fase: "1" }, snapshot: "v1" },
  href: (path, extra, choice) => writeAddress(path, { choice: { fase: "1", ...choice } }, extra),
});
const passage = { id: "s", start: 4, end: 9, label: "F1/K", ms: null, text: " Ja. ", codes: ["a", "a/b", "a/c"] };

test("a number opens what it counts, stands out from five on, and of nothing opens nothing", () => {
  const names = [1, 4, 5, 12].map((n) => numberLink(makeCtx(), n, "a EN fase:1", "x").className);
  assert.deepEqual(names, ["getalknop klein", "getalknop klein", "getalknop", "getalknop"]);
  assert.equal(numberLink(makeCtx(), 5, "a", "x").attributes.href, "/passages?fase=1&vraag=a");
  const none = numberLink(makeCtx(), 0, "a", "x");
  assert.deepEqual([none.tag, none.textContent, none.attributes["aria-label"]], ["span", "·", "x: 0"]);
});

test("who may not code sees where a passage stands and cannot go there", () => {
  const [open, closed] = [spotLink(makeCtx(), passage), spotLink(makeCtx(false), passage)];
  assert.deepEqual([open.tag, open.textContent], ["a", "F1/K"]);
  assert.deepEqual([closed.tag, closed.textContent, closed.attributes.href], ["span", "F1/K", undefined]);
});

test("the snapshot that is looked at goes along to the workbench", () => {
  assert.equal(benchAddress({ choice: {}, snapshot: "v1" }, passage), "/?momentopname=v1&bron=s&van=4&tot=9");
});

test("a code says what lies above it only where its name is not enough", () => {
  assert.deepEqual(["a/b", "a/c", "weg"].map((path) => nameCode(makeCtx(), path)), ["Aaa: drempel", "Steun", "weg"]);
});

test("a quotation names the codes that are neither the one it stands under nor above that", () => {
  const [words, below] = quoteBlock(makeCtx(), passage, { under: "a/b" }).kids;
  assert.equal(words.textContent, "Ja.");
  assert.deepEqual(below.kids.slice(1).map((one) => one.kids.at(-1)), ["Steun"]);
});

test("words that may not be quoted are not drawn", () => {
  const [words] = quoteBlock(makeCtx(), { ...passage, text: null }).kids;
  assert.deepEqual([words.className, words.textContent], ["verborgen", "passages.hidden"]);
});

// What stands beside the code space: how much is chosen, and whether there is depth.
import assert from "node:assert/strict";
import test from "node:test";
import { codespaceWords, hasDepth, tellChosen } from "../../vknz_research/widgets/static/codespace.js";

const t = Object.assign((key, { n } = {}) => (key === "space.shown" ? `first ${n}` : key), { count: (key, n, { all }) => `${n} of ${all}` });

test("it says how many passages are chosen, and how many of them are shown when that is fewer", () => {
  assert.equal(tellChosen(t, { total: 0, all: 90, rows: [] }), "");
  assert.equal(tellChosen(t, { total: 2, all: 90, rows: [{}, {}] }), "2 of 90.");
  assert.equal(tellChosen(t, { total: 61, all: 90, rows: Array(60).fill({}) }), "61 of 90. first 60");
});

test("there is depth where a browser draws with either way", () => {
  const browser = (...kinds) => () => ({ getContext: (kind) => (kinds.includes(kind) ? {} : null) });
  assert.equal(hasDepth(browser("webgl2")), true);
  assert.equal(hasDepth(browser("webgl")), true);
  assert.equal(hasDepth(browser()), false);
  assert.equal(hasDepth(() => ({})), false);
});

test("every word is there in both languages", () => {
  assert.deepEqual(Object.keys(codespaceWords.en).sort(), Object.keys(codespaceWords.nl).sort());
});

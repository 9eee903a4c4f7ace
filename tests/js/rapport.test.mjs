// The pure functions of the report's script; the rest is seen in a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const source = readFileSync(new URL("../../reports/templates/rapport/rapport.js", import.meta.url), "utf8");
const quietMedia = () => ({ matches: false, addEventListener() {} });
const emptyPage = {
  querySelectorAll: () => [],
  querySelector: () => null,
  addEventListener() {},
  documentElement: { style: {} },
};
const load = new Function(
  "matchMedia", "document", "rapport", "addEventListener", "Plotly", "window", "requestAnimationFrame",
  `${source}\nreturn { repaint };`,
);
const { repaint } = load(quietMedia, emptyPage, { figures: [], twins: {}, words: {} }, () => {}, {}, {}, () => {});

const twins = { "#ffffff": "#1a1b1d", "#2b6cc4": "#86b8f8" };

test("each colour of the light paper is replaced by its twin, however deep", () => {
  const figure = { data: [{ marker: { color: "#2B6CC4", line: { color: "#ffffff" } } }], layout: { font: { size: 12 } } };

  assert.deepEqual(repaint(figure, twins), {
    data: [{ marker: { color: "#86b8f8", line: { color: "#1a1b1d" } } }],
    layout: { font: { size: 12 } },
  });
});

test("what is no colour stays as it is, and the figure itself is not changed", () => {
  const figure = { x: [1, null, true], name: "klant", values: new Float64Array([1, 2]) };
  const painted = repaint(figure, twins);

  assert.deepEqual(painted, figure);
  assert.equal(painted.values, figure.values);
});

// Elements are made on a document of ten lines; what they look like is seen in a browser.
import assert from "node:assert/strict";
import test from "node:test";

import { canFocus, el, fill, takesText } from "../../vknz_research/widgets/static/dom.js";

function fakeElement(tag) {
  const node = { tag, attributes: {}, listeners: {}, kids: [], style: { setProperty() {} } };
  node.setAttribute = (name, value) => (node.attributes[name] = value);
  node.removeAttribute = (name) => delete node.attributes[name];
  node.addEventListener = (name, act) => (node.listeners[name] = act);
  node.append = (child) => node.kids.push(child);
  return node;
}
globalThis.document = { createElement: fakeElement };

test("markup in a text stays text", () => {
  const node = el("p", { text: "<script>alert(1)</script>" });

  assert.equal(node.textContent, "<script>alert(1)</script>");
  assert.equal("innerHTML" in node, false);
});

test("whatever can take the focus keeps JupyterLab's keys away", () => {
  for (const node of [el("button"), el("input"), el("li", { tabindex: -1 }), el("textarea")])
    assert.equal(node.attributes["data-lm-suppress-shortcuts"], "true");
  assert.equal(el("p").attributes["data-lm-suppress-shortcuts"], undefined);
  assert.equal(canFocus("div", {}), false);
});

test("a false state of ARIA is written, any other false attribute is not", () => {
  const node = el("li", { "aria-expanded": false, draggable: false, title: null, "data-on": true });

  assert.deepEqual(node.attributes, { "aria-expanded": "false", "data-on": "" });
});

test("children may be nested lists, and what is missing is left out", () => {
  const node = el("p", {}, "a", [null, ["b", false]], undefined, 0);

  assert.deepEqual(node.kids, ["a", "b", 0]);
  assert.equal(fill(node, "c").kids.at(-1), "c");
});

test("events reach what listens", () => {
  const seen = [];
  el("button", { on: { click: () => seen.push("click") } }).listeners.click();

  assert.deepEqual(seen, ["click"]);
});

test("a box to tick takes no text, a field does", () => {
  assert.equal(takesText({ tagName: "INPUT", type: "checkbox" }), false);
  assert.equal(takesText({ tagName: "INPUT", type: "search" }), true);
  assert.equal(takesText({ tagName: "TEXTAREA" }), true);
  assert.equal(takesText(null), false);
});

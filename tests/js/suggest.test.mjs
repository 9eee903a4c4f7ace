// Suggestions: what is said of how well they do, and where the keys lead.
import assert from "node:assert/strict";
import test from "node:test";

import { suggestFigure, suggestStep, suggestWords } from "../../vknz_research/widgets/static/suggest.js";

const speak = (words) => (key, vars = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => vars[name]);

test("the figure stands beside what chance would give, in the language's own signs", () => {
  const figure = { average_precision: 0.287, precision_at_10: 0.3, base: 0.018, sources: 7 };

  assert.equal(suggestFigure(speak(suggestWords.nl), "nl", figure), "In deze studie raak van de eerste tien: 3; blind gekozen: 0,2 (gemiddelde precisie 0,29).");
  assert.match(suggestFigure(speak(suggestWords.en), "en", figure), /blindly: 0\.2 \(average precision 0\.29\)/);
});

test("what cannot be said is said, with the reason", () => {
  const figure = { average_precision: null, precision_at_10: null, base: null, sources: 2 };

  assert.match(suggestFigure(speak(suggestWords.nl), "nl", figure), /niet te zeggen: de code komt in 2 bronnen voor/);
});

for (const [key, at, to] of [["j", 0, 1], ["ArrowDown", 2, 2], ["k", 0, 0], ["k", 2, 1], ["Home", 2, 0], ["End", 0, 2], ["q", 1, -1]])
  test(`${key} on row ${at} of three leads to ${to}`, () => {
    assert.equal(suggestStep(key, at, 3), to);
  });

test("without rows no key leads anywhere", () => {
  assert.equal(suggestStep("j", 0, 0), -1);
});

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(suggestWords.nl), Object.keys(suggestWords.en));
});

// The pure functions of the pages on feedback.
import assert from "node:assert/strict";
import test from "node:test";

import { FEEDBACK_FILTERS, filterItems, listActs, statusKey } from "../../vknz_research/widgets/static/feedback.js";
import { feedbackWords } from "../../vknz_research/widgets/static/feedbackwords.js";
import { ownFeedbackWords } from "../../vknz_research/widgets/static/ownfeedback.js";

const STATES = ["unasked", "refused", "closed", "open", "used"];
const make = (state, may = true) => ({ state, may, mode: state === "open" || state === "used" ? "anonymous" : null });

test("every state has its words, in both languages", () => {
  for (const words of [feedbackWords, ownFeedbackWords]) assert.deepEqual(Object.keys(words.nl).sort(), Object.keys(words.en).sort());
  for (const state of STATES) assert.ok(feedbackWords.nl[statusKey(make(state))], state);
});

test("only what is permitted can be passed on, and only what was passed on taken back", () => {
  assert.deepEqual(STATES.filter((state) => listActs(make(state)).includes("pass")), ["open"]);
  assert.deepEqual(STATES.filter((state) => listActs(make(state)).includes("back")), ["used"]);
});

test("without the klant's consent an item can be worded and taken away, and no more", () => {
  for (const state of ["unasked", "refused", "closed", "open"]) assert.deepEqual(listActs(make(state, false)), ["edit", "remove"]);
  assert.deepEqual(listActs(make("used", false)), ["back", "edit", "remove"]);
});

test("filters show what is to be asked, to be passed on, and what was", () => {
  const items = STATES.map((state) => make(state));
  assert.deepEqual(FEEDBACK_FILTERS.map((name) => filterItems(items, name).map((item) => item.state)), [STATES, ["unasked", "closed"], ["open"], ["used"]]);
});

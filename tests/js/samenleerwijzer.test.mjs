import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chooseCard,
  joinAnswer,
  listUnnamed,
  nameFile,
  writeOutcome,
} from "../../vknz_research/widgets/static/samenleerwijzer.js";

test("each chooses two cards at most, and can take one back", () => {
  assert.deepEqual(chooseCard([], "a"), ["a"]);
  assert.deepEqual(chooseCard(["a"], "a"), []);
  assert.deepEqual(chooseCard(["a", "b"], "c"), ["b", "c"]);
});

test("the outcome has a heading for each answered question and who said what", () => {
  const form = {
    fields: [
      { question: "Dit gaat goed", answers: [{ who: "Rowan", text: " Ja.\n\nFijn. " }] },
      { question: "Dit is lastig", answers: [{ who: "Rowan", text: "  " }] },
    ],
  };

  const made = writeOutcome(form, { title: "Samenleergesprek" });

  assert.equal(made, "# Samenleergesprek\n\n## Dit gaat goed\n\nRowan: Ja. Fijn.\n");
});

test("a file is named after its date, if there is one", () => {
  assert.equal(nameFile("2031-05-12", "samen"), "samen-2031-05-12.md");
  assert.equal(nameFile("", "samen"), "samen.md");
});

test("whoever wrote something needs a name", () => {
  const answers = [
    { role: "klant", named: false, text: "Ja" },
    { role: "klantmanager", named: false, text: "" },
  ];
  assert.deepEqual(listUnnamed({ fields: [{ answers }] }), ["klant"]);
});

test("an answer joins cards, ticks and words", () => {
  assert.equal(joinAnswer("Luisteren", [], " Omdat. "), "Luisteren. Omdat.");
  assert.equal(joinAnswer(undefined, ["Niemand anders"], ""), "Niemand anders");
});

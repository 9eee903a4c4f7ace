// The pure functions of the page Toestemming, and what all pages of the dashboard share.
import assert from "node:assert/strict";
import test from "node:test";

import { CONSENT_FILTERS, filterPeople, guessAsked, stateOf, summarise } from "../../vknz_research/widgets/static/consent.js";
import { consentWords } from "../../vknz_research/widgets/static/consentwords.js";
import { DeskLine, fillWords, makeWords, writeDate } from "../../vknz_research/widgets/static/desk.js";
import { fileKind, reportsWords } from "../../vknz_research/widgets/static/reports.js";

const said = (state, date, letter = "v1", askedBy = "NvD") => ({ state, date, letter, askedBy });
const register = {
  purposes: ["coding", "quotation"],
  people: [
    { id: "1", label: "Samira", role: "klant", perspective: "klant", sources: ["I1-K-1"], said: { coding: said("given", "2031-01-02"), quotation: said("given", "2031-01-02") } },
    { id: "2", label: "Kim", role: "klantmanager", perspective: "klantmanager", sources: [], said: { coding: said("given", "2031-02-02", "v2", "TK"), quotation: said("refused", "2031-03-02", "v2", "TK") } },
    { id: "3", label: "Bo", role: null, perspective: null, sources: ["F1"], said: {} },
  ],
  closed: [{ name: "F1", who: [{ id: "3", label: "Bo", purposes: ["coding"] }] }],
};
const names = (filter, query = "") => filterPeople(register, filter, query).map((person) => person.label);

test("a purpose of which nothing is recorded is not a yes", () => {
  assert.equal(stateOf(register.people[2], "coding"), "none");
  assert.equal(stateOf(register.people[1], "quotation"), "refused");
});

test("filters show who is lacking, who said no, and who keeps a source closed", () => {
  assert.deepEqual(CONSENT_FILTERS.map((name) => names(name)), [["Samira", "Kim", "Bo"], ["Bo"], ["Kim"], ["Bo"]]);
});

test("the search finds a label, a role and a source", () => {
  assert.deepEqual([names("all", " sam"), names("all", "klantm"), names("all", "f1"), names("against", "sam")], [["Samira"], ["Kim"], ["Bo"], []]);
});

test("a person is summed up by letters, askers and the last date", () => {
  assert.deepEqual(summarise(register.people[1]), { letters: ["v2"], askers: ["TK"], date: "2031-03-02" });
  assert.deepEqual(summarise(register.people[2]), { letters: [], askers: [], date: "" });
});

test("the next letter is guessed from the last one of the same role", () => {
  assert.deepEqual(guessAsked(register, register.people[0]), { letter: "v1", askedBy: "NvD" });
  assert.deepEqual(guessAsked(register, register.people[2]), { letter: "v2", askedBy: "TK" });
});

test("both languages have the same words, each with both numbers", () => {
  for (const words of [consentWords, reportsWords]) {
    assert.deepEqual(Object.keys(words.nl).sort(), Object.keys(words.en).sort());
    for (const key of Object.keys(words.nl).filter((one) => one.endsWith(".one"))) assert.ok(words.nl[key.replace(/one$/, "more")], key);
  }
});

test("facts stand in a sentence, and a number chooses its form", () => {
  const t = makeWords("nl", consentWords);
  assert.equal(fillWords("{a} en {b}", { a: 1 }), "1 en {b}");
  assert.equal(t.count("consent.people", 1), "1 deelnemer");
  assert.equal(t.count("consent.people", 0), "0 deelnemers");
});

test("a date is written out; what is no date is nothing", () => {
  assert.equal(writeDate("2031-04-05", "nl"), "5 apr 2031");
  assert.equal(writeDate(null, "nl"), "");
});

test("answers come back by their number, and a refusal is an error with its sentence", async () => {
  const sent = [];
  const line = new DeskLine((message) => sent.push(message));
  const first = line.ask("a");
  const second = line.ask("b", { n: 1 });
  line.hear({ id: sent[1].id, ok: true, result: 2 });
  line.hear({ id: sent[0].id, ok: false, error: { message: "nee", kind: "NotAllowedError" } });
  assert.equal(await second, 2);
  await assert.rejects(first, { message: "nee", kind: "NotAllowedError" });
  assert.deepEqual(sent[1].args, { n: 1 });
});

test("a link to a file says its kind", () => assert.equal(fileKind("procesevaluatie-v1.2-nl.docx"), "DOCX"));

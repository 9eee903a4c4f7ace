// The pure functions of the pages that look at the material.
import assert from "node:assert/strict";
import test from "node:test";
import { benchAddress, joinList, readAddress, splitList, toggleValue, writeAddress } from "../../vknz_research/widgets/static/lookaddress.js";
import { capital, findShared, nameSpot, tintOf, writeMoment } from "../../vknz_research/widgets/static/lookparts.js";
import { isFiltered, listMore } from "../../vknz_research/widgets/static/lookfilter.js";
import { againstDesign } from "../../vknz_research/widgets/static/lookoverview.js";
import { chooseRows, silentIn } from "../../vknz_research/widgets/static/lookperspectives.js";
import { firstSentence } from "../../vknz_research/widgets/static/lookthemes.js";
import { lookingWords } from "../../vknz_research/widgets/static/lookingwords.js";

test("a list of names comes back as it was, also with commas in them", () => {
  const names = ["F3-K-1", "Ine, deel 2", "a\\b"];
  assert.deepEqual(splitList(joinList(names)), names);
  assert.deepEqual(splitList(""), []);
});

test("an address is read into filter, snapshot and the rest, and written again", () => {
  const text = "/passages?fase=2,3&momentopname=v1&vraag=4r/reflectie+EN+perspectief:klant";
  const { choice, snapshot, rest } = readAddress(text.slice(text.indexOf("?")));
  assert.deepEqual(choice, { fase: "2,3" });
  assert.equal(snapshot, "v1");
  assert.equal(rest.vraag, "4r/reflectie EN perspectief:klant");
  assert.equal(writeAddress("/passages", { choice, snapshot }, rest), text);
  assert.equal(writeAddress("/bronnen"), "/bronnen");
});

test("a value is put in the filter, and taken out when chosen again", () => {
  const once = toggleValue({ laag: "LvH" }, "fase", 3);
  assert.deepEqual(once, { laag: "LvH", fase: "3" });
  assert.equal(toggleValue(once, "fase", 1).fase, "1,3");
  assert.equal(toggleValue(once, "fase", 3).fase, "");
});

test("the workbench opens at the passage, and the filter on sources stays behind", () => {
  const address = { choice: { bron: "F3-K-1", fase: "3" }, snapshot: "" };
  assert.equal(benchAddress(address, { id: "x-7", start: 4, end: 9 }), "/?fase=3&bron=x-7&van=4&tot=9");
});

test("moments and places are written as people read them", () => {
  assert.deepEqual([0, 250_000, 3_725_000, null].map(writeMoment), ["00:00", "04:10", "1:02:05", ""]);
  assert.equal(nameSpot({ label: "F3/K", ms: 250_000 }), "F3/K · 04:10");
  assert.equal(nameSpot({ label: "V2/KM", ms: null }), "V2/KM");
  assert.equal(capital("klanten"), "Klanten");
});

test("a tint grows with the number and is nothing for nothing", () => {
  assert.equal(tintOf(0, 9), 0);
  assert.ok(tintOf(1, 9) >= 5 && tintOf(9, 9) > tintOf(5, 9));
});

test("names that several codes have are known", () => {
  const codes = ["Drempel", "Steun", "Drempel"].map((name) => ({ name }));
  assert.deepEqual([...findShared(codes)], ["Drempel"]);
});

test("what is chosen besides phase and perspective is listed", () => {
  assert.deepEqual(listMore({ soort: "interview,gesprek", fase: "1", bron: "a" }), [["soort", "interview"], ["soort", "gesprek"], ["bron", "a"]]);
  assert.equal(isFiltered({ choice: { fase: "" }, snapshot: "" }), false);
  assert.equal(isFiltered({ choice: {}, snapshot: "v1" }), true);
});

test("a number of sources is short of the design, as wanted, or not foreseen", () => {
  assert.deepEqual([againstDesign(1, 3), againstDesign(3, 3), againstDesign(4, 3), againstDesign(2, 0), againstDesign(0, 0)], ["short", "full", "full", "more", "none"]);
});

test("rows are those at the top, or a code with what lies below it", () => {
  const codes = new Map([["a/b", { above: "a" }], ["a/b/c", { above: "a/b" }], ["d/e", { above: "d" }]]);
  const rows = [...codes.keys()].map((code) => ({ code }));
  const names = (found) => found.map(({ code }) => code);
  assert.deepEqual(names(chooseRows(rows, codes, "")), ["a/b", "d/e"]);
  assert.deepEqual(names(chooseRows(rows, codes, "a/b")), ["a/b", "a/b/c"]);
});

test("who speaks and says nothing of a row is silent in it", () => {
  const columns = [{ perspective: "klant", sources: 3 }, { perspective: "beleid", sources: 1 }];
  assert.deepEqual(silentIn({ cells: [0, 2] }, columns), ["klant"]);
});

test("a definition is cut at its first sentence", () => {
  assert.equal(firstSentence("Weten waarheen je leert: iemand zegt het. En meer."), "Weten waarheen je leert");
  assert.equal(firstSentence("Zonder eind"), "Zonder eind");
});

test("every word is there in both languages, with the same facts in it", () => {
  const facts = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  assert.deepEqual(Object.keys(lookingWords.en).sort(), Object.keys(lookingWords.nl).sort());
  for (const [key, text] of Object.entries(lookingWords.nl)) assert.deepEqual(facts(lookingWords.en[key]), facts(text), key);
});

// Which codes answer to what is typed, and the order of the codebook.
import assert from "node:assert/strict";
import test from "node:test";

import { codeAbove, findWord, foldText, groupOf, outlineCodes, rankCodes } from "../../vknz_research/widgets/static/ranking.js";

let position = 0;
const code = (path, name, more = {}) => ({ id: path, path, name, definition: "", shortcut: null, position: (position += 1), ...more });
const codes = new Map(
  [
    code("effecten/werkplezier", "Werkplezier", { definition: "Plezier in het werk." }),
    code("4r/reflectie", "Reflectie", { shortcut: "2", position: 1, definition: "Terugzien op eigen handelen." }),
    code("4r/reflectie/steun", "Steun", { position: 4 }),
    code("4r/reflectie/veiligheid", "Veiligheid en steun", { position: 0 }),
    code("4r/routine", "Routine", { shortcut: "4", position: 3, definition: "Een vaste plek, tijd of agendapunt." }),
    code("4r/richting", "Richting", { shortcut: "1", position: 0, definition: "Weten wáárheen je leert." }),
    code("los", "Ongesteund", { position: 0 }),
  ].map((one) => [one.id, one]),
);
const ids = (hits) => hits.map((hit) => hit.code.id);

test("what begins a name comes before what begins a word, before the inside of a word", () => {
  assert.deepEqual(ids(rankCodes(codes, "steun")), ["4r/reflectie/steun", "4r/reflectie/veiligheid", "los"]);
});

test("a match in a name comes before a match in a definition", () => {
  const hits = rankCodes(codes, "r");

  assert.deepEqual(ids(hits).slice(0, 3), ["4r/richting", "4r/reflectie", "4r/routine"]);
  assert.equal(rankCodes(codes, "agenda")[0].where, "definition");
});

test("capitals and accents make no difference, in either", () => {
  assert.deepEqual(ids(rankCodes(codes, "WAARHEEN")), ["4r/richting"]);
  assert.deepEqual(ids(rankCodes(codes, "stéun"))[0], "4r/reflectie/steun");
});

test("every word that is typed must be found", () => {
  assert.deepEqual(ids(rankCodes(codes, "steun veilig")), ["4r/reflectie/veiligheid"]);
  assert.deepEqual(rankCodes(codes, "steun agenda"), []);
});

test("the name of the code above counts for a word, if another word is of the code itself", () => {
  assert.deepEqual(ids(rankCodes(codes, "reflectie steun")), ["4r/reflectie/veiligheid", "4r/reflectie/steun"]);
});

test("the match is told in places of the text as it stands, also after an accent that was folded", () => {
  const [hit] = rankCodes(codes, "waarheen");

  assert.equal(hit.code.definition.slice(...hit.at), "wáárheen");
});

test("with nothing typed the last five come first, then all in order", () => {
  const hits = rankCodes(codes, " ", ["4r/routine", "gone", "los", "4r/richting"]);

  assert.deepEqual(ids(hits).slice(0, 3), ["4r/routine", "los", "4r/richting"]);
  assert.equal(hits.length, codes.size);
  assert.equal(new Set(ids(hits)).size, codes.size);
});

test("groups with a digit come first, loose codes last, and sub-codes follow their code", () => {
  const lines = outlineCodes(codes);

  assert.deepEqual(lines.map((line) => line.code.id), [
    "4r/richting", "4r/reflectie", "4r/reflectie/veiligheid", "4r/reflectie/steun", "4r/routine", "effecten/werkplezier", "los",
  ]);
  assert.deepEqual(lines.map((line) => line.level), [1, 1, 2, 2, 1, 1, 1]);
  assert.equal(lines[1].below, 2);
  assert.equal(lines.at(-1).group, "");
});

test("a code hangs under the nearest code above it that exists", () => {
  const byPath = new Map([...codes.values()].map((one) => [one.path, one]));

  assert.equal(codeAbove("4r/reflectie/x/y", byPath).id, "4r/reflectie");
  assert.equal(codeAbove("4r/reflectie", byPath), null);
  assert.equal(groupOf("los/onder", byPath), "");
});

test("emoji and combining accents keep the places right", () => {
  const text = foldText("👩‍🦰 café cafe\u0301");

  assert.deepEqual(findWord(text, "cafe").at.map((at) => "👩‍🦰 café cafe\u0301".slice(at)[0]), ["c", " "]);
  assert.equal(text.places.at(-1), "👩‍🦰 café cafe\u0301".length);
});

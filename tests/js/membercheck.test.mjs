// The form of the version for the project group: what is kept, and under what name.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const source = readFileSync(new URL("../../reports/templates/rapport/membercheck.js", import.meta.url), "utf8");
const { collectResponses, nameFile } = new Function(`${source.replaceAll("export function", "function")}\nreturn { collectResponses, nameFile };`)();
const asked = { report: "r", name: "n", snapshot: "9f2c", language: "nl", words: {} };

test("only sections with a mark or words are kept, without blanks around", () => {
  const boxes = [
    { section: "a", title: "A", agrees: "", text: "  " },
    { section: "b", title: "B", agrees: "no", text: "" },
    { section: "c", title: "C", agrees: "", text: " zo " },
  ];
  const found = collectResponses(boxes, asked, { role: "lid", name: "" }, "2031-05-02");

  assert.deepEqual(found.responses.map((one) => [one.section, one.agrees, one.text]), [["b", "no", ""], ["c", "", "zo"]]);
  assert.equal(found.kind, "vknz-membercheck");
  assert.equal("words" in found, false);
});

test("the file is called after role and day, in signs that every disk takes", () => {
  assert.equal(nameFile("Teamleider / Óost", "2031-05-02"), "reacties-teamleider-o-ost-2031-05-02.json");
  assert.equal(nameFile("😀", "2031-05-02"), "reacties-projectgroep-2031-05-02.json");
});

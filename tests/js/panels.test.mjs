// Memos, search, work list, corrections of the text: what they compute before anything is drawn.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { nextStop, isForAll } from "../../vknz_research/widgets/static/dialog.js";
import { groupKeys } from "../../vknz_research/widgets/static/help.js";
import { parseBlocks, parseInline } from "../../vknz_research/widgets/static/markdown.js";
import { linkPlace, linkWords, memoformWords, shortenWords, wordsBetween } from "../../vknz_research/widgets/static/memoform.js";
import { filterMemos, sortMemos } from "../../vknz_research/widgets/static/memos.js";
import { cutAfter, cutBefore, groupBySource } from "../../vknz_research/widgets/static/passage.js";
import { hitItems, toggleHits } from "../../vknz_research/widgets/static/search.js";
import { changedStretch, doubtfulCodings, editWords, texteditWords } from "../../vknz_research/widgets/static/textedit.js";
import { groupByCode, isOwnItem, nextWorkRow } from "../../vknz_research/widgets/static/worklist.js";

const folder = new URL("../../vknz_research/widgets/static/", import.meta.url);
const speak = (words) => (key, vars = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => vars[name]);

for (const [what, old, now, stretch] of [
  ["a word is replaced", "een rondje open", "een kring open", { start: 4, end: 10, text: "kring" }],
  ["letters are added", "aab", "aaab", { start: 2, end: 2, text: "a" }],
  ["letters go", "aaab", "aab", { start: 2, end: 3, text: "" }],
  ["an emoji is one place", "👍 goed", "👍👍 goed", { start: 1, end: 1, text: "👍" }],
  ["a place after an emoji", "👍 goed", "👍 foed", { start: 2, end: 3, text: "f" }],
  ["an emoji that shares its first half with another", "👍", "👎", { start: 0, end: 1, text: "👎" }],
  ["a combining accent", "cafe", "cafe\u0301", { start: 4, end: 4, text: "\u0301" }],
  ["right to left", "שלום", "שלוםם", { start: 4, end: 4, text: "ם" }],
  ["everything", "a", "b", { start: 0, end: 1, text: "b" }],
  ["all goes", "abc", "", { start: 0, end: 3, text: "" }],
  ["nothing", "abc", "abc", null],
])
  test(`the smallest change is found where ${what}`, () => {
    assert.deepEqual(changedStretch(old, now), stretch);
  });

test("putting the change back into the old text gives the new text, whatever they are", () => {
  const letters = [..."ab👍e\u0301 "];
  const random = (seed) => Array.from({ length: seed % 7 }, (_, i) => letters[(seed * 7 + i * i * 13) % letters.length]).join("");
  for (let seed = 1; seed < 400; seed += 1) {
    const [old, now] = [random(seed), random(seed * 31 + 5)];
    const change = changedStretch(old, now) ?? { start: 0, end: 0, text: "" };
    const signs = [...old];
    assert.equal([...signs.slice(0, change.start), change.text, ...signs.slice(change.end)].join(""), now);
  }
});

test("a coding is in doubt if an edge lies inside the change, or all its words go", () => {
  const codings = [{ id: "before", start: 0, end: 10 }, { id: "edge", start: 5, end: 12 }, { id: "around", start: 0, end: 30 }, { id: "same", start: 10, end: 20 }];
  const names = (isRemoved) => doubtfulCodings(codings, 10, 20, isRemoved).map(({ id }) => id);

  assert.deepEqual(names(false), ["edge"]);
  assert.deepEqual(names(true), ["edge", "same"]);
});

test("a change is said in words", () => {
  const t = speak(texteditWords.nl);

  assert.equal(editWords(t, "een rondje", { start: 4, end: 10, text: "kring" }), "‘rondje’ wordt ‘kring’.");
  assert.equal(editWords(t, "een rondje", { start: 0, end: 4, text: "" }), "‘een ’ gaat weg.");
  assert.equal(editWords(t, "een", { start: 3, end: 3, text: " rondje" }), "‘ rondje’ komt erbij.");
});

test("chosen hits are sent as places, in the order of the list", () => {
  const hits = [1, 2, 3].map((n) => ({ source: `s${n}`, revision: "r", start: n, end: n + 1, text: "x" }));

  assert.deepEqual(hitItems(hits, new Set([2, 0])), [["s1", "r", 1, 2], ["s3", "r", 3, 4]]);
});

test("a range takes the state of the hit that ends it", () => {
  assert.deepEqual([...toggleHits(new Set([1]), 4, 1)], [1, 2, 3, 4]);
  assert.deepEqual([...toggleHits(new Set([1, 2, 3]), 1, 3)], []);
  assert.deepEqual([...toggleHits(new Set([1]), 1)], []);
});

test("hits of one source stand together, wherever they came", () => {
  const groups = groupBySource([{ source: "a", source_name: "A", n: 1 }, { source: "b", source_name: "B", n: 2 }, { source: "a", source_name: "A", n: 3 }]);

  assert.deepEqual(groups.map(({ name, items }) => [name, items.map(({ n }) => n)]), [["A", [1, 3]], ["B", [2]]]);
});

test("what stands around a passage is cut at a word", () => {
  assert.equal(cutBefore("een twee drie", 8), "… drie");
  assert.equal(cutAfter("een twee drie", 8), "een …");
  assert.equal(cutAfter("kort", 8), "kort");
  assert.equal(cutBefore("vorige beurt\n[01:00] Marit: dit"), "[01:00] Marit: dit");
  assert.equal(cutAfter("tot hier.\n\n[01:02] Samira: nee"), "tot hier.");
  assert.equal(cutAfter("👍👍👍👍", 2), "👍👍 …");
});

test("codings of one code stand together on the work list", () => {
  const groups = groupByCode([{ code: "a", n: 1 }, { code: "b", n: 2 }, { code: "a", n: 3 }]);

  assert.deepEqual(groups.map(({ code, items }) => [code, items.length]), [["a", 2], ["b", 1]]);
});

test("after one is settled the next takes its place, and the last leads back", () => {
  assert.equal(nextWorkRow(5, [2]), 2);
  assert.equal(nextWorkRow(5, [4]), 3);
  assert.equal(nextWorkRow(5, [1, 2, 3]), 1);
  assert.equal(nextWorkRow(1, [0]), -1);
});

test("what another coder made is not for this one to settle", () => {
  const state = { coder: "id-1", coderName: "LvH" };

  assert.deepEqual([{ coder: "TK" }, { coder: "LvH" }, { coder: "id-1" }, {}].map((item) => isOwnItem(item, state)), [false, true, true, true]);
});

test("memos are found by words in title and text, accents aside, and by kind", () => {
  const memos = [{ kind: "theoretical", title: "Eén plek", body: "Niet de wil." }, { kind: "report", title: "Wil", body: "plek" }];

  assert.equal(filterMemos(memos, "een PLEK", "").length, 1);
  assert.equal(filterMemos(memos, "wil plek", "").length, 2);
  assert.deepEqual(filterMemos(memos, "", "report"), [memos[1]]);
});

test("memos in one's own language come first", () => {
  const memos = [{ id: 1, language: "en" }, { id: 2, language: "nl" }, { id: 3 }];

  assert.deepEqual(sortMemos(memos, "nl").map(({ id }) => id), [2, 3, 1]);
});

const state = {
  source: { id: "s", turns: [{ start: 10, end: 20, text: "👍 goed zo " }, { start: 21, end: 30, text: "En verder" }] },
  sources: [{ id: "s", name: "F2/KM" }, { id: "o", name: "F3/MT" }],
  codes: new Map([["c", { name: "Steun" }]]),
  codings: new Map([["k", { code: "c", source: "s", start: 12, end: 16 }]]),
  memos: new Map([["m", { title: "Plek" }]]),
};

for (const [link, words] of [
  [{ kind: "source", id: "s", start: 12, end: 23 }, "F2/KM: ‘goed zo  En’"],
  [{ kind: "source", id: "s", start: null, end: null }, "bron F2/KM"],
  [{ kind: "source", id: "o", start: 1, end: 2 }, "passage in F3/MT"],
  [{ kind: "source", id: "x", start: 1, end: 2 }, "iets dat er niet meer is"],
  [{ kind: "code", id: "c" }, "code ‘Steun’"],
  [{ kind: "code", id: "x" }, "iets dat er niet meer is"],
  [{ kind: "coding", id: "k" }, "codering ‘Steun’"],
  [{ kind: "coding", id: "x" }, "een codering"],
  [{ kind: "memo", id: "m" }, "memo ‘Plek’"],
  [{ kind: "study", id: "x" }, "de studie"],
  [{ kind: "participant", id: "P4" }, "deelnemer P4"],
])
  test(`a link is said in words: ${words} (${link.kind} ${link.id})`, () => {
    assert.equal(linkWords(speak(memoformWords.nl), state, link), words);
  });

test("a link leads to its place in the text", () => {
  assert.deepEqual(linkPlace(state, { kind: "coding", id: "k" }), { source: "s", start: 12, end: 16 });
  assert.deepEqual(linkPlace(state, { kind: "source", id: "o", start: 3, end: 4 }), { source: "o", start: 3, end: 4 });
  assert.equal(linkPlace(state, { kind: "code", id: "c" }), null);
});

test("places are code points, so an emoji before them is one", () => {
  assert.equal(wordsBetween(state.source.turns, 12, 16), "goed");
  assert.equal(shortenWords("een twee drie", 9), "een twee …");
});

test("markdown becomes blocks, and markup stays text", () => {
  assert.deepEqual(parseBlocks("# Kop\neen\ntwee\n\n- a\n- b\n\n> q\n1. x"), [
    { kind: "h", lines: ["Kop"] }, { kind: "p", lines: ["een", "twee"] }, { kind: "ul", lines: ["a", "b"] },
    { kind: "quote", lines: ["q"] }, { kind: "ol", lines: ["x"] },
  ]);
  assert.deepEqual(parseInline("<b>x</b> **vet** en *schuin*, 2*3*4 `c` [hier](http://x)"), [
    { text: "<b>x</b> " }, { text: "vet", mark: "strong" }, { text: " en " }, { text: "schuin", mark: "em" }, { text: ", 2" },
    { text: "3", mark: "em" }, { text: "4 " }, { text: "c", mark: "code" }, { text: " " }, { text: "hier", mark: "link" },
  ]);
});

test("Tab goes round", () => {
  assert.deepEqual([nextStop(3, 2, false), nextStop(3, 0, true), nextStop(3, -1, true), nextStop(0, -1, false)], [0, 2, 2, -1]);
});

test("undo belongs to the whole workbench, but not in a field", () => {
  const press = (key, target, ctrlKey = true) => isForAll({ key, ctrlKey, metaKey: false, target });

  assert.equal(press("z", { tagName: "LI" }), true);
  assert.equal(press("Z", { tagName: "TEXTAREA" }), false);
  assert.equal(press("c", { tagName: "LI" }), false);
  assert.equal(press("z", { tagName: "LI" }, false), false);
});

test("keys of a group stand together", () => {
  const groups = groupKeys([{ group: "Lezen", words: 1 }, { group: "Terug", words: 2 }, { group: "Lezen", words: 3 }]);

  assert.deepEqual(groups.map(({ group, lines }) => [group, lines.map(({ words }) => words)]), [["Lezen", [1, 3]], ["Terug", [2]]]);
});

const parts = ["card", "codebook", "codeforms", "codepick", "codesplit", "dialog", "help", "memoform", "memos", "search", "textedit", "worklist"];

for (const name of parts)
  test(`${name} says the same things in both languages, each with the same blanks to fill`, async () => {
    const words = (await import(new URL(`${name}.js`, folder)))[`${name}Words`];
    const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

    assert.deepEqual(Object.keys(words.en), Object.keys(words.nl));
    for (const key of Object.keys(words.nl)) {
      assert.ok(key.startsWith(`${name}.`), key);
      assert.deepEqual(blanks(words.en[key]), blanks(words.nl[key]), key);
    }
  });

test("every word that is asked for by name exists", async () => {
  const known = new Set();
  for (const name of parts) for (const key of Object.keys((await import(new URL(`${name}.js`, folder)))[`${name}Words`].nl)) known.add(key);
  for (const name of parts) {
    const source = readFileSync(new URL(`${name}.js`, folder), "utf8");
    for (const [, key] of source.matchAll(/\bt\("([a-z]+\.\w+)"/g)) assert.ok(known.has(key), `${name}: ${key}`);
    for (const [, key] of source.matchAll(/count(?:Words|IfAny)\([\w.]*t, "([a-z]+\.\w+)"/g)) {
      assert.ok(known.has(`${key}.one`) && known.has(`${key}.many`), `${name}: ${key}`);
    }
  }
});

test("no part reads text as HTML, but for a memo that Python cleaned", () => {
  const found = readdirSync(folder).filter((file) => [...parts, "dom", "markdown", "passage", "ranking"].includes(file.replace(".js", "")))
    .flatMap((file) => readFileSync(new URL(file, folder), "utf8").split("\n"))
    .filter((line) => /innerHTML|insertAdjacentHTML|outerHTML/.test(line));

  assert.deepEqual(found.map((line) => line.trim()), ["body.innerHTML = memo.html; // rendered and cleaned in Python"]);
});

test("names at the top are names of the whole, so no two parts share one", () => {
  const owners = new Map();
  const list = readFileSync(new URL("../workbench.py", folder), "utf8");
  for (const file of [...list.matchAll(/"([\w]+\.js)"/g)].map((m) => m[1])) {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const [, name] of text.matchAll(/^(?:export )?(?:async )?(?:function|const|let|class) (\w+)/gm)) {
      assert.equal(owners.get(name), undefined, `${name} in ${file} and ${owners.get(name)}`);
      owners.set(name, file);
    }
  }
});

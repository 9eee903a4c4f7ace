// The core of the workbench: offsets, segments, lanes, the line to Python, deltas, keys, colours.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import { codeStyles, contrast, dayColour, nightColour } from "../../vknz_research/widgets/static/colours.js";
import { nearestBorder } from "../../vknz_research/widgets/static/edges.js";
import { KEYMAP, codeOfKey, findAct, refineCode } from "../../vknz_research/widgets/static/keys.js";
import { Link, SLOW_MS } from "../../vknz_research/widgets/static/link.js";
import { clock, cutRows, listUnits, nextEdge, pieces, readClock, rowPoint, rowUnit, toPoint, toUnit, trimmed } from "../../vknz_research/widgets/static/offsets.js";
import { numberOfWords, placePalette } from "../../vknz_research/widgets/static/palette.js";
import { cutSegments, nextCoding, nextUncoded, placeLanes, pushDown, shareCoded, shownOn } from "../../vknz_research/widgets/static/segments.js";
import { groupSources } from "../../vknz_research/widgets/static/sources.js";
import { applyDelta, emptyState, takeOpening } from "../../vknz_research/widgets/static/state.js";
import { coreWords, makeWords } from "../../vknz_research/widgets/static/words.js";

const turn = (start, text, more = {}) => ({ start, end: start + [...text].length, text, kind: "speech", role: null, begin_ms: null, ...more });

test("units and points are converted past emoji and combining accents", () => {
  const text = "a👩‍👩‍👧e\u0301z";
  for (let point = 0; point <= [...text].length; point += 1) assert.equal(toPoint(text, toUnit(text, point)), point);
  assert.equal(toPoint(text, text.length), [...text].length);
});

test("a row gives back the places that it was asked for", () => {
  const [row] = cutRows([turn(10, "ja 👍 nee")]);
  assert.equal(rowPoint(row, 6), 15);
  assert.equal(rowUnit(row, 15), 6);
  assert.equal(rowUnit(row, 0), 0);
  assert.equal(rowUnit(row, 999), row.text.length);
});

test("a very long turn becomes rows that hold all of its text, none through a pair", () => {
  const text = "👍".repeat(4000) + " woord".repeat(2000);
  const rows = cutRows([turn(5, text)]);
  assert.ok(rows.length > 3);
  assert.equal(rows.map((row) => row.text).join(""), text);
  rows.forEach((row, i) => assert.equal(row.end, rows[i + 1]?.start ?? 5 + [...text].length));
  assert.ok(rows.every((row) => !/^[\udc00-\udfff]/.test(row.text)));
});

test("a stretch over two turns has a piece in each", () => {
  const rows = cutRows([turn(0, "een twee"), turn(20, "drie vier")]);
  assert.deepEqual(pieces(rows, 4, 24), [[0, 4, 8], [1, 0, 4]]);
  assert.deepEqual(pieces(rows, 9, 19), []);
});

test("words and sentences begin and end without blanks", () => {
  const text = "  Ja, hoor. En dan? ";
  assert.deepEqual(listUnits(text, "word", "nl").map(([a, b]) => text.slice(a, b)), ["Ja", "hoor", "En", "dan"]);
  assert.deepEqual(listUnits(text, "sentence", "nl").map(([a, b]) => text.slice(a, b)), ["Ja, hoor.", "En dan?"]);
  assert.deepEqual(trimmed(text, 0, 6), [2, 5]);
  assert.equal(trimmed("a   b", 1, 4), null);
});

test("an edge goes to the next border and stays at the last", () => {
  const units = [[0, 2], [4, 8]];
  assert.equal(nextEdge(units, 2, 1), 8);
  assert.equal(nextEdge(units, 8, 1), 8);
  assert.equal(nearestBorder(units, 6, "end"), 8);
  assert.equal(nearestBorder(units, 1, "start"), 0);
});

test("times are read and written alike", () => {
  for (const text of ["00:05", "15:20", "1:02:03"]) assert.equal(clock(readClock(text)), text);
  assert.equal(readClock("61"), null);
});

test("overlapping codings cut a row where they begin and end; two innermost are shown", () => {
  const long = { id: "l", start: 0, end: 9 };
  const short = { id: "s", start: 3, end: 6 };
  const mid = { id: "m", start: 2, end: 7 };
  const cut = cutSegments(10, [[long, 0, 9], [short, 3, 6]]);
  assert.deepEqual(cut.map((s) => [s.from, s.to, s.codings.map((c) => c.id).join("")]), [[0, 3, "l"], [3, 6, "ls"], [6, 9, "l"], [9, 10, ""]]);
  assert.deepEqual(shownOn([long, mid, short]).map((c) => c.id), ["s", "m"]);
});

test("stripes take the first free lane; names never stand over each other", () => {
  const lanes = placeLanes([{ id: 1, top: 0, bottom: 50 }, { id: 2, top: 10, bottom: 20 }, { id: 3, top: 30, bottom: 60 }, { id: 4, top: 55, bottom: 70 }]);
  assert.deepEqual([...lanes], [[1, 0], [2, 1], [3, 1], [4, 0]]);
  const placed = pushDown([{ top: 5, height: 18 }, { top: 0, height: 18 }, { top: 90, height: 18 }], 3);
  assert.deepEqual(placed.map((p) => p.top), [0, 21, 90]);
});

test("the next uncoded turn and the next coding are found, round the end", () => {
  const turns = [turn(0, "a"), turn(5, "b"), turn(9, "c", { role: "onderzoeker" })];
  const skip = (t) => t.role === "onderzoeker";
  assert.equal(nextUncoded(turns, [{ start: 0, end: 1 }], 0, skip).start, 5);
  assert.equal(nextUncoded(turns, [{ start: 5, end: 6 }], 5, skip).start, 0);
  assert.equal(nextUncoded(turns, [{ start: 0, end: 6 }], 0, skip), null);
  assert.equal(shareCoded(turns, [{ start: 5, end: 6 }], skip), 50);
  const codings = [{ id: 1, code: "a", start: 1, end: 2 }, { id: 2, code: "a", start: 7, end: 9 }];
  assert.equal(nextCoding(codings, "a", 7, 1).id, 1);
  assert.equal(nextCoding(codings, "a", 1, -1).id, 2);
  assert.equal(nextCoding(codings, "b", 1, 1), null);
});

function line() {
  const sent = [];
  let time = 0;
  const link = new Link({ send: (message) => sent.push(message), onAnswer: () => {}, onChange: () => {}, now: () => time });
  return { link, sent, wait: (ms) => (time += ms) };
}

test("an act is saved only when it is answered", async () => {
  const { link, sent } = line();
  const act = link.act("code", { a: 1 });
  assert.equal(link.state, "sending");
  link.receive({ id: sent[0].id, ok: true, result: 7 });
  assert.equal(link.state, "saved");
  assert.equal(await act, 7);
});

test("a refusal reaches whoever asked", async () => {
  const { link, sent } = line();
  const act = link.act("code", {});
  link.receive({ id: sent[0].id, ok: false, error: { kind: "X", message: "nee" } });
  await assert.rejects(act, { kind: "X" });
});

test("what was not answered when the line broke is sent again, in order, and says so", () => {
  const { link, sent } = line();
  link.act("code", { n: 1 });
  link.lose();
  link.act("code", { n: 2 });
  assert.equal(link.state, "lost");
  assert.equal(sent.length, 1);
  link.restore();
  assert.deepEqual(sent.slice(1).map((m) => [m.args.n, m.again]), [[1, true], [2, true]]);
});

test("an answer to a later question tells that an earlier one got lost", () => {
  const { link, sent } = line();
  link.act("code", { n: 1 });
  link.ask("news");
  link.receive({ id: sent[1].id, ok: true, result: {} });
  assert.deepEqual([sent[2].id, sent[2].again], [sent[0].id, true]);
});

test("silence is told after a while", () => {
  const { link, wait } = line();
  link.act("code", {});
  wait(SLOW_MS + 1);
  assert.equal(link.state, "waiting");
});

test("acts that wait outlive the widget that sent them, per study and coder", () => {
  const first = line();
  first.link.adopt("studie OE");
  first.link.act("code", { n: 1 }).catch(() => {});
  const other = line();
  other.link.adopt("studie TK");
  assert.equal(other.sent.length, 0);
  const second = line();
  second.link.adopt("studie OE");
  assert.deepEqual([second.sent[0].id, second.sent[0].args.n], [first.sent[0].id, 1]);
  second.link.receive({ id: second.sent[0].id, ok: true, result: {} });
  const third = line();
  third.link.adopt("studie OE");
  assert.equal(third.sent.length, 0);
});

const opening = () => ({
  study: { id: "s", title: "S" }, coder: { id: "", name: "OE" }, coders: [], language: "nl", blind: false, head: 4, sources: [], codes: [], counts: { a: 2 }, memos: [], recent: [], last: null,
  source: { id: "b", turns: [], codings: [] },
});

test("a delta adds, replaces and removes, and counts go along", () => {
  const state = emptyState();
  takeOpening(state, opening());
  const coding = { id: "1", source: "b", code: "a", coder: "c1", start: 0, end: 2 };
  const { changed, touched } = applyDelta(state, { codings: [coding], gone: [], counts: { a: 3 }, memos: [], memos_gone: [], coders: [{ id: "c1", name: "OE" }] }, 5);
  assert.deepEqual([...changed].sort(), ["codings", "counts"]);
  assert.equal(touched.length, 1);
  assert.deepEqual([state.coder, state.head, state.counts.get("a"), state.here.get("a")], ["c1", 5, 3, 1]);
  applyDelta(state, { codings: [], gone: ["1"], counts: { a: 2 } }, 6);
  assert.equal(state.counts.get("a"), 2);
  assert.equal(state.codings.size, 0);
  applyDelta(state, { codings: [{ ...coding, source: "elders" }], gone: [], counts: {} }, 7);
  assert.equal(state.codings.size, 0);
});

test("each key does one thing, and every act has words in both languages", () => {
  const keys = KEYMAP.flatMap((row) => row.keys);
  assert.equal(new Set(keys).size, keys.length);
  for (const language of ["nl", "en"]) for (const { act } of KEYMAP) assert.notEqual(makeWords(language, coreWords)(`help.${act}`), `help.${act}`);
  assert.deepEqual(Object.keys(coreWords.nl).sort(), Object.keys(coreWords.en).sort());
  const press = (key, more = {}) => findAct({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  assert.equal(press("c"), "palettes");
  assert.equal(press("c", { ctrlKey: true }), null);
  assert.equal(press("Z", { ctrlKey: true, shiftKey: true }), "redo");
  assert.equal(press("?", { shiftKey: true }), "help");
});

test("a digit finds a code and a letter its sub-code", () => {
  const codes = [{ path: "4r/a", shortcut: "2" }, { path: "4r/a/b", shortcut: "t" }, { path: "4r/c/d", shortcut: "t" }];
  assert.equal(codeOfKey(codes, "2").path, "4r/a");
  assert.equal(codeOfKey(codes, "t"), null);
  assert.equal(refineCode(codes, codes[0], "t").path, "4r/a/b");
});

test("every colour stands out on paper by day and by night", () => {
  for (const hue of ["#2b6cc4", "#ffff00", "#ffffff", "#000000", "#7d8a1a", "#123456"]) {
    assert.ok(contrast(dayColour(hue), "#ffffff") >= 3, hue);
    assert.ok(contrast(nightColour(hue), "#1a1b1d") >= 3, hue);
  }
  const sheet = codeStyles([{ id: "x", colour: "red;} body{display:none", stroke: "url(x)", form: "filled" }], ".vk");
  assert.ok(!sheet.includes("display") && !sheet.includes("url"));
});

test("the palette never lies over the selection", () => {
  const frame = { width: 1000, height: 800 };
  const size = { width: 440, height: 400 };
  assert.equal(placePalette({ left: 300, top: 80, bottom: 100 }, frame, size).top, 110);
  assert.equal(placePalette({ left: 300, top: 700, bottom: 720 }, frame, size).top, 290);
  const low = placePalette({ left: 300, top: 420, bottom: 440 }, frame, size);
  assert.deepEqual([low.top, low.top + low.height <= 792], [450, true]);
  assert.equal(numberOfWords("Die mevrouw, zo'n één!"), 4);
});

test("sources stand by phase, numbers as numbers", () => {
  const sources = [{ name: "V2 R10", phase: 2 }, { name: "V2 R9", phase: 2 }, { name: "A", phase: null }, { name: "F1", phase: 1 }];
  assert.deepEqual(groupSources(sources).map(([phase, all]) => [phase, all.map((s) => s.name)]), [[1, ["F1"]], [2, ["V2 R9", "V2 R10"]], [null, ["A"]]]);
});

test("the parts can be joined: every part is listed once, and no name stands for two things", () => {
  const folder = new URL("../../vknz_research/widgets/static/", import.meta.url);
  const list = readFileSync(new URL("../workbench.py", folder), "utf8");
  const listed = [...list.matchAll(/"([\w]+\.js)"/g)].map((m) => m[1]);
  assert.deepEqual(listed.filter((name, i) => listed.indexOf(name) !== i), []);
  const package_ = new URL("../../", folder);
  const modules = ["widgets", "dashboard"].flatMap((name) => {
    const inner = new URL(`${name}/`, package_);
    return readdirSync(inner).filter((file) => file.endsWith(".py")).map((file) => readFileSync(new URL(file, inner), "utf8"));
  });
  const used = new Set(modules.flatMap((text) => [...text.matchAll(/"([\w]+\.js)"/g)].map((m) => m[1])));
  const there = readdirSync(folder).filter((name) => name.endsWith(".js"));
  assert.deepEqual(there.filter((name) => !used.has(name)), []);
  assert.deepEqual(listed.filter((name) => !there.includes(name)), []);
  const names = listed.flatMap((name) => [...readFileSync(new URL(name, folder), "utf8").matchAll(/^(?:export )?(?:async )?(?:function|const|let|class) (\w+)/gm)].map((m) => m[1]));
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
});

test("an id of a code from a strange file stays within its selector", async () => {
  const { codeStyles } = await import("../../vknz_research/widgets/static/colours.js");
  const code = { id: '"]{}*{display:none}</style>\n', colour: "red;}", stroke: "x;}" };
  const made = codeStyles([code], ".vk");
  for (const sign of ['"]{}', "<", "\n\"", "red", "x;"]) assert.equal(made.includes(sign), false, sign);
  assert.equal(codeStyles([{ ...code, id: "a-1" }], ".vk").includes('[data-code="a-1"]'), true);
});

test("a code that went is not asked for, and hides nothing", () => {
  const state = emptyState();
  takeOpening(state, opening());
  Object.assign(state, { filter: new Set(["weg", "a"]), recent: ["weg", "a"] });
  applyDelta(state, { codes: [{ id: "a" }], codings: [], gone: [] }, 5);
  assert.deepEqual([[...state.filter], state.recent], [["a"], ["a"]]);
});

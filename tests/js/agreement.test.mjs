// The pure functions of the page Overeenstemming.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const path = new URL("../../vknz_research/dashboard/templates/agreement.js", import.meta.url);
const source = readFileSync(path, "utf-8");
const { formatNumber, formatTime, formatInterval, layLanes, placeOnScale } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);

test("a number has the decimal sign of the language, and never minus zero", () => {
  assert.equal(formatNumber(0.5351, "nl"), "0,535");
  assert.equal(formatNumber(0.5351, "en"), "0.535");
  assert.equal(formatNumber(-0.25, "nl", 2), "−0,25");
  assert.equal(formatNumber(-0.0001, "nl"), "0,000");
});

test("what is undefined is a dash", () => {
  assert.equal(formatNumber(null, "nl"), "–");
  assert.equal(formatInterval({ low: null, high: null }, "nl"), "–");
  assert.equal(formatInterval({ low: 0.1, high: 0.2 }, "nl"), "0,100 – 0,200");
});

test("a scale goes from a little below chance to one; what lies below is drawn at its end", () => {
  assert.equal(placeOnScale(1, 120), 120);
  assert.equal(Math.round(placeOnScale(0, 120)), 20);
  assert.equal(placeOnScale(-0.9, 120), 0);
});

test("every code has a lane for each coder, also for who did not give it", () => {
  const marks = [
    { coder: "B", code: "k/b", start: 10, end: 20 },
    { coder: "A", code: "k/a", start: 0, end: 5 },
  ];
  const lanes = layLanes({ characters: 100, coders: ["A", "B"], marks });
  assert.deepEqual(lanes.map((lane) => [lane.code, lane.coder, lane.marks.length]), [["k/a", "A", 1], ["k/a", "B", 0], ["k/b", "A", 0], ["k/b", "B", 1]]);
  assert.deepEqual([lanes[3].marks[0].left, lanes[3].marks[0].width], [0.1, 0.1]);
  assert.deepEqual(lanes.map((lane) => lane.isFirst), [true, false, true, false]);
});

test("a time is minutes and seconds, also beyond the hour", () => {
  assert.equal(formatTime(35_900), "00:35");
  assert.equal(formatTime(3_723_000), "62:03");
});

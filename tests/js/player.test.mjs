// The player without a page: times, fragments, marks, agenda, keys, transcribing.
import assert from "node:assert/strict";
import test from "node:test";

import { findDigitCode, findNudge, findPedal, findPlayerAct, PLAYER_KEYS } from "../../vknz_research/widgets/static/playerkeys.js";
import { listSlides } from "../../vknz_research/widgets/static/playershow.js";
import { currentStep, joinNames, signOfStep, writeDay } from "../../vknz_research/widgets/static/playersteps.js";
import { chooseFragment, cutTurn, endOfTurn, findTurnAt, groupAgenda, layCodings, lengthOf, listBars, listMarks, listRecordings, listShares, listTicks, markEnd, moveItem, placeObservation, sendAgenda, stepMark, stepRate, writeClock, writeStretch } from "../../vknz_research/widgets/static/playertime.js";
import { answersAt, listSides } from "../../vknz_research/widgets/static/playerviewing.js";
import { PlayerMedia } from "../../vknz_research/widgets/static/playermedia.js";
import { listRounds, tracePoint } from "../../vknz_research/widgets/static/playerlearning.js";
import { isDue, wordingOf } from "../../vknz_research/widgets/static/playerpoints.js";
import { placeOf } from "../../vknz_research/widgets/static/playerseen.js";
import { splitUnsaid } from "../../vknz_research/widgets/static/playertext.js";
import { guessSpeaker, sendLines, takeLines } from "../../vknz_research/widgets/static/playerwrite.js";
import { playerWords } from "../../vknz_research/widgets/static/playerwords.js";

const turn = (n, begin, finish, text, more = {}) => ({ n, start: (n - 1) * 20, end: (n - 1) * 20 + text.length, begin, finish, speaker: n % 2 ? "KM" : "K", text, recording: 1, ...more });
const turns = [turn(1, 0, 3000, "goedemorgen"), turn(2, 4000, null, "ja, morgen"), turn(3, 9000, 9000, "en nu?"), turn(4, 500, 900, "tweede", { recording: 2 })];

test("a clock is written in minutes, with hours only where there are any", () => {
  assert.deepEqual([writeClock(372_480, { tenths: true }), writeClock(3_725_000), writeClock(null), writeClock(0)], ["06:12,4", "1:02:05", "–", "00:00"]);
  assert.equal(writeStretch({ begin: 364_000, finish: 390_000 }), "06:04–06:30");
  assert.equal(writeStretch({ begin: 364_000, finish: null }), "06:04");
  assert.equal(writeStretch({ begin: null, finish: null }), "");
});

test("the turn that is said is the last one begun in that recording", () => {
  assert.deepEqual([0, 3999, 4000, 60_000].map((ms) => findTurnAt(turns, 1, ms)), [0, 0, 1, 2]);
  assert.equal(findTurnAt(turns, 2, 400), -1);
  assert.equal(findTurnAt(turns, 2, 600), 3);
});

test("a turn without an end lasts until the next begins, the last one a second", () => {
  assert.deepEqual([0, 1, 2].map((at) => endOfTurn(turns, at)), [3000, 9000, 10_000]);
  assert.equal(endOfTurn([turn(1, 0, null, "een"), turn(2, 400, 900, "elders", { recording: 2 }), turn(3, 5000, null, "twee")], 0), 5000);
});

test("without a recording the turns tell how long it lasts", () => {
  assert.equal(lengthOf({ recordings: [], turns }, 1), 10_000);
  assert.equal(lengthOf({ recordings: [{ number: 1, duration: 60_000 }], turns }, 1), 60_000);
  assert.deepEqual(listRecordings({ recordings: [], turns }), [1, 2]);
});

test("the ends of a fragment never cross", () => {
  const begun = markEnd({ begin: null, finish: null }, "begin", 5000.4);
  assert.deepEqual(begun, { begin: 5000, finish: null });
  assert.deepEqual(markEnd(begun, "finish", 9000), { begin: 5000, finish: 9000 });
  assert.deepEqual(markEnd({ begin: 5000, finish: 9000 }, "begin", 9500), { begin: 9500, finish: null });
  assert.deepEqual(markEnd({ begin: 5000, finish: 9000 }, "finish", 5000), { begin: null, finish: 5000 });
});

test("without a marked fragment the turn of now is meant", () => {
  const none = { begin: null, finish: null };
  assert.deepEqual(chooseFragment(none, turns, 1, 4500), { begin: 4000, finish: 9000, recording: 1 });
  assert.deepEqual(chooseFragment({ begin: 100, finish: 200 }, turns, 1, 4500), { begin: 100, finish: 200, recording: 1 });
  assert.equal(chooseFragment(none, turns, 3, 4500), null);
  assert.deepEqual(chooseFragment({ begin: 4200, finish: null }, turns, 1, 4500), { begin: 4200, finish: 9000, recording: 1 });
  assert.deepEqual(chooseFragment({ begin: null, finish: 4700 }, turns, 1, 4500), { begin: 4000, finish: 4700, recording: 1 });
});

const state = {
  codings: [{ id: "a", begin: 1000, finish: 3000, recording: 1 }, { id: "b", begin: 2000, finish: 4000, recording: 1 }, { id: "c", begin: null, recording: null }, { id: "d", begin: 1, finish: 2, recording: 2 }],
  observations: [{ id: "o", begin: 2500, finish: 2600, recording: 1 }],
};

test("marks of one recording stand by time, and arrows go along them", () => {
  const marks = listMarks(state, 1);
  assert.deepEqual(marks.map((mark) => mark.id), ["a", "b", "o"]);
  assert.equal(stepMark(marks, -1, 1500, 1), 1);
  assert.equal(stepMark(marks, -1, 1500, -1), 0);
  assert.equal(stepMark(marks, -1, 99_000, 1), 2);
  assert.equal(stepMark(marks, -1, 2000, -1), 0);
  assert.equal(stepMark(marks, 2, 0, 1), 2);
  assert.equal(stepMark([], -1, 0, 1), -1);
});

test("codings that overlap lie in lanes of their own", () => assert.deepEqual([...layCodings(listMarks(state, 1))], [["a", 0], ["b", 1]]));

test("bars follow how loud it is, and lie with who speaks", () => {
  const strip = { step_ms: 100, levels: Array.from({ length: 100 }, (_, n) => (n < 30 ? 7 : 0)) };
  const bars = listBars({ turns, strip, recording: 1, length: 10_000, every: 1000, rows: ["KM", "K"] });
  assert.deepEqual(bars.map((bar) => [bar.ms, bar.level, bar.row]), [[0, 7, 0], [1000, 7, 0], [2000, 7, 0]]);
  const told = listBars({ turns, strip: null, recording: 1, length: 10_000, every: 2000, rows: ["KM", "K"] });
  assert.deepEqual(told.map((bar) => bar.row), [0, 0, 1, 1, 1]);
});

test("shares are of the time of one conversation, silence included", () => {
  assert.deepEqual(listShares([{ speaker: "KM", ms: 5800 }, { speaker: "K", ms: 3400 }], 800), [{ speaker: "KM", percent: 58 }, { speaker: "K", percent: 34 }, { speaker: null, percent: 8 }]);
  assert.deepEqual(listShares([], 0), []);
});

test("an axis has round numbers and room for each", () => {
  const ticks = listTicks(24 * 60_000, 1300);
  assert.deepEqual(ticks.slice(0, 3), [0, 120_000, 240_000]);
  assert.ok(listTicks(6 * 3_600_000, 600).length <= 10);
});

test("a turn is cut where codings begin and end, also after characters of two units", () => {
  const one = { start: 10, end: 18, text: "😀 ja hoor" };
  const parts = cutTurn(one, [{ id: "x", start: 12, end: 14 }]);
  assert.deepEqual(parts.map((part) => [part.text, part.codings.length]), [["😀 ", 0], ["ja", 1], [" hoor", 0]]);
});

test("an observation stands after the last turn that it touches", () => {
  assert.equal(placeObservation(turns, { start: 2, end: 25, begin: null }), 1);
  assert.equal(placeObservation(turns, { start: 2, end: 20, begin: null }), 0);
  assert.equal(placeObservation(turns, { start: null, end: null, begin: 3500, finish: 4500, recording: 1 }), 1);
});

const agenda = [{ id: "1", part: "went_well" }, { id: "2", part: "unintended" }, { id: "3", part: "unintended" }, { id: "4", part: "alternative" }];

test("a point of the agenda moves within its part, and over the border of it", () => {
  const order = (made) => made.map((one) => `${one.id}${one.part[0]}`).join(" ");
  assert.equal(order(moveItem(agenda, "3", -1)), "1w 3u 2u 4a");
  assert.equal(order(moveItem(agenda, "2", -1)), "1w 2w 3u 4a");
  assert.equal(order(moveItem(agenda, "3", 1)), "1w 2u 3a 4a");
  assert.equal(order(moveItem(agenda, "1", -1)), "1w 2u 3u 4a");
  assert.deepEqual(groupAgenda(agenda).map(({ items }) => items.length), [1, 2, 1]);
});

test("a new point is sent without the id it had only here", () => {
  const sent = sendAgenda([{ id: "new-1", pillar: "own", part: "went_well", body: "x" }, { id: "7", pillar: "klant", part: "unintended", body: "y", begin: 1, finish: 2, recording: 1, source: "S", position: 3 }]);
  assert.deepEqual(Object.keys(sent[0]).includes("id"), false);
  assert.deepEqual(sent[1], { id: "7", pillar: "klant", part: "unintended", body: "y", theme: null, source: "S", recording: 1, begin: 1, finish: 2 });
});

test("slides go by part: first what went well", () => {
  assert.deepEqual(listSlides([agenda[3], agenda[1], agenda[0]]).map(({ item }) => item.id), ["1", "2", "4"]);
});

const press = (key, more = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("a key does one thing: none is in the keymap twice", () => {
  const keys = PLAYER_KEYS.flatMap((row) => row.keys);
  assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), []);
  assert.equal(findPlayerAct(press("c")), "code");
  assert.equal(findPlayerAct(press("c", { ctrlKey: true })), null);
  assert.equal(findPlayerAct(press("c", { altKey: true })), null);
  assert.equal(findPlayerAct(press("z", { ctrlKey: true, shiftKey: true })), "redo");
});

test("a comma nudges back 100 ms, with Shift 10 on each keyboard", () => {
  assert.deepEqual([findNudge(press(",")), findNudge(press(".")), findNudge(press("<", { code: "Comma", shiftKey: true })), findNudge(press(";", { code: "Comma", shiftKey: true })), findNudge(press("x"))], [-100, 100, -10, -10, 0]);
});

test("a pedal works without other keys, a digit gives its code", () => {
  assert.deepEqual([findPedal(press("F7")), findPedal(press("F7", { ctrlKey: true })), findPedal(press("a"))], ["resume", null, null]);
  assert.equal(findDigitCode([{ shortcut: "2", path: "x" }], press("2")).path, "x");
  assert.equal(findDigitCode([{ shortcut: "2", path: "x" }], press("3")), null);
  assert.equal(findDigitCode([{ shortcut: "2", path: "x" }], press("2", { altKey: true })), null);
});

test("a rate stays between half and double", () => assert.deepEqual([stepRate(1, -1), stepRate(0.5, -1), stepRate(2, 1)], [0.75, 0.5, 2]));

// A player with a media element of which a test sets the time.
function playAt(seconds, more = {}) {
  const media = { currentTime: seconds, paused: false, ended: false, play: async () => (media.paused = false), pause: () => (media.paused = true) };
  return Object.assign(Object.create(PlayerMedia.prototype), { media, url: "x", error: "", rate: 1, isLoop: false, fragment: null, stopAt: null, still: 0, onTime() {}, onState() {}, ...more });
}

test("a stretch plays up to its end and stops there", () => {
  const player = playAt(9);
  player.playStretch({ begin: 1000, finish: 3000 });
  assert.equal(player.now, 1000);
  player.media.currentTime = 2.9;
  player.tick();
  assert.equal(player.isPlaying, true);
  player.media.currentTime = 3;
  player.tick();
  assert.equal(player.isPlaying, false);
});

test("a fragment that repeats goes back to its begin, and plays on", () => {
  const player = playAt(3, { isLoop: true, fragment: { begin: 1000, finish: 3000 } });
  player.tick();
  assert.deepEqual([player.now, player.isPlaying], [1000, true]);
});

test("after a pause it goes on two seconds back, and while it plays nothing jumps", () => {
  const player = playAt(5);
  player.resume();
  assert.equal(player.now, 5000);
  player.pause();
  player.resume();
  assert.deepEqual([player.now, player.isPlaying], [3000, true]);
});

test("a typed line lasts until the next; empty lines are not sent", () => {
  const sent = sendLines([{ speaker: "KM", begin: 0, finish: null, text: " Hoi " }, { speaker: "K", begin: 900, finish: null, text: "  " }, { speaker: "K", begin: 1200, finish: 99, text: "Ja" }]);
  assert.deepEqual(sent, [{ speaker: "KM", begin: 0, finish: 1200, text: "Hoi" }, { speaker: "K", begin: 1200, finish: null, text: "Ja" }]);
  const known = sendLines([{ speaker: "KM", begin: 0, finish: 800, text: "Hoi" }, { speaker: "K", begin: 1200, finish: 2500, text: "Ja" }, { speaker: "KM", begin: 2000, finish: 2900, text: "Mooi" }]);
  assert.deepEqual(known.map((line) => line.finish), [800, 2000, 2900]);
  assert.deepEqual(takeLines(turns)[1], { speaker: "K", begin: 4000, finish: 9000, text: "ja, morgen" });
});

test("who spoke before speaks next", () => {
  assert.equal(guessSpeaker([{ speaker: "KM" }, { speaker: "K" }], 1, ["KM", "K"]), "KM");
  assert.equal(guessSpeaker([{ speaker: "KM" }], 0, ["KM", "K"]), "K");
});

test("the step of now is the one that is busy, else the first that is open", () => {
  const steps = [{ kind: "a", state: "done" }, { kind: "b", state: "skipped" }, { kind: "c", state: "open" }, { kind: "d", state: "busy" }];
  assert.equal(currentStep(steps).kind, "d");
  assert.equal(currentStep(steps.slice(0, 3)).kind, "c");
  assert.deepEqual(steps.map(signOfStep), ["✓ ", "– ", "", ""]);
  assert.equal(joinNames(["A", "B", "C"], "en"), "A, B en C");
  assert.equal(writeDay("2031-03-21", "nl"), "21 maart");
});

test("a point waits for a look in a later round, until it was looked at or let go", () => {
  const point = { round: 1, body: "eerst", looks: [] };
  assert.deepEqual([isDue(point, 1), isDue(point, 2), isDue({ ...point, looks: [{ round: 2 }] }, 2), isDue({ ...point, looks: [{ round: 2, outcome: "dropped" }] }, 3)], [false, true, false, false]);
  assert.equal(wordingOf({ ...point, looks: [{ wording: "nieuw" }, { wording: null }] }), "nieuw");
});

test("a learning line begins where a point is named and ends where it is let go", () => {
  const look = (round, tried, outcome) => ({ round, tried, outcome });
  const point = { round: 2, looks: [look(3, "partly", "changed"), look(4, "no", "dropped")] };
  const line = tracePoint(point, [1, 2, 3, 4, 5]);

  assert.deepEqual(line.map((cell) => cell.sign), [null, "named", "partly", "no", null]);
  assert.deepEqual(line.map((cell) => cell.outcome), [null, null, "changed", "dropped", null]);
  assert.deepEqual(line.map((cell) => [cell.before, cell.after]), [[false, false], [false, true], [true, true], [true, false], [false, false]]);
});

test("a point that was let go and taken up again has its whole line", () => {
  const look = (round, outcome) => ({ round, tried: "yes", outcome });
  const point = { round: 1, looks: [look(2, "dropped"), look(3, "kept")] };
  assert.deepEqual(tracePoint(point, [1, 2, 3]).map((cell) => cell.outcome), [null, "dropped", "kept"]);
});

test("a learning line goes on while nobody looked back, and says so", () => {
  const point = { round: 1, looks: [{ round: 3, tried: "yes", outcome: "kept" }] };
  assert.deepEqual(tracePoint(point, [1, 2, 3, 4]).map((cell) => cell.sign), ["named", "open", "yes", "open"]);
  assert.deepEqual(listRounds([point], [1, 2]), [1, 2, 3]);
});

test("what was seen and not said is told apart", () => {
  assert.deepEqual(splitUnsaid("[lacht] Ja [knikt]").map((one) => [one.text, one.isUnsaid]), [["[lacht]", true], [" Ja ", false], ["[knikt]", true]]);
});

test("answers at a moment are those whose fragment holds it", () => {
  const answers = [{ begin: 100, finish: 200, recording: 1 }, { begin: null, recording: null }];
  assert.deepEqual([answersAt(answers, 1, 150).length, answersAt(answers, 1, 250).length, answersAt(answers, 2, 150).length], [1, 0, 0]);
});

test("who did not look has no side in a comparison", () => {
  const others = [{ coder: "A", answers: [] }, { coder: "B", answers: [] }];
  assert.deepEqual(listSides({ mine: [], state: "open", others }).map((side) => side.coder), ["A", "B"]);
  assert.deepEqual(listSides({ mine: [{}], state: "handed_in", others }).map((side) => side.coder), [null, "A", "B"]);
});

test("a place is sent by time where it has one, and by words", () => {
  assert.deepEqual(placeOf({ begin: 1, finish: 2, recording: 1 }), { begin: 1, finish: 2, recording: 1 });
  assert.deepEqual(placeOf({ start: 3, end: 9, begin: null }), { start: 3, end: 9 });
});

test("each word stands in both languages, and each key of the help has words", () => {
  assert.deepEqual(Object.keys(playerWords.nl), Object.keys(playerWords.en));
  for (const { act, group } of PLAYER_KEYS) assert.ok(playerWords.nl[`help.${act}`] && playerWords.nl[`help.group.${group}`], act);
});

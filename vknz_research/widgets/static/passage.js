// A passage in a list: where it stands, its words, and a little of what stands around it.
import { el } from "./dom.js";

// Python gives 60 characters on either side and may cut a word there; a little less ends between words.
const PASSAGE_AROUND = 52;
const passageShown = new WeakMap();

/** Shorten what stands before a passage: the same line only, from the start of a word. */
export function cutBefore(text, most = PASSAGE_AROUND) {
  const signs = [...text.slice(text.lastIndexOf("\n") + 1)];
  if (signs.length <= most) return signs.join("");
  const tail = signs.slice(-most).join("");
  return `… ${tail.slice(tail.indexOf(" ") + 1)}`;
}

/** Shorten what stands after a passage: the same line only, to the end of a word. */
export function cutAfter(text, most = PASSAGE_AROUND) {
  const signs = [...text.split("\n", 1)[0]];
  if (signs.length <= most) return signs.join("");
  const head = signs.slice(0, most).join("");
  return `${head.includes(" ") ? head.slice(0, head.lastIndexOf(" ")) : head} …`;
}

/** Return the words of a passage as a node, the passage itself marked. */
export function passageWords({ before = "", text, after = "" }) {
  return el("span", { class: "passage-words" }, cutBefore(before), el("mark", { text }), cutAfter(after));
}

/** Show the place of a row in the text; the focus stays on the row, a second time it goes along. */
export async function showPlace(ctx, place, row) {
  const isAgain = passageShown.get(ctx) === row;
  passageShown.set(ctx, isAgain ? null : row);
  await ctx.go(place);
  if (!isAgain && row.isConnected) row.focus({ preventScroll: true });
}

/** Return the items in the order of their sources: `[{name, items}]`. */
export function groupBySource(items) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(item.source)) groups.set(item.source, { source: item.source, name: item.source_name, items: [] });
    groups.get(item.source).items.push(item);
  }
  return [...groups.values()];
}

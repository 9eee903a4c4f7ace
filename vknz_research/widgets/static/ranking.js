// The codebook in order, and which codes answer to what is typed. Positions are UTF-16 units, for showing only.

const RANKING_RECENT = 5;
const rankingFolded = new WeakMap();

/** Fold a text to what is compared, with for each folded unit its place in the text. */
export function foldText(text) {
  const folded = [];
  const places = [];
  let place = 0;
  for (const sign of text) {
    for (const unit of sign.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()) {
      folded.push(unit);
      for (let i = 0; i < unit.length; i += 1) places.push(place);
    }
    place += sign.length;
  }
  places.push(text.length);
  return { folded: folded.join(""), places };
}

/** Find a folded word in a folded text: the start of a word before the inside of one. */
export function findWord(text, word) {
  let inside = null;
  for (let at = text.folded.indexOf(word); at >= 0; at = text.folded.indexOf(word, at + 1)) {
    const starts = at === 0 || !/[\p{L}\p{N}]/u.test(text.folded[at - 1]);
    const hit = { starts, first: at === 0, at: [text.places[at], text.places[at + word.length]] };
    if (starts) return hit;
    inside ??= hit;
  }
  return inside;
}

/** Return the codes that answer to a query, best first; nothing typed gives the last used, then all in order. */
export function rankCodes(codes, query, recent = []) {
  const outline = outlineCodes(codes);
  const words = foldText(query).folded.split(/\s+/).filter(Boolean);
  if (!words.length) return rankingRecent(outline, recent);
  return outline
    .map((line, order) => ({ ...rankingHit(line, words), order }))
    .filter((hit) => hit.rank !== undefined)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ code, where, at }) => ({ code, where, at }));
}

/** Put the codes in the order of the tree, each with its level, the code above it and its group. */
export function outlineCodes(codes) {
  const all = [...(codes.values?.() ?? codes)];
  const byPath = new Map(all.map((code) => [code.path, code]));
  const above = new Map(all.map((code) => [code, codeAbove(code.path, byPath)]));
  const lines = [];
  for (const group of rankingGroups(all, byPath)) {
    const members = all.filter((code) => groupOf(code.path, byPath) === group);
    rankingDescend(lines, members, above, { group, parent: null, level: 1 });
  }
  return lines;
}

/** Return the nearest code above a path, or null. */
export function codeAbove(path, byPath) {
  for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
    const found = byPath.get(path.slice(0, cut));
    if (found) return found;
  }
  return null;
}

/** Return the top of a path if that is no code itself, else "". */
export function groupOf(path, byPath) {
  const top = path.split("/", 1)[0];
  return byPath.has(top) ? "" : top;
}

function rankingGroups(all, byPath) {
  const keys = new Map();
  for (const code of all) {
    const group = groupOf(code.path, byPath);
    const key = /^\d$/.test(code.shortcut ?? "") ? code.shortcut : "~";
    if (!keys.has(group) || key < keys.get(group)) keys.set(group, key);
  }
  const first = [...keys.keys()];
  // Groups reached by a digit come first; loose codes come last.
  const rank = (group) => (group === "" ? "~~" : keys.get(group));
  return first.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function rankingDescend(lines, members, above, { group, parent, level }) {
  const here = members
    .filter((code) => above.get(code) === parent)
    .sort((a, b) => a.position - b.position || (a.path < b.path ? -1 : 1));
  for (const code of here) {
    const line = { code, group, parent, level, below: 0 };
    lines.push(line);
    const before = lines.length;
    rankingDescend(lines, members, above, { group, parent: code, level: level + 1 });
    line.below = lines.length - before;
  }
}

function rankingRecent(outline, recent) {
  const byId = new Map(outline.map(({ code }) => [code.id, code]));
  const last = recent.slice(0, RANKING_RECENT).filter((id) => byId.has(id));
  const rest = outline.filter(({ code }) => !last.includes(code.id));
  return [...last.map((id) => byId.get(id)), ...rest.map(({ code }) => code)].map((code) => ({
    code, where: "name", at: [0, 0],
  }));
}

function rankingFold(code) {
  if (!rankingFolded.has(code))
    rankingFolded.set(code, { name: foldText(code.name), definition: foldText(code.definition ?? "") });
  return rankingFolded.get(code);
}

function rankingHit({ code, parent }, words) {
  const text = rankingFold(code);
  const inName = words.map((word) => findWord(text.name, word));
  if (inName.every(Boolean)) return { code, where: "name", at: inName[0].at, rank: rankingName(inName) };
  const around = parent ? rankingFold(parent).name : null;
  const shown = inName.find(Boolean);
  if (shown && around && words.every((word, i) => inName[i] || findWord(around, word)))
    return { code, where: "name", at: shown.at, rank: 3 };
  const inText = words.map((word) => findWord(text.definition, word));
  const first = inText.find(Boolean);
  if (!first || !words.every((_, i) => inName[i] || inText[i])) return { code };
  return { code, where: "definition", at: first.at, rank: first.starts ? 4 : 5 };
}

function rankingName(hits) {
  if (hits[0].first) return 0;
  return hits.every((hit) => hit.starts) ? 1 : 2;
}

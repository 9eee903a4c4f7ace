// Offsets: the browser counts UTF-16 units, the study counts code points. Here is the border,
// and the places in a text where words, sentences and screen rows begin and end.

export function toPoint(text, unit) {
  let points = 0;
  for (let i = 0; i < unit && i < text.length; points += 1) i += text.codePointAt(i) > 0xffff ? 2 : 1;
  return points;
}

export function toUnit(text, point) {
  let unit = 0;
  for (let seen = 0; seen < point && unit < text.length; seen += 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return unit;
}

// A row whose text has as many units as points needs no counting.
export function isPlain(row) {
  return row.text.length === row.end - row.start;
}

export function rowPoint(row, unit) {
  return row.start + (isPlain(row) ? unit : toPoint(row.text, unit));
}

export function rowUnit(row, point) {
  const within = Math.max(0, Math.min(row.end, point) - row.start);
  return isPlain(row) ? within : toUnit(row.text, within);
}

const LONGEST_ROW = 3000;

function breakAt(text, from) {
  const until = from + LONGEST_ROW;
  if (until >= text.length) return text.length;
  const part = text.slice(from, until);
  const stop = Math.max(part.lastIndexOf(". "), part.lastIndexOf("? "), part.lastIndexOf("! "), part.lastIndexOf("\n"));
  const blank = stop > LONGEST_ROW / 2 ? stop + 1 : part.lastIndexOf(" ");
  const cut = blank > LONGEST_ROW / 2 ? from + blank + 1 : until;
  const code = text.charCodeAt(cut);
  return code >= 0xdc00 && code <= 0xdfff ? cut - 1 : cut; // never through a surrogate pair
}

// One row per turn; a very long turn becomes several, so that each stays quick to draw.
export function cutRows(turns) {
  const rows = [];
  turns.forEach((turn, index) => {
    if (turn.text.length <= LONGEST_ROW) {
      rows.push({ turn: index, start: turn.start, end: turn.end, text: turn.text, isFirst: true });
      return;
    }
    let start = turn.start;
    for (let from = 0; from < turn.text.length; ) {
      const to = breakAt(turn.text, from);
      const text = turn.text.slice(from, to);
      const end = start + toPoint(text, text.length);
      rows.push({ turn: index, start, end, text, isFirst: from === 0 });
      [from, start] = [to, end];
    }
  });
  return rows;
}

// The row that holds a point, or the last one that begins before it.
export function rowAt(rows, point) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].start <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}

// [row index, first unit, last unit] for each row that a stretch touches.
export function pieces(rows, start, end) {
  const found = [];
  for (let i = rowAt(rows, start); i < rows.length && rows[i].start < end; i += 1) {
    const from = rowUnit(rows[i], Math.max(start, rows[i].start));
    const to = rowUnit(rows[i], Math.min(end, rows[i].end));
    if (to > from) found.push([i, from, to]);
  }
  return found;
}

// Words, or sentences, of a text as [from, to] in units; blanks at the ends are left out.
export function listUnits(text, granularity, language) {
  const made = [];
  for (const part of new Intl.Segmenter(language, { granularity }).segment(text)) {
    if (granularity === "word" && !part.isWordLike) continue;
    const from = part.index + part.segment.length - part.segment.trimStart().length;
    const to = part.index + part.segment.trimEnd().length;
    if (to > from) made.push([from, to]);
  }
  return made;
}

// A selection made by mouse: without the blanks at its ends.
export function trimmed(text, from, to) {
  const part = text.slice(from, to);
  const lead = part.length - part.trimStart().length;
  return lead === part.length ? null : [from + lead, from + part.trimEnd().length];
}

// Where a stretch ends up when one end goes a word or sentence on (step 1) or back (-1).
export function nextEdge(units, edge, step) {
  if (step > 0) return (units.find(([, to]) => to > edge) ?? [0, edge])[1];
  return (units.findLast(([from]) => from < edge) ?? [edge, 0])[0];
}

export function clock(ms) {
  if (ms === null || ms === undefined) return "";
  const all = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const rest = `${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

// "15:20", "1:02:03" -> ms; anything else null.
export function readClock(text) {
  const found = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!found) return null;
  return ((Number(found[1] ?? 0) * 60 + Number(found[2])) * 60 + Number(found[3])) * 1000;
}

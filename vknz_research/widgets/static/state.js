// What the browser knows of the study: filled by an opening, then kept up by deltas.

export function emptyState() {
  return {
    study: null, coder: null, coderName: "", coders: new Map(), people: new Map(), language: "nl", head: 0,
    codes: new Map(), sources: [], source: null, codings: new Map(), memos: new Map(),
    here: new Map(), counts: new Map(), focus: null, blind: false, suggests: false, others: false, recent: [], last: null, away: [],
    filter: new Set(), loud: null, persons: new Set(), consensus: null, hidden: new Set(),
  };
}

// Coders are people, but for the layer of what they agreed on and that of suggestions.
function takeCoders(state, coders) {
  state.coders = new Map(coders.map((c) => [c.id, c.name]));
  state.persons = new Set(coders.filter((c) => c.kind === "person").map((c) => c.id));
  state.consensus = coders.find((c) => c.kind === "consensus")?.id ?? null;
}

export function takeOpening(state, opening) {
  Object.assign(state, {
    study: opening.study, coder: opening.coder.id, coderName: opening.coder.name, language: opening.language,
    blind: opening.blind, suggests: Boolean(opening.suggests), head: opening.head, sources: opening.sources, last: opening.last,
    people: new Map((opening.people ?? []).map((p) => [p.id, p.label])),
    codes: new Map(opening.codes.map((c) => [c.id, c])),
    counts: new Map(Object.entries(opening.counts)),
    memos: new Map(opening.memos.map((m) => [m.id, m])),
    recent: opening.recent,
  });
  takeCoders(state, opening.coders);
  state.hidden = new Set(opening.hidden ?? []);
  if (opening.source) takeSource(state, opening.source);
}

export function takeSource(state, doc) {
  state.source = doc;
  state.codings = new Map(doc.codings.map((c) => [c.id, c]));
  countHere(state);
}

export function countHere(state) {
  state.here = new Map();
  for (const c of state.codings.values()) {
    if (state.others || c.coder === state.coder) state.here.set(c.code, (state.here.get(c.code) ?? 0) + 1);
  }
}

// Apply a delta; return the names of what changed, and the codings that were touched (old and new).
export function applyDelta(state, delta, head) {
  const changed = new Set();
  const touched = [];
  if (head > state.head) state.head = head;
  if (!delta) return { changed, touched };
  if (delta.codes) {
    state.codes = new Map(delta.codes.map((c) => [c.id, c]));
    state.filter = new Set([...state.filter].filter((id) => state.codes.has(id))); // a code that went hides nothing
    state.recent = state.recent.filter((id) => state.codes.has(id));
    changed.add("codes");
  }
  if (delta.counts) {
    for (const [code, n] of Object.entries(delta.counts)) state.counts.set(code, n); // totals: two deltas may overlap
    if (Object.keys(delta.counts).length) changed.add("counts");
  }
  for (const memo of delta.memos ?? []) state.memos.set(memo.id, memo);
  for (const id of delta.memos_gone ?? []) state.memos.delete(id);
  if (delta.memos?.length || delta.memos_gone?.length) changed.add("memos");
  if (delta.sources) {
    state.sources = delta.sources;
    changed.add("sources");
  }
  if (delta.coders) {
    takeCoders(state, delta.coders);
    state.coder = delta.coders.find((c) => c.name === state.coderName)?.id ?? state.coder; // known from the first act on
  }
  if (delta.comparison) changed.add("comparison");
  if (delta.last !== undefined) state.last = delta.last;
  takeCodings(state, delta, changed, touched);
  return { changed, touched };
}

function takeCodings(state, delta, changed, touched) {
  for (const id of delta.gone ?? []) {
    const old = state.codings.get(id);
    if (!old) continue;
    touched.push(old);
    state.codings.delete(id);
  }
  for (const coding of delta.codings ?? []) {
    const old = state.codings.get(coding.id);
    if (old) touched.push(old);
    if (coding.source !== state.source?.id) continue;
    state.codings.set(coding.id, coding);
    touched.push(coding);
  }
  if (touched.length) {
    countHere(state);
    changed.add("codings");
  }
}

export function recall(recent, ids) {
  return [...ids, ...recent.filter((id) => !ids.includes(id))].slice(0, 12);
}

// Sentences with a number in them: one thing is said otherwise than more.

/** Say a number of things: `key.one` for one, `key.many` otherwise. */
export function countWords(t, key, n, vars = {}) {
  return t(`${key}.${n === 1 ? "one" : "many"}`, { ...vars, n });
}

/** Return how many a plan speaks of, be it a number or a list. */
export function countOf(value) {
  return Array.isArray(value) ? value.length : Number(value ?? 0);
}

/** Say a number of things only if there are any. */
export function countIfAny(t, key, n, vars = {}) {
  return n ? countWords(t, key, n, vars) : "";
}

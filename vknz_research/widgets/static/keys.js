// The keyboard as data: what a key does in the text, and what the help shows of it.

export const KEYMAP = [
  { group: "read", act: "turnUp", keys: ["ArrowUp"], show: ["↑"] },
  { group: "read", act: "turnDown", keys: ["ArrowDown"], show: ["↓"] },
  { group: "read", act: "nextUncoded", keys: ["n"], show: ["n"] },
  { group: "read", act: "nextOfCode", keys: ["]"], show: ["]"] },
  { group: "read", act: "prevOfCode", keys: ["["], show: ["["] },
  { group: "read", act: "passages", keys: ["p"], show: ["p"] },
  { group: "read", act: "goTo", keys: ["g"], show: ["g"] },
  { group: "read", act: "onlyText", keys: ["z"], show: ["z"] },
  { group: "read", act: "legend", keys: ["l"], show: ["l"] },
  { group: "choose", act: "wordOn", keys: ["ArrowRight"], show: ["→"] },
  { group: "choose", act: "wordBack", keys: ["ArrowLeft"], show: ["←"] },
  { group: "choose", act: "extendOn", keys: ["Shift+ArrowRight"], show: ["⇧ →"] },
  { group: "choose", act: "extendBack", keys: ["Shift+ArrowLeft"], show: ["⇧ ←"] },
  { group: "choose", act: "sentence", keys: ["s"], show: ["s"] },
  { group: "choose", act: "extendSentence", keys: ["S", "Shift+S"], show: ["⇧ s"] },
  { group: "choose", act: "wholeTurn", keys: ["b"], show: ["b"] },
  { group: "choose", act: "pickCoding", keys: ["k"], show: ["k"] },
  { group: "choose", act: "resize", keys: ["r"], show: ["r"] },
  { group: "code", act: "digit", keys: [], show: ["1", "…", "9"] },
  { group: "code", act: "subcode", keys: [], show: ["2", "t"] },
  { group: "code", act: "palettes", keys: ["c"], show: ["c"] },
  { group: "code", act: "repeat", keys: ["."], show: ["."] },
  { group: "code", act: "inVivo", keys: ["v"], show: ["v"] },
  { group: "code", act: "recode", keys: ["h"], show: ["h"] },
  { group: "code", act: "uncode", keys: ["Delete", "Backspace"], show: ["Del"] },
  { group: "memo", act: "memo", keys: ["m"], show: ["m"] },
  { group: "memo", act: "memoOther", keys: ["M", "Shift+M"], show: ["⇧ m"] },
  { group: "search", act: "search", keys: ["/"], show: ["/"] },
  { group: "search", act: "toggleHit", keys: [], show: ["Spatie"] },
  { group: "search", act: "worklist", keys: ["w"], show: ["w"] },
  { group: "search", act: "toCodebook", keys: ["t"], show: ["t"] },
  { group: "together", act: "adjudicate", keys: ["C", "Shift+C"], show: ["⇧ c"] },
  { group: "together", act: "assignments", keys: ["a"], show: ["a"] },
  { group: "back", act: "undo", keys: ["Ctrl+z"], show: ["Ctrl Z"] },
  { group: "back", act: "redo", keys: ["Ctrl+Shift+Z", "Ctrl+y"], show: ["Ctrl ⇧ Z"] },
  { group: "back", act: "editText", keys: ["e"], show: ["e"] },
  { group: "back", act: "help", keys: ["?", "Shift+?"], show: ["?"] },
];

const NAMED = new Map(KEYMAP.flatMap((row) => row.keys.map((key) => [key, row.act])));

export function nameKey(event) {
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && (event.key.length > 1 || ctrl) ? "Shift+" : "";
  const key = ctrl && event.key.length === 1 ? (event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
  return ctrl + shift + key;
}

export function findAct(event) {
  if (event.altKey) return null;
  return NAMED.get(nameKey(event)) ?? null;
}

export const REFINE_MS = 1500;

// A digit codes with a main code; a letter soon after makes that coding the sub-code's.
export function codeOfKey(codes, key) {
  if (!/^[1-9]$/.test(key)) return null;
  return [...codes].find((code) => code.shortcut === key) ?? null;
}

export function subCodes(codes, parent) {
  return [...codes].filter((c) => c.path.startsWith(`${parent.path}/`) && c.path.split("/").length === parent.path.split("/").length + 1);
}

export function refineCode(codes, parent, key) {
  return subCodes(codes, parent).find((c) => c.shortcut === key) ?? null;
}

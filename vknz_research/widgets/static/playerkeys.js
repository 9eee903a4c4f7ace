// The keys of the player as data: what each does, and what the help shows of it.

export const PLAYER_KEYS = [
  { group: "play", act: "play", keys: [" "], show: ["Spatie"] },
  { group: "play", act: "back", keys: ["b", "ArrowLeft"], show: ["b", "←"] },
  { group: "play", act: "forward", keys: ["ArrowRight"], show: ["→"] },
  { group: "play", act: "slower", keys: ["-", "_"], show: ["-"] },
  { group: "play", act: "faster", keys: ["+", "="], show: ["+"] },
  { group: "play", act: "loop", keys: ["l"], show: ["l"] },
  { group: "play", act: "follow", keys: ["f"], show: ["f"] },
  { group: "play", act: "pedal", keys: [], show: ["F4", "F7", "F8", "F9"] },
  { group: "fragment", act: "markIn", keys: ["i"], show: ["i"] },
  { group: "fragment", act: "markOut", keys: ["o"], show: ["o"] },
  { group: "fragment", act: "unmark", keys: ["x"], show: ["x"] },
  { group: "fragment", act: "code", keys: ["c"], show: ["c"] },
  { group: "fragment", act: "digit", keys: [], show: ["1", "…", "9"] },
  { group: "fragment", act: "observe", keys: ["w"], show: ["w"] },
  { group: "text", act: "turnUp", keys: ["ArrowUp"], show: ["↑"] },
  { group: "text", act: "turnDown", keys: ["ArrowDown"], show: ["↓"] },
  { group: "text", act: "nudgeBack", keys: [","], show: [","] },
  { group: "text", act: "nudgeOn", keys: ["."], show: ["."] },
  { group: "text", act: "nudgeFine", keys: [], show: ["⇧ ,", "⇧ ."] },
  { group: "text", act: "transcribe", keys: ["u"], show: ["u"] },
  { group: "line", act: "marks", keys: [], show: ["←", "→"] },
  { group: "line", act: "uncode", keys: [], show: ["Del"] },
  { group: "side", act: "viewing", keys: ["k"], show: ["k"] },
  { group: "side", act: "observations", keys: ["v"], show: ["v"] },
  { group: "side", act: "agenda", keys: ["g"], show: ["g"] },
  { group: "side", act: "points", keys: ["p"], show: ["p"] },
  { group: "side", act: "present", keys: ["t"], show: ["t"] },
  { group: "side", act: "moveItem", keys: [], show: ["Alt ↑", "Alt ↓"] },
  { group: "side", act: "agree", keys: [], show: ["1", "2"] },
  { group: "all", act: "undo", keys: ["Ctrl+z"], show: ["Ctrl Z"] },
  { group: "all", act: "redo", keys: ["Ctrl+Z", "Ctrl+y"], show: ["Ctrl ⇧ Z"] },
  { group: "all", act: "help", keys: ["?"], show: ["?"] },
];

const PLAYER_NAMED = new Map(PLAYER_KEYS.flatMap((row) => row.keys.map((key) => [key, row.act])));
// A foot pedal sends these, also while somebody types.
const PLAYER_PEDAL = { F4: "back", F7: "resume", F8: "stop", F9: "forward" };
const PLAYER_NUDGES = { Comma: -1, Period: 1 };

/** Return what a pedal asks for, or null. */
export function findPedal(event) {
  return event.ctrlKey || event.metaKey || event.altKey ? null : PLAYER_PEDAL[event.key] ?? null;
}

/** Return how far a key nudges the timecodes: 100 ms, with Shift 10; 0 for other keys. */
export function findNudge(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return 0;
  const plain = { ",": -1, ".": 1 }[event.key];
  const side = plain ?? (event.shiftKey ? PLAYER_NUDGES[event.code] : undefined);
  return side ? side * (event.shiftKey ? 10 : 100) : 0;
}

/** Return what a key does in the page, or null. */
export function findPlayerAct(event) {
  if (event.altKey) return null;
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl) return PLAYER_NAMED.get(`Ctrl+${event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()}`) ?? null;
  return PLAYER_NAMED.get(event.key) ?? null;
}

/** Return the code of a digit, or null. */
export function findDigitCode(codes, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return null;
  return codes.find((code) => code.shortcut === event.key) ?? null;
}

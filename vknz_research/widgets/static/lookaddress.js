// The address of a page: which filter is on, and what the page shows. Every link keeps the filter.

export const LOOK_FILTERS = ["fase", "perspectief", "soort", "bron", "broncode", "gemeente", "laag", "traject"];
export const LOOK_SNAPSHOT = "momentopname";
export const LOOK_PATHS = { "/overzicht": "overview", "/bronnen": "sources", "/themas": "themes", "/perspectieven": "perspectives", "/passages": "passages" };

/** Cut a list at its commas; a backslash keeps the sign after it. */
export function splitList(text) {
  const words = [""];
  const signs = [...(text ?? "")];
  for (let i = 0; i < signs.length; i += 1) {
    if (signs[i] === "\\") words[words.length - 1] += signs[(i += 1)] ?? "";
    else if (signs[i] === ",") words.push("");
    else words[words.length - 1] += signs[i];
  }
  return words.map((word) => word.trim()).filter(Boolean);
}

/** Write a list so that `splitList` reads it. */
export function joinList(words) {
  return words.map((word) => String(word).replace(/[\\,]/g, "\\$&")).join(",");
}

/** Return the filter, the snapshot and the rest of what stands behind the question mark. */
export function readAddress(search) {
  const [choice, rest] = [{}, {}];
  let snapshot = "";
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === LOOK_SNAPSHOT) snapshot = value;
    else if (LOOK_FILTERS.includes(key)) value && (choice[key] = value);
    else rest[key] = value;
  }
  return { choice, snapshot, rest };
}

/** Return an address: a path, with the filter and what the page itself is asked. */
export function writeAddress(path, { choice = {}, snapshot = "" } = {}, extra = {}) {
  const found = new URLSearchParams();
  for (const key of LOOK_FILTERS) if (choice[key]) found.set(key, choice[key]);
  if (snapshot) found.set(LOOK_SNAPSHOT, snapshot);
  for (const [key, value] of Object.entries(extra)) if (value !== undefined && value !== null && value !== "") found.set(key, value);
  const text = found.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
  return text ? `${path}?${text}` : path;
}

/** Return the choice with a value of one key put in, or taken out where it was. */
export function toggleValue(choice, key, value) {
  const had = splitList(choice[key]);
  const word = String(value);
  const now = had.includes(word) ? had.filter((one) => one !== word) : [...had, word].sort();
  return { ...choice, [key]: joinList(now) };
}

/** Return the address of a passage in the workbench. The filter goes along, but for the sources: that key names the one to open. */
export function benchAddress(address, { id, start, end }) {
  const { bron, ...choice } = address.choice;
  return writeAddress("/", { choice, snapshot: address.snapshot }, { bron: id, van: start, tot: end });
}

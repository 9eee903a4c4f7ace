// What the pages share: seals of codes, numbers that open what they count, quotations with their place.
import { el } from "./dom.js";
import { benchAddress } from "./lookaddress.js";

export const LOOK_BOLD = 5; // a smaller number is too little to read anything from

/** Return a word with a capital. */
export function capital(text) {
  return text ? text[0].toLocaleUpperCase() + text.slice(1) : text;
}

/** Return a moment of a recording as it is shown: 4:10, 1:02:05. */
export function writeMoment(ms) {
  if (ms === null || ms === undefined) return "";
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** Return how deep a cell is tinted, in percent of the ink: nothing is nothing, and one is seen. */
export function tintOf(n, most, full = 36) {
  return n > 0 ? Math.round(5 + ((full - 5) * n) / Math.max(most, 1)) : 0;
}

/** Return where a passage stands, in words: source code and moment, or source. */
export function nameSpot(passage) {
  const moment = writeMoment(passage.ms);
  return moment ? `${passage.label} · ${moment}` : passage.label;
}

export function lookSeal(ctx, path) {
  const code = ctx.codes.get(path);
  if (!code) return null;
  return el("span", { class: `zegel ${code.form === "outlined" ? "open" : ""}`, "data-code": code.id, "aria-hidden": "true", text: code.letters || code.name.slice(0, 2) });
}

/** Return the name of a code; where several have it, what lies above is said too. */
export function nameCode(ctx, path) {
  const code = ctx.codes.get(path);
  if (!code) return path;
  const above = ctx.shared.has(code.name) ? ctx.codes.get(code.above)?.name : "";
  return above ? `${above}: ${code.name.toLocaleLowerCase()}` : code.name;
}

/** Return the names that more than one code has. */
export function findShared(codes) {
  const seen = new Set();
  return new Set(codes.map((code) => code.name).filter((name) => seen.has(name) || !seen.add(name)));
}

/** Return a code as it stands in a row: seal and name. */
export function codeLabel(ctx, path) {
  return el("span", { class: "codenaam", title: ctx.codes.get(path)?.text || null }, lookSeal(ctx, path), el("span", { text: nameCode(ctx, path) }));
}

/** Return a link that keeps the filter; `choice` changes it for this link. */
export function lookLink(ctx, path, extra, props, ...children) {
  const { choice, ...rest } = extra ?? {};
  return el("a", { href: ctx.href(path, rest, choice), ...props }, ...children);
}

/** Return a number that opens the passages it counts; `label` says of what it is. */
export function numberLink(ctx, n, query, label, { choice, most, empty = "·", tint = null } = {}) {
  if (!n) return el("span", { class: "nul", "aria-label": `${label}: 0`, text: empty });
  const shade = most ? { "--p": `${tintOf(n, most)}%` } : {};
  const props = { class: `getalknop${n < LOOK_BOLD ? " klein" : ""}${most ? " tint" : ""}`, "aria-label": `${label}: ${ctx.t.count("passages", n)}`, style: shade, text: ctx.number(n), "data-n": n };
  if (tint) props["data-code"] = tint;
  return lookLink(ctx, "/passages", { ...(typeof query === "string" ? { vraag: query } : query), choice }, props);
}

/** Return where a passage stands; for who may open sources it leads to the workbench. */
export function spotLink(ctx, passage) {
  const words = nameSpot(passage);
  if (!ctx.state.may.coding) return el("span", { class: "ster", text: words });
  return el("a", { class: "ster", href: benchAddress(ctx.address, passage), title: ctx.t("bench.open"), text: words });
}

/** Return a quotation with its place, and the codes that are not the one it stands under. */
export function quoteBlock(ctx, passage, { under = "", codes = true } = {}) {
  const others = codes ? passage.codes.filter((path) => path !== under && !under.startsWith(`${path}/`)).slice(0, 3) : [];
  return el("div", { class: "cit" },
    passage.text === null ? el("p", { class: "verborgen", text: ctx.t("passages.hidden") }) : el("p", { class: "lees", text: passage.text.trim() }),
    el("div", { class: "on" }, spotLink(ctx, passage), others.map((path) => el("span", { class: "codenaam" }, lookSeal(ctx, path), nameCode(ctx, path)))));
}

/** Return a block that says there is nothing, and what to do. */
export function emptyBlock(ctx, key, facts, ...more) {
  return el("p", { class: "leeg" }, ctx.t(key, facts), more.length ? " " : null, ...more);
}

/** Return perspectives as a list in words: "klanten en klantmanagers". */
export function nameHeard(ctx, names, joined = "and") {
  const words = names.map((name) => ctx.t(`who.${name}`));
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${ctx.t(joined)} ${words.at(-1)}`;
}

/** Return the head of a page: its title, a line that says what it is for, and what stands at the right. */
export function pageHead(ctx, key, ...right) {
  return [
    el("div", { class: "kopr" }, el("h1", { tabindex: "-1", text: ctx.t(`${key}.title`) }), right.length ? el("span", { class: "rechts" }, ...right) : null),
    el("p", { class: "uitleg", text: ctx.t(`${key}.hint`) }),
  ];
}

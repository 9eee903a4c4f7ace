// All keys on one sheet.
import { openDialog } from "./dialog.js";
import { el } from "./dom.js";

export const helpWords = {
  nl: { "help.title": "Alles met het toetsenbord", "help.then": "dan" },
  en: { "help.title": "Everything by keyboard", "help.then": "then" },
};

/** Gather a keymap by group, in the order of first mention: `[{group, lines}]`. */
export function groupKeys(keymap) {
  const groups = new Map();
  for (const line of keymap) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return [...groups].map(([group, lines]) => ({ group, lines }));
}

/** Open the sheet; `keymap` is `[{group, keys, words}]`, a key `…` or `dan` is said and not drawn as a key. */
export function openHelp(ctx, keymap) {
  const body = el("div", { class: "help-groups" }, groupKeys(keymap).map(({ group, lines }) =>
    el("section", {}, el("h3", { text: group }), el("ul", {}, lines.map((line) => helpLine(ctx, line))))));
  return openDialog(ctx, { title: ctx.t("help.title"), body, wide: true });
}

function helpLine(ctx, { keys, words }) {
  const isSaid = (key) => key === "…" || key === ctx.t("help.then");
  const shown = keys.map((key) => (isSaid(key) ? el("span", { text: key }) : el("kbd", { class: "panel-key", text: key })));
  return el("li", {}, el("span", { text: words }), el("span", { class: "help-keys" }, shown.flatMap((key) => [key, " "])));
}

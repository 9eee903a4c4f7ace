// A field that chooses one code: type, arrows, Enter.
import { el, fill } from "./dom.js";
import { codeAbove, rankCodes } from "./ranking.js";

export const codepickWords = {
  nl: { "codepick.hint": "Typ een deel van naam of omschrijving", "codepick.none": "Geen code gevonden." },
  en: { "codepick.hint": "Type part of a name or definition", "codepick.none": "No code found." },
};

const CODEPICK_SHOWN = 60;
let codepickNumber = 0;

/** Return a text cut in three, so that the middle can be underlined. */
export function cutAt(text, [start, end]) {
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}

/** Return the nodes of a text in which a stretch is underlined. */
export function underline(text, at) {
  const [before, hit, after] = cutAt(text, at);
  return [before, hit && el("u", { text: hit }), after];
}

/** Return a name with that of the code above it: `Reflectie › Steun`. */
export function fullName(code, codes) {
  const above = codeAbove(code.path, new Map([...codes.values()].map((other) => [other.path, other])));
  return above ? `${above.name} › ${code.name}` : code.name;
}

/**
 * Make a field that chooses a code.
 *
 * `allows(code)` leaves codes out; `onPick(code)` hears a choice; `onUse()` hears Enter on a choice already made.
 * Returns `{element, input, code, clear}`.
 */
export function makeCodePick(ctx, { label, allows = () => true, onPick = () => {}, onUse = () => {}, autofocus = false }) {
  const id = `codepick-${(codepickNumber += 1)}`;
  const pick = { code: null, hits: [], at: 0, open: false };
  const list = el("ul", { class: "codepick-list", id, role: "listbox", "aria-label": label, hidden: true });
  const input = el("input", {
    class: "panel-field", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-label": label, "aria-controls": id, "aria-expanded": false, "aria-autocomplete": "list",
    placeholder: ctx.t("codepick.hint"), autofocus,
  });
  const show = () => codepickShow(ctx, pick, input, list, allows);
  const choose = (code) => {
    pick.code = code;
    input.value = fullName(code, ctx.state.codes);
    pick.open = false;
    show();
    onPick(code);
  };
  input.addEventListener("input", () => {
    Object.assign(pick, { code: null, at: 0, open: true });
    show();
    onPick(null);
  });
  input.addEventListener("focus", () => {
    if (pick.code) return input.select();
    pick.open = true;
    return show();
  });
  input.addEventListener("blur", () => setTimeout(() => codepickClose(pick, show), 120));
  input.addEventListener("keydown", (event) => codepickKeys(event, pick, show, choose, onUse));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-code]");
    if (option) choose(ctx.state.codes.get(option.dataset.code));
  });
  const element = el("div", { class: "codepick" }, input, list);
  const clear = () => Object.assign(pick, { code: null, at: 0 }) && (input.value = "");
  return { element, input, clear, choose, get code() { return pick.code; } };
}

function codepickClose(pick, show) {
  pick.open = false;
  show();
}

function codepickKeys(event, pick, show, choose, onUse) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    pick.at = pick.open ? (pick.at + step + pick.hits.length) % Math.max(1, pick.hits.length) : 0;
    pick.open = true;
    show();
  } else if (event.key === "Enter") {
    if (pick.open && pick.hits[pick.at]) choose(pick.hits[pick.at].code);
    else if (pick.code) onUse();
  } else if (event.key === "Escape" && pick.open && event.target.value) codepickClose(pick, show);
  else return;
  event.preventDefault();
}

function codepickShow(ctx, pick, input, list, allows) {
  list.hidden = !pick.open;
  input.setAttribute("aria-expanded", String(pick.open));
  if (!pick.open) return input.removeAttribute("aria-activedescendant");
  const allowed = [...ctx.state.codes.values()].filter(allows);
  pick.hits = rankCodes(allowed, input.value, ctx.state.recent ?? []).slice(0, CODEPICK_SHOWN);
  const options = pick.hits.map((hit, i) => codepickOption(ctx, hit, `${list.id}-${i}`, i === pick.at));
  fill(list, options.length ? options : el("li", { role: "none", class: "panel-quiet", text: ctx.t("codepick.none") }));
  if (!options.length) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", options[pick.at].id);
  return options[pick.at].scrollIntoView?.({ block: "nearest" });
}

function codepickOption(ctx, { code, where, at }, id, chosen) {
  const above = codeAbove(code.path, new Map([...ctx.state.codes.values()].map((c) => [c.path, c])));
  return el(
    "li", { id, role: "option", class: "codepick-option", "aria-selected": chosen, "data-code": code.id },
    ctx.seal(code),
    el("span", { class: "codepick-name" },
      above && el("span", { class: "panel-quiet", text: `${above.name} › ` }),
      where === "name" ? underline(code.name, at) : code.name),
    where === "definition" && el("small", {}, codepickSnippet(code.definition, at)),
  );
}

function codepickSnippet(text, [start, end]) {
  const from = start > 34 ? text.indexOf(" ", start - 30) + 1 : 0;
  return [from ? "… " : "", underline(text.slice(from), [start - from, end - from])];
}

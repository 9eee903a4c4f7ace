// Small parts that the panels of the player share.
import { el, focusedIn } from "./dom.js";
import { writeClock, writeStretch } from "./playertime.js";

// Each kind of observation has a sign of its own: no colour says it.
const OBSERVATION_SIGNS = { flow: "∿", falter: "≈", fight: "▲", flight: "↗", freeze: "■", moment: "◆", result: "✓", other: "○" };

/** Return the sign of a kind of observation. */
export function signOfKind(kind) {
  return OBSERVATION_SIGNS[kind] ?? "○";
}

/** Return what a value is called, from `[[value, label], …]`. */
export function labelOf(choices, value) {
  return (choices ?? []).find(([one]) => one === value)?.[1] ?? "";
}

/** Make the shape of a pillar: square for the klantmanager, ring for observations, dot for the klant. */
export function makePillar(pillar, words) {
  return el("i", { class: `zuilvorm ${pillar}`, role: "img", "aria-label": words, title: words });
}

/** Make a button that plays a fragment; only its times where it cannot be played. */
export function makeFragmentButton(page, fragment) {
  const times = writeStretch(fragment);
  if (!times) return null;
  const say = page.t("fragment.play", { times });
  return el("button", { class: "fr", "aria-label": say, on: { click: (event) => (event.stopPropagation(), page.playFragment(fragment)) } }, el("span", { "aria-hidden": "true", text: "▶ " }), times);
}

/** Make a select of `[[value, label], …]`; `empty` is the words of no choice. */
export function makeChoice(choices, value, { empty, ...props } = {}) {
  const all = empty === undefined ? choices : [["", empty], ...choices];
  return el("select", { class: "veld", ...props }, all.map(([one, label]) => el("option", { value: one, text: label, selected: one === (value ?? "") })));
}

/** Make a label above a field. */
export function makeLabel(words, field, ...more) {
  return el("label", { class: "panel-label" }, el("span", {}, words, more), field);
}

/** Make the letters of a code. */
export function makeSeal(code, id = code.path) {
  return el("span", { class: `zegel ${code.form === "outlined" ? "open" : ""}`, "data-code": id, "aria-hidden": "true", text: code.letters || code.name.slice(0, 2) });
}

let isDrawing = false; // a field that is taken away while somebody types in it is not left

/** Say whether something stands in a field that the study does not have. */
function isTyped(field) {
  return field.value.trim() !== (field.dataset.was ?? "").trim();
}

/** Save what was typed in a field with `data-keep` when somebody leaves it. What is refused stays, and is tried again. */
export function saveOnLeave(field, save) {
  field.addEventListener("blur", () => !isDrawing && isTyped(field) && save(field.value.trim()));
}

/** Draw something anew and keep what somebody is typing in it: fields with `data-keep` and the place of the cursor. */
export function keepFields(node, draw) {
  const focused = focusedIn(node);
  const kept = new Map();
  for (const field of node.querySelectorAll("[data-keep]"))
    if (isTyped(field)) kept.set(field.dataset.keep, field.value);
  const at = focused && node.contains(focused) ? { keep: focused.dataset.keep, row: focused.closest("[data-row]")?.dataset.row, from: focused.selectionStart, to: focused.selectionEnd } : null;
  const top = node.scrollTop;
  isDrawing = true;
  try {
    draw();
  } finally {
    isDrawing = false;
  }
  for (const field of node.querySelectorAll("[data-keep]")) {
    field.dataset.was = field.value;
    field.value = kept.get(field.dataset.keep) ?? field.value;
  }
  node.scrollTop = top;
  if (at) restoreFocus(node, at);
}

function restoreFocus(node, { keep, row, from, to }) {
  const by = (name, value) => [...node.querySelectorAll(`[data-${name}]`)].find((one) => one.dataset[name] === value);
  const field = keep && by("keep", keep);
  if (field) {
    field.focus({ preventScroll: true });
    if (typeof from === "number" && field.setSelectionRange && field.tagName !== "SELECT") field.setSelectionRange(from, to);
    return;
  }
  const place = row && by("row", row);
  if (place) (place.matches("[tabindex]") ? place : place.querySelector("[tabindex], button"))?.focus({ preventScroll: true });
}

/** Scroll a box so that what stands in it is in sight, with as little movement as can be. */
export function showIn(box, inner) {
  if (!inner) return;
  const outer = box.getBoundingClientRect();
  const place = inner.getBoundingClientRect();
  const margin = Math.min(110, outer.height / 4);
  if (place.top < outer.top + margin || place.bottom > outer.bottom - margin) box.scrollTop += place.top - outer.top - outer.height * 0.38;
}

/** Write the time of a turn as it stands beside it. */
export function writeTurnTime(turn) {
  return turn.begin === null || turn.begin === undefined ? "" : writeClock(turn.begin);
}

// Colours of codes: as the codebook gives them by day, and a lighter twin by night.

const NIGHT = {
  "#2b6cc4": "#86b8f8", "#174a94": "#5f97e2", "#4a86d8": "#b3d4ff", "#8a2a66": "#cf6ba6", "#671a4a": "#b4528c", "#ad4d88": "#e79bc8",
  "#b57200": "#ecb14a", "#8a5500": "#cb8f22", "#c08212": "#f7cc82", "#2a8f74": "#7fdcb9", "#176b55": "#52b896", "#389a80": "#abf0d6",
  "#41577e": "#9fb4dc", "#7d3a22": "#cc7a5a", "#7d8a1a": "#d3de7d", "#6b7178": "#9aa0a8",
};

export function channels(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

export function luminance(hex) {
  const [r, g, b] = channels(hex).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function mixed(hex, other, share) {
  const [a, b] = [channels(hex), channels(other)];
  return `#${a.map((v, i) => Math.round(v + (b[i] - v) * share).toString(16).padStart(2, "0")).join("")}`;
}

export function isColour(text) {
  return /^#[0-9a-f]{6}$/i.test(text);
}

// Mixed with white (by night) or black (by day) until it stands out enough: 4.5 for letters, 3 for strokes.
function stepUntil(hex, paper, towards, wanted) {
  for (let share = 0; share <= 1; share += 0.05) {
    const made = mixed(hex, towards, share);
    if (contrast(made, paper) >= wanted) return made;
  }
  return towards;
}

export function nightColour(hex) {
  return NIGHT[hex.toLowerCase()] ?? stepUntil(hex, "#212121", "#ffffff", 4.5);
}

export function dayColour(hex) {
  return stepUntil(hex, "#ffffff", "#000000", 3);
}

const GREY = "#6b7178";

// An id from a codebook that somebody wrote, within the quotation marks of a selector.
function quoted(id) {
  return id.replace(/["\\<\n\r\f]/g, (sign) => `\\${sign.codePointAt(0).toString(16)} `);
}

// The style sheet of a codebook: each code's hue by day and night, its stroke, and the ground of its letters.
export function codeStyles(codes, scope) {
  const rules = [];
  for (const code of codes) {
    const hue = isColour(code.colour) ? code.colour : GREY;
    const [day, night] = [dayColour(hue), nightColour(hue)];
    const ground = stepUntil(hue, "#ffffff", "#000000", 4.5);
    const stroke = ["solid", "double", "dashed", "dotted"].includes(code.stroke) ? code.stroke : "solid";
    const id = quoted(code.id);
    const at = (name) => `${scope} [data-${name}="${id}"]`;
    const dark = (name) => `${scope}.donker [data-${name}="${id}"]`;
    rules.push(`${at("code")}{--c:${day};--b:${stroke};--g:${ground}}${at("tweede")}{--d:${day};--e:${stroke}}`);
    rules.push(`${dark("code")}{--c:${night};--g:${night}}${dark("tweede")}{--d:${night}}`);
  }
  return rules.join("\n");
}

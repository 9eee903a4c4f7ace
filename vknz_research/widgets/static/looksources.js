// Bronnen: each source with its place in the study, and where in it the codes of a framework stand.
import { el } from "./dom.js";
import { benchAddress, writeAddress } from "./lookaddress.js";
import { capital, emptyBlock, lookSeal, lookLink, nameCode, nameHeard, numberLink, pageHead } from "./lookparts.js";

const LANE_HIGH = 13;

export function drawSources(ctx, found) {
  const { t } = ctx;
  if (!found.sources.length) return [...pageHead(ctx, "sources.page"), el("section", { class: "vak" }, emptyBlock(ctx, Object.keys(ctx.address.choice).length ? "sources.filtered" : "overview.empty"))];
  const choose = el("label", { class: "groep" }, el("span", { class: "stil", text: t("sources.framework") }),
    el("select", { class: "veld", on: { change: (event) => ctx.go(ctx.href("/bronnen", { kader: event.target.value })) } },
      found.frameworks.map((name) => el("option", { value: name, selected: name === found.framework, text: name }))));
  const legend = el("p", { class: "profielsleutel" }, found.roots.map((path) => el("span", { class: "codenaam" }, lookSeal(ctx, path), nameCode(ctx, path))));
  const heads = ["source", "phase", "who", "length", "passages", "profile"];
  const head = el("tr", {}, heads.map((key) => el("th", { scope: "col", class: ["length", "passages"].includes(key) ? "getal" : null, text: t(`sources.${key}`) })));
  return [...pageHead(ctx, "sources.page", choose), legend, el("section", { class: "vak" }, el("table", { class: "bronnen" }, el("thead", {}, head), el("tbody", {}, found.sources.map((source) => drawSource(ctx, source, found.roots)))))];
}

function drawSource(ctx, source, roots) {
  const { t } = ctx;
  const open = el("a", { href: benchOf(ctx, source), text: source.label ?? source.name });
  const name = el("td", {}, el("b", {}, open), el("span", { class: "stil klein", text: [source.label ? source.name : "", source.kind, source.is_settled ? t("sources.settled") : ""].filter(Boolean).join(" · ") }));
  return el("tr", { "data-id": source.id }, name, el("td", { text: source.phase ?? "–" }), el("td", { text: capital(nameHeard(ctx, source.heard)) || "–" }),
    el("td", { class: "getal", text: t("sources.words", { n: ctx.number(source.words) }) }),
    el("td", { class: "getal" }, numberLink(ctx, source.passages, "*", source.name, { choice: { bron: source.name.replace(/[\\,]/g, "\\$&") } })),
    el("td", { class: "profiel" }, source.passages || source.lanes.length ? drawProfile(ctx, source, roots) : el("span", { class: "stil", text: t("sources.uncoded") })));
}

function benchOf(ctx, source) {
  const { bron, ...choice } = ctx.address.choice;
  return writeAddress("/", { choice, snapshot: ctx.address.snapshot }, { bron: source.id });
}

// A lane for each code of the framework, as in the margin: its letters, its colour, its stroke; the text runs from left to right.
function drawProfile(ctx, source, roots) {
  const { t } = ctx;
  const said = roots.map((path, lane) => `${nameCode(ctx, path)}: ${t.count("passages", source.lanes.filter(([one]) => one === lane).length)}`).join("; ");
  const lanes = roots.map((path, lane) => {
    const code = ctx.codes.get(path);
    const spans = source.lanes.filter(([one]) => one === lane).map(([, start, end]) => el("a", {
      class: `streep ${code?.stroke ?? "solid"} ${code?.form === "outlined" ? "open" : ""}`, href: benchAddress(ctx.address, { id: source.id, start, end }), tabindex: "-1", title: `${nameCode(ctx, path)}: ${t("bench.open")}`,
      style: { left: `${(100 * start) / source.characters}%`, width: `${Math.max(0.6, (100 * (end - start)) / source.characters)}%` },
    }));
    return el("div", { class: `baan${spans.length ? "" : " stille"}`, "data-code": path, style: { height: `${LANE_HIGH}px` } }, el("i", { class: "letters", "aria-hidden": "true", text: code?.letters ?? "" }), el("div", { class: "lijn" }, spans));
  });
  return el("div", { class: "banen", role: "group", "aria-label": said }, lanes);
}

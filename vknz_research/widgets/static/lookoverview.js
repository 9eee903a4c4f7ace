// Overzicht: what is in the study, against the design, and what is next to do.
import { el, fill } from "./dom.js";
import { capital, codeLabel, emptyBlock, lookLink, numberLink, pageHead } from "./lookparts.js";

/** Return how a number of sources stands to the design: short, as wanted, or not foreseen. */
export function againstDesign(n, planned) {
  if (!planned) return n ? "more" : "none";
  return n < planned ? "short" : "full";
}

export function drawOverview(ctx, found) {
  const { t } = ctx;
  if (!found.sources && !found.table.length) return [...pageHead(ctx, "overview"), el("section", { class: "vak" }, emptyBlock(ctx, "overview.empty"))];
  const next = el("section", { class: "vak taken", "aria-labelledby": "kop-taken" });
  const parts = [
    ...pageHead(ctx, "overview"),
    el("section", { class: "vak feiten" }, drawFacts(ctx, found)),
    el("div", { class: "naast" },
      el("section", { class: "vak", "aria-labelledby": "kop-ontwerp" }, el("h2", { id: "kop-ontwerp", text: t("overview.design") }), drawDesign(ctx, found), el("p", { class: "noot", text: t("overview.design.note") })),
      ctx.state.may.coding ? next : drawMemoCount(ctx, found)),
    el("section", { class: "vak", "aria-labelledby": "kop-lagen" }, el("h2", { id: "kop-lagen", text: t("overview.layers") }), drawLayers(ctx, found)),
  ];
  if (ctx.state.may.coding) fillNext(ctx, next, found);
  return parts;
}

function drawFacts(ctx, found) {
  const { t } = ctx;
  const may = ctx.state.may;
  const open = (path, extra, words) => lookLink(ctx, path, extra, {}, words);
  const sources = t.count("sources", found.sources);
  const facts = [
    may.sources ? open("/bronnen", {}, sources) : sources,
    t("overview.words", { n: ctx.number(found.words) }),
    found.passages.n ? open("/passages", { vraag: found.passages.q }, t.count("passages", found.passages.n)) : t.count("passages", 0),
    open("/perspectieven", {}, t("overview.codes", { used: found.used, n: found.codes })),
    t("overview.memos", { n: found.memos.report + found.memos.other }),
    t("overview.excerpts", { n: found.excerpts }),
  ];
  return el("ul", { class: "feitenrij" }, facts.map((fact) => el("li", {}, fact)));
}

function drawDesign(ctx, { phases, table }) {
  const { t } = ctx;
  const numbered = phases.filter((phase) => phase !== null);
  const hasLoose = phases.includes(null);
  if (!table.length) return emptyBlock(ctx, "overview.none");
  const heads = [...numbered.map((n) => t("phase", { n })), ...(hasLoose ? [t("phase.none")] : [])];
  const row = ({ perspective, cells, loose }) => el("tr", {}, el("th", { scope: "row", text: capital(t(`who.${perspective}`)) }),
    cells.map((cell, i) => el("td", {}, designCell(ctx, perspective, numbered[i], cell))), hasLoose ? el("td", {}, loose ? ctx.number(loose) : el("span", { class: "nul", text: "·" })) : null);
  return el("table", { class: "ontwerp" }, el("thead", {}, el("tr", {}, el("td", {}), heads.map((words) => el("th", { scope: "col", text: words })))), el("tbody", {}, table.map(row)));
}

function designCell(ctx, perspective, phase, { n, planned }) {
  const { t } = ctx;
  const kind = againstDesign(n, planned);
  if (kind === "none") return el("span", { class: "nul", text: "·" });
  const number = n && ctx.state.may.sources ? lookLink(ctx, "/bronnen", { choice: { fase: String(phase), perspectief: perspective } }, { class: "bronnental", "data-n": n }, ctx.number(n)) : el("b", { text: ctx.number(n) });
  return [number, planned ? el("span", { class: kind === "short" ? "tekort" : "stil", text: ` ${t("overview.of", { n: planned })}` }) : el("span", { class: "stil", text: ` ${t("overview.extra")}` })];
}

function drawMemoCount(ctx, found) {
  const { t } = ctx;
  return el("section", { class: "vak" }, el("h2", { text: t("overview.read") }), el("ul", { class: "takenlijst" },
    el("li", {}, lookLink(ctx, "/themas", {}, {}, t("overview.read.themes"))), el("li", {}, lookLink(ctx, "/perspectieven", {}, {}, t("overview.read.perspectives"))),
    el("li", {}, el("a", { href: "/rapporten", text: t("overview.read.reports") }))), found.passages.n ? null : emptyBlock(ctx, "overview.uncoded.all"));
}

function drawLayers(ctx, { coders, passages }) {
  const { t } = ctx;
  if (!coders.length) return emptyBlock(ctx, passages.n ? "overview.none" : "overview.uncoded.all");
  const name = (one) => (one.kind === "consensus" ? t("layer.consensus") : one.kind === "person" ? one.name : `${one.name} · ${t("layer.import")}`);
  return el("ul", { class: "feitenrij" }, coders.map((one) => el("li", {}, el("b", { text: name(one) }), ` ${t.count("codings", one.codings)}`)));
}

// What is next to do is counted after the page stands: it looks through the whole study.
async function fillNext(ctx, box, found) {
  const { t } = ctx;
  const head = el("h2", { id: "kop-taken", text: t("next") });
  fill(box, head, el("p", { class: "stil", text: t("next.busy") }));
  try {
    const next = await ctx.line.ask("next");
    const rows = listNext(ctx, next, found);
    fill(box, head, rows.length ? el("ul", { class: "takenlijst" }, rows) : el("p", { text: t("next.none") }));
  } catch (refusal) {
    fill(box, head, el("p", { role: "alert", text: refusal.message }));
  }
}

function listNext(ctx, next, found) {
  const { t } = ctx;
  const rows = [];
  if (next.closed) rows.push([t.count("next.closed", next.closed), el("a", { href: "/toestemming", text: t("next.closed.go") })]);
  if (next.tasks) rows.push([t.count("next.tasks", next.tasks), el("a", { href: "/", text: t("next.tasks.go") })]);
  if (next.undecided.length) {
    const total = next.undecided.reduce((sum, one) => sum + one.n, 0);
    rows.push([`${t.count("next.undecided", total)} ${t("next.in", { names: next.undecided.map((one) => one.name).join(", ") })}`, el("a", { href: ctx.href("/", { bron: next.undecided[0].id }, { bron: "" }), text: t("next.undecided.go") })]);
  }
  if (found.uncoded.length) {
    const names = found.uncoded.slice(0, 6).join(", ") + (found.uncoded.length > 6 ? " …" : "");
    rows.push([`${t.count("next.uncoded", found.uncoded.length)} ${names}.`, lookLink(ctx, "/bronnen", {}, {}, t("next.uncoded.go"))]);
  }
  return rows.map(([words, link]) => el("li", {}, el("span", { text: words }), " ", link));
}

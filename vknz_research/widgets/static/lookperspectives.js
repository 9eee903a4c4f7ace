// Perspectieven: codes against who says it, one code from each side, and on whom a section rests.
import { el } from "./dom.js";
import { capital, codeLabel, emptyBlock, lookLink, lookSeal, nameCode, nameHeard, numberLink, pageHead, quoteBlock } from "./lookparts.js";

/** Return which rows are shown: the roots of all frameworks, or a code with what lies below it. */
export function chooseRows(rows, codes, chosen) {
  if (chosen) return rows.filter(({ code }) => code === chosen || code.startsWith(`${chosen}/`));
  return rows.filter(({ code }) => !codes.has(codes.get(code)?.above));
}

/** Return who speaks in the sources but is not heard in a row. */
export function silentIn(row, columns) {
  return columns.filter((column, i) => column.sources && !row.cells[i]).map(({ perspective }) => perspective);
}

export function drawPerspectives(ctx, found) {
  const { t } = ctx;
  const pick = drawPick(ctx, found);
  if (!found.rows.length && !found.sections.length) return [...pageHead(ctx, "perspectives"), el("section", { class: "vak" }, emptyBlock(ctx, Object.keys(ctx.address.choice).length ? "none.filtered" : "overview.uncoded.all"))];
  return [
    ...pageHead(ctx, "perspectives", pick),
    found.chosen ? drawContrast(ctx, found) : null,
    drawMatrix(ctx, found),
    found.sections.length && !found.chosen ? drawSections(ctx, found) : null,
  ];
}

function drawPick(ctx, found) {
  const used = new Set(found.rows.map((row) => row.code));
  const options = ctx.state.codes.filter((code) => used.has(code.id) || code.id === found.chosen?.code);
  return el("label", { class: "groep" }, el("span", { class: "stil", text: ctx.t("perspectives.code") }),
    el("select", { class: "veld codekeus", on: { change: (event) => ctx.go(ctx.href("/perspectieven", { code: event.target.value })) } },
      el("option", { value: "", text: ctx.t("perspectives.all") }),
      options.map((code) => el("option", { value: code.id, selected: code.id === found.chosen?.code, text: `${"   ".repeat(Math.max(0, code.level - 1))}${code.name}` }))));
}

function drawContrast(ctx, { chosen }) {
  const { t } = ctx;
  const code = ctx.codes.get(chosen.code);
  return [
    el("div", { class: "kopr codekop" }, el("h2", { class: "groot" }, lookSeal(ctx, chosen.code), nameCode(ctx, chosen.code)), el("a", { class: "rechts", href: ctx.href("/perspectieven"), text: t("perspectives.back") })),
    code?.text ? el("p", { class: "uitleg", text: code.text }) : null,
    el("div", { class: "vak kol", style: { "--kol": String(chosen.sides.length) } }, chosen.sides.map((side) => drawSide(ctx, chosen.code, side))),
  ];
}

function drawSide(ctx, code, side) {
  const { t } = ctx;
  const who = capital(t(`who.${side.perspective}`));
  if (!side.n) return el("section", {}, el("h3", { text: who }), el("p", { class: "dunblok" }, t("silent", { who: t(`who.${side.perspective}`) }), " ", t.count("silent.of", side.of)));
  return el("section", {}, el("h3", { text: who }),
    el("p", { class: "bereik" }, numberLink(ctx, side.n, side.q, who), ` ${t.count("passages.word", side.n)} · ${t("of.sources", { n: side.sources, of: side.of })}`),
    side.sources === 1 ? el("p", { class: "dun", text: t("thin.one") }) : null,
    side.quotes.map((passage) => quoteBlock(ctx, passage, { under: code })),
    side.n > side.quotes.length ? lookLink(ctx, "/passages", { vraag: side.q }, { class: "alles" }, t("read.all")) : null);
}

function drawMatrix(ctx, found) {
  const { t } = ctx;
  const chosen = found.chosen?.code;
  const rows = chooseRows(found.rows, ctx.codes, chosen);
  const most = Math.max(1, ...rows.flatMap((row) => row.cells));
  const heads = found.columns.map(({ perspective, sources }) => el("th", { scope: "col" }, capital(t(`who.${perspective}`)), el("span", { class: "stil klein", text: t.count("sources", sources) })));
  const body = rows.map((row) => el("tr", { "data-row": row.code }, el("th", { scope: "row", class: chosen && row.code !== chosen ? "onder" : null }, lookLink(ctx, "/perspectieven", { code: row.code }, { class: "coderij" }, codeLabel(ctx, row.code))),
    row.cells.map((n, i) => el("td", { class: "warm" }, numberLink(ctx, n, `${row.code} EN perspectief:${found.columns[i].perspective}`, `${nameCode(ctx, row.code)}, ${t(`who.${found.columns[i].perspective}`)}`, { most }))),
    el("td", { class: "zegt" }, saySupport(ctx, row.only, silentIn(row, found.columns)))));
  return el("section", { class: "vak warmte", "aria-labelledby": "kop-warmte" }, el("h2", { id: "kop-warmte", text: t("perspectives.matrix") }),
    el("table", { class: "raster" }, el("thead", {}, el("tr", {}, el("td", {}), heads, el("th", { scope: "col", text: t("perspectives.rests") }))), el("tbody", {}, body)),
    el("p", { class: "noot", text: t("numbers.note") }));
}

function saySupport(ctx, only, silent) {
  const { t } = ctx;
  if (only.length) return el("span", { class: "dun", text: t("only", { who: nameHeard(ctx, only) }) });
  return silent.length ? el("span", { class: "stil", text: t("nothing.from", { who: nameHeard(ctx, silent, "or") }) }) : null;
}

// The sections of the report, by who is quoted in them.
function drawSections(ctx, found) {
  const { t } = ctx;
  const names = ["klant", "klantmanager", "leidinggevende", "beleid"];
  const shown = names.filter((name, i) => found.sections.some((row) => row.cells[i]) || found.columns.some((one) => one.perspective === name));
  const most = Math.max(1, ...found.sections.flatMap((row) => row.cells));
  const body = found.sections.map((row) => el("tr", { "data-row": row.section }, el("th", { scope: "row" }, ctx.codes.has(row.section) ? codeLabel(ctx, row.section) : row.section),
    shown.map((name) => {
      const n = row.cells[names.indexOf(name)];
      return el("td", { class: "warm" }, numberLink(ctx, n, { paragraaf: row.section, van: name }, `${nameCode(ctx, row.section)}, ${t(`who.${name}`)}`, { most }));
    }),
    el("td", { class: "zegt" }, saySupport(ctx, row.only, []))));
  return el("section", { class: "vak paragrafen", "aria-labelledby": "kop-paragrafen" }, el("h2", { id: "kop-paragrafen", text: t("perspectives.sections") }),
    el("table", { class: "raster" }, el("thead", {}, el("tr", {}, el("td", {}), shown.map((name) => el("th", { scope: "col", text: capital(t(`who.${name}`)) })), el("th", { scope: "col", text: t("perspectives.rests") }))), el("tbody", {}, body)),
    el("p", { class: "noot", text: t("perspectives.sections.note") }));
}

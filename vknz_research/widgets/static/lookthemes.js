// Thema’s (4R): four panels side by side, and below them the one that is chosen.
import { el } from "./dom.js";
import { writeAddress } from "./lookaddress.js";
import { capital, emptyBlock, lookLink, lookSeal, nameCode, numberLink, pageHead, quoteBlock } from "./lookparts.js";

const FACETS = ["opbrengst", "voorwaarde", "drempel"];

export function drawThemes(ctx, found) {
  const { t } = ctx;
  if (!found.roots.length) return [...pageHead(ctx, "themes"), el("section", { class: "vak" }, emptyBlock(ctx, "themes.none"))];
  if (!found.chosen) return [...pageHead(ctx, "themes"), drawPanels(ctx, found), el("section", { class: "vak" }, emptyBlock(ctx, "overview.uncoded.all"))];
  const { chosen } = found;
  return [
    el("h1", { class: "vh", tabindex: "-1", text: t("themes.title") }),
    drawPanels(ctx, found),
    el("p", { class: "legenda", text: t("themes.legend") }),
    drawHead(ctx, chosen),
    drawColumns(ctx, chosen),
    drawMultiples(ctx, chosen),
    drawOver(ctx, chosen, "phases", (one) => t("phase", { n: one }), (one) => ({ fase: String(one) })),
    chosen.municipalities.rows.length > 1 ? drawOver(ctx, chosen, "municipalities", String, (one) => ({ gemeente: one })) : null,
    drawMemos(ctx, chosen),
  ];
}

function drawPanels(ctx, { roots, chosen }) {
  return el("nav", { class: "rij4", "aria-label": ctx.t("themes.four"), style: { "--n": String(roots.length) } }, roots.map((root) => drawPanel(ctx, root, root.code === chosen?.code)));
}

function drawPanel(ctx, root, isChosen) {
  const { t } = ctx;
  const words = ctx.codes.get(root.code);
  const rows = root.voices.flatMap(({ perspective, depth, sources, of }) => [
    el("span", { text: capital(t(`who.${perspective}`)) }),
    el("span", { class: "spoor", role: "img", "aria-label": t("of.sources", { n: sources, of }) }, depth.map((deep) => el("i", { class: `s${deep}` }))),
    el("span", { class: "n", text: t("of", { n: sources, of }) }),
  ]);
  return lookLink(ctx, "/themas", { code: root.code }, { class: "r", "aria-current": isChosen ? "true" : null, "data-code": root.code },
    el("h2", {}, lookSeal(ctx, root.code), nameCode(ctx, root.code)), el("p", { class: "wat", text: firstSentence(words?.text ?? "") }), el("span", { class: "stemmen" }, rows),
    el("span", { class: "dun", text: root.thin[0] ?? "" }));
}

/** Return the first sentence of a definition, for where there is little room. */
export function firstSentence(text) {
  const end = /[.:;](?=\s|$)/.exec(text);
  return end ? text.slice(0, end.index) : text;
}

function drawHead(ctx, chosen) {
  const { t, state, address } = ctx;
  const { bron, ...choice } = address.choice;
  const memo = state.may.coding ? el("a", { class: "knop", href: writeAddress("/", { choice, snapshot: address.snapshot }, { memo: chosen.code }), text: t("themes.memo") }) : null;
  const words = ctx.codes.get(chosen.code)?.text ?? "";
  return [el("div", { class: "kopr themakop" }, el("h2", { class: "groot" }, lookSeal(ctx, chosen.code), nameCode(ctx, chosen.code)), el("span", { class: "rechts" }, lookLink(ctx, "/perspectieven", { code: chosen.code }, { class: "knop" }, t("themes.contrast")), memo, state.may.building ? el("a", { class: "knop", href: "/rapport-maken", text: t("themes.report") }) : null)),
    el("p", { class: "uitleg", text: words })];
}

function drawColumns(ctx, chosen) {
  return el("div", { class: "vak kol", style: { "--kol": String(chosen.voices.length) } }, chosen.voices.map((voice) => drawVoice(ctx, chosen.code, voice)));
}

function drawVoice(ctx, code, voice) {
  const { t } = ctx;
  const who = capital(t(`who.${voice.perspective}`));
  const range = voice.n ? el("p", { class: "bereik" }, numberLink(ctx, voice.n, voice.q, who), ` ${t.count("passages.word", voice.n)} · ${t("of.sources", { n: voice.sources, of: voice.of })}`) : el("p", { class: "bereik", text: t("of.sources", { n: 0, of: voice.of }) });
  const isSaid = voice.facets.some((facet) => facet.n);
  const facets = isSaid ? voice.facets.map((facet) => drawFacet(ctx, code, who, facet)) : el("p", { class: "dunblok", text: t("facet.none") });
  const body = voice.n ? facets : el("p", { class: "dunblok", text: saySilent(ctx, voice) });
  return el("section", { "data-who": voice.perspective }, el("h3", { text: who }), range, voice.sources === 1 ? el("p", { class: "dun", text: t("thin.one") }) : null, body, voice.n ? drawOthers(ctx, code, voice) : null);
}

// Whether it was asked is known only where turns of researchers are coded.
function saySilent({ t }, { perspective, asked }) {
  const said = t("silent", { who: t(`who.${perspective}`) });
  return asked === null ? said : `${said} ${t(asked ? "silent.asked" : "silent.unasked")}`;
}

function drawFacet(ctx, code, who, { facet, n, q, quotes }) {
  const { t } = ctx;
  const head = el("div", { class: "soortkop" }, el("h4", { text: t(`facet.${facet}`) }), numberLink(ctx, n, q, `${who}, ${t(`facet.${facet}`)}`, { empty: "0" }), n > quotes.length ? lookLink(ctx, "/passages", { vraag: q }, { class: "alles" }, t("read.all")) : null);
  const none = facet === "drempel" && !n ? el("p", { class: "dunblok", text: t("facet.drempel.none", { who: who.toLowerCase() }) }) : null;
  return el("div", { class: "facet", "data-facet": facet }, head, quotes.map((passage) => quoteBlock(ctx, withoutFacets(passage), { under: code })), none);
}

// The column says already what it brings, needs or holds back.
function withoutFacets(passage) {
  return { ...passage, codes: passage.codes.filter((path) => !FACETS.some((name) => path.endsWith(`/${name}`))) };
}

// What carries none of the three facets is not hidden: it stands below, as what else is said.
function drawOthers(ctx, code, voice) {
  if (!voice.others.length) return null;
  return el("div", { class: "facet" }, el("div", { class: "soortkop" }, el("h4", { text: ctx.t("facet.others") })), voice.others.map((passage) => quoteBlock(ctx, passage, { under: code })));
}

function drawMultiples(ctx, chosen) {
  const { t } = ctx;
  if (!chosen.subs.length) return null;
  const most = Math.max(1, ...chosen.subs.flatMap((row) => row.cells.flatMap((cell) => FACETS.map((name) => cell[name].n))));
  const table = (voice, i) => el("div", {}, el("h3", { text: capital(t(`who.${voice.perspective}`)) }), el("table", { class: "m" },
    el("thead", {}, el("tr", {}, el("td", {}), FACETS.map((name) => el("th", { scope: "col", text: t(`facet.${name}.short`) })))),
    el("tbody", {}, chosen.subs.map((row) => el("tr", {}, el("th", { scope: "row", title: nameCode(ctx, row.code) }, el("span", { text: nameCode(ctx, row.code) })),
      FACETS.map((name) => el("td", {}, numberLink(ctx, row.cells[i][name].n, row.cells[i][name].q, `${nameCode(ctx, row.code)}, ${t(`facet.${name}.short`)}, ${t(`who.${voice.perspective}`)}`, { most, tint: chosen.code }))))))));
  return el("section", { class: "vak", "aria-labelledby": "kop-klein" }, el("h2", { id: "kop-klein", text: t("themes.multiples") }), el("div", { class: "mult", style: { "--kol": String(chosen.voices.length) } }, chosen.voices.map(table)), el("p", { class: "noot", text: t("numbers.note") }));
}

function drawOver(ctx, chosen, key, name, choose) {
  const { t } = ctx;
  const { rows } = chosen[key];
  if (!rows.length) return null;
  const most = Math.max(1, ...rows.flatMap((row) => row.cells.map((cell) => cell.n)));
  const body = rows.map((row) => el("tr", {}, el("th", { scope: "row", text: name(row.value) }), row.cells.map((cell, i) => el("td", { class: "warm" }, numberLink(ctx, cell.n, cell.q, `${name(row.value)}, ${t(`who.${chosen.voices[i].perspective}`)}`, { most, tint: chosen.code, choice: choose(row.value) })))));
  return el("section", { class: "vak", "aria-labelledby": `kop-${key}` }, el("h2", { id: `kop-${key}`, text: t(`themes.${key}`) }),
    el("table", { class: "raster smal" }, el("thead", {}, el("tr", {}, el("td", {}), chosen.voices.map((voice) => el("th", { scope: "col", text: capital(t(`who.${voice.perspective}`)) })))), el("tbody", {}, body)));
}

function drawMemos(ctx, chosen) {
  const { t } = ctx;
  if (!ctx.state.may.coding) return null;
  return el("section", { class: "vak", "aria-labelledby": "kop-memos" }, el("h2", { id: "kop-memos", text: t("themes.memos") }),
    chosen.memos.length ? el("ul", { class: "memolijst" }, chosen.memos.map((memo) => el("li", {}, el("b", { text: memo.title }), el("span", { class: "stil", text: ` ${t(`memo.${memo.kind}`)}` })))) : el("p", { class: "stil", text: t("themes.memos.none") }));
}

// Passages: a question, what it finds with the words and their place, and what one may do with it.
import { el, fill } from "./dom.js";
import { openDialog } from "./dialog.js";
import { capital, emptyBlock, lookSeal, nameCode, pageHead, spotLink } from "./lookparts.js";

/** The examples of the help: each is a question that one can try. */
const PASSAGE_EXAMPLES = ["4r/reflectie", "4r/reflectie EN perspectief:klant", "4r/reflectie EN NIET 4r/reflectie/steun", "4r/richting OF 4r/routine", "4r/reflectie OVERLAPT kernelementen/vreemde-ogen", "4r/richting VOOR3 4r/reflectie", "4r/reflectie ZELFDE-BEURT 4r/routine", "\"terugkijken\"", "~kijken", "* EN fase:2 EN soort:focusgroep"];

export function drawPassages(ctx, found) {
  const section = ctx.address.rest.paragraaf;
  const list = el("ol", { class: "passages" });
  const more = el("div", {});
  const head = section ? pageHead(ctx, "passages.section") : pageHead(ctx, "passages.page");
  const parts = [...head, section ? el("p", { class: "vraagzin" }, ctx.codes.has(section) ? nameCode(ctx, section) : section) : drawQuestion(ctx, found), found.error ? null : drawCount(ctx, found), el("section", { class: "vak" }, found.total ? list : drawNothing(ctx, found), more)];
  addPassages(ctx, list, more, found);
  return parts;
}

function drawQuestion(ctx, found) {
  const { t } = ctx;
  const field = el("input", { class: "veld vraag", id: "vraag", value: found.query, spellcheck: "false", autocomplete: "off", "aria-describedby": "vraagfout", "aria-invalid": found.error ? "true" : null });
  const ask = (event) => {
    event?.preventDefault();
    ctx.go(ctx.href("/passages", { vraag: field.value.trim() || "*" }));
  };
  const tryIt = (text) => el("button", { class: "tekstknop vast", on: { click: () => ctx.go(ctx.href("/passages", { vraag: text })) } }, text);
  const help = el("details", { class: "hulp" }, el("summary", { text: t("query.help") }), el("p", { text: t("query.help.what") }), el("ul", {}, PASSAGE_EXAMPLES.map((text) => el("li", {}, tryIt(text)))), el("p", { class: "stil", text: t("query.help.words") }));
  return el("form", { class: "vraagvak", on: { submit: ask } },
    el("label", { for: "vraag", class: "stil", text: t("query.label") }), el("div", { class: "vraagrij" }, field, el("button", { class: "knop eerst", type: "submit", text: t("query.ask") })),
    el("p", { id: "vraagfout", class: "melding fout", role: "alert", text: found.error ?? "" }), drawSmart(ctx, tryIt), help);
}

function drawSmart(ctx, tryIt) {
  const { t, state } = ctx;
  if (!state.smart.length) return null;
  const row = ({ name, query }) => el("li", {}, tryIt(`slim:${/\W/.test(name) ? `"${name}"` : name}`), el("span", { class: "stil", text: ` ${query} ` }),
    state.may.coding ? el("button", { class: "tekstknop", "aria-label": t("smart.remove.one", { name }), on: { click: () => removeSmart(ctx, name) }, text: t("smart.remove") }) : null);
  return el("details", { class: "hulp", open: true }, el("summary", { text: t.count("smart", state.smart.length) }), el("ul", {}, state.smart.map(row)));
}

function drawCount(ctx, found) {
  const { t } = ctx;
  const hidden = found.hidden ? ` ${t.count("filter.hidden", found.hidden)}.` : "";
  const may = ctx.state.may.coding && found.total && found.query;
  return el("div", { class: "telling" }, el("p", { role: "status", "data-total": found.total }, el("b", { text: t.count("passages", found.total) }), found.total ? ` ${t.count("in.sources", found.sources)}.` : ".", hidden),
    may ? el("span", { class: "rechts" }, el("button", { class: "knop", on: { click: () => saveSmart(ctx, found.query) }, text: t("smart.save") }), el("button", { class: "knop", on: { click: () => downloadCsv(ctx, found.query) }, text: t("csv") })) : null);
}

function drawNothing(ctx, found) {
  if (found.error) return el("p", { class: "leeg", text: ctx.t("query.mend") });
  const isFiltered = Object.keys(ctx.address.choice).length > 0;
  const clear = isFiltered ? el("a", { href: ctx.href("/passages", ctx.address.rest, null, ""), text: ctx.t("filter.clear") }) : null;
  return emptyBlock(ctx, isFiltered ? "passages.filtered" : "passages.none", {}, clear);
}

function addPassages(ctx, list, more, found) {
  list.append(...found.passages.map((passage) => drawPassage(ctx, passage)));
  const shown = list.children.length;
  if (shown >= found.total) return fill(more);
  const { rest } = ctx.address;
  const ask = async () => {
    const next = await ctx.ask("passages", { query: found.query || "*", section: rest.paragraaf ?? "", by: rest.van ?? "", offset: shown });
    addPassages(ctx, list, more, next);
    list.children[shown]?.querySelector("a")?.focus();
  };
  return fill(more, el("button", { class: "knop", on: { click: ask }, text: ctx.t("passages.next", { n: Math.min(50, found.total - shown) }) }), el("span", { class: "stil", text: ` ${ctx.t("passages.shown", { n: shown, of: ctx.number(found.total) })}` }));
}

function drawPassage(ctx, passage) {
  const { t } = ctx;
  const facts = [passage.phase ? t("phase", { n: passage.phase }) : "", passage.role ?? ""].filter(Boolean).join(" · ");
  return el("li", { class: "passage" },
    passage.text === null ? el("p", { class: "verborgen", text: t("passages.hidden") }) : el("blockquote", { class: "lees", text: passage.text.trim() }),
    el("div", { class: "on" }, spotLink(ctx, passage), el("span", { text: facts }), passage.codes.map((path) => el("span", { class: "codenaam" }, lookSeal(ctx, path), nameCode(ctx, path)))));
}

function saveSmart(ctx, query) {
  const { t } = ctx;
  const name = el("input", { class: "veld", id: "slimnaam", autofocus: true });
  openDialog(ctx, {
    title: t("smart.save"), body: [el("p", { class: "vast", text: query }), el("label", { for: "slimnaam", text: t("smart.name") }), " ", name, el("p", { class: "stil", text: t("smart.hint") })],
    buttons: [{ words: t("smart.keep"), first: true, keys: "Ctrl+Enter", act: async () => {
      await ctx.ask("save", { name: name.value.trim(), query });
      ctx.state = null; // what is saved is asked for anew
      ctx.again();
    } }],
  });
}

async function removeSmart(ctx, name) {
  await ctx.ask("remove", { name });
  ctx.state = null;
  ctx.again();
}

async function downloadCsv(ctx, query) {
  const { text } = await ctx.ask("csv", { query });
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  const link = el("a", { href: url, download: "passages.csv" });
  ctx.root.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}

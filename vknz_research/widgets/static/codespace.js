// Beside the points of the code space: which colours there are, and what the chosen points say.
import { el, fill } from "./dom.js";
import { startDesk } from "./desk.js";

export const codespaceWords = {
  nl: {
    "space.title": "Passages", "space.colours": "Kleuren", "space.all": "Niets gekozen",
    "space.empty": "Trek met Ctrl ingedrukt een lus om punten, klik op een punt, of kies hierboven een kleur. Draaien: slepen. Dichterbij: scrollen.",
    "space.count.one": "1 passage gekozen van {all}", "space.count.more": "{n} passages gekozen van {all}",
    "space.shown": "De eerste {n} staan hieronder.", "space.closed": "Mag niet worden geciteerd.",
  },
  en: {
    "space.title": "Passages", "space.colours": "Colours", "space.all": "Nothing chosen",
    "space.empty": "Hold Ctrl and draw a loop round points, click a point, or choose a colour above. Turn: drag. Closer: scroll.",
    "space.count.one": "1 passage chosen of {all}", "space.count.more": "{n} passages chosen of {all}",
    "space.shown": "The first {n} stand below.", "space.closed": "May not be quoted.",
  },
};

/** Say whether this browser can draw depth. */
export function hasDepth(make = () => document.createElement("canvas")) {
  const canvas = make();
  return Boolean(canvas.getContext?.("webgl2") ?? canvas.getContext?.("webgl"));
}

/** Return the sentence above the list: how many are chosen, and how many of them are shown. */
export function tellChosen(t, { total, all, rows }) {
  if (!total) return "";
  const said = `${t.count("space.count", total, { all })}.`;
  return rows.length < total ? `${said} ${t("space.shown", { n: rows.length })}` : said;
}

function drawGroup(ctx, group, number, choose) {
  const seal = el("span", { class: group.code ? "zegel" : "zegel open", style: { "--c": group.colour }, "aria-hidden": "true", text: group.letters || "–" });
  return el("button", { class: "chip", "aria-pressed": "false", "data-group": number, on: { click: () => choose(number) } }, seal, ` ${group.name} `, el("span", { class: "stil", text: group.count }));
}

function drawPassage(ctx, row) {
  const words = row.text ? el("blockquote", { class: "lees", text: `‘${row.text}’` }) : el("p", { class: "stil", text: ctx.t("space.closed") });
  return el("li", {}, words, el("p", { class: "bij" }, el("b", { text: row.place }), ` · ${row.codes.join(" · ")}`));
}

function makePanel(ctx) {
  const legend = el("div", { class: "chips", role: "group", "aria-label": ctx.t("space.colours") });
  const told = el("p", { class: "uitleg", role: "status" });
  const list = el("ol", { class: "citaten" });
  const note = el("p", { class: "stil" });
  ctx.root.append(legend, told, list, note);
  let pressed = null;
  const press = (number) => {
    pressed = number;
    for (const chip of legend.children) chip.setAttribute("aria-pressed", String(chip.dataset.group === String(number)));
  };
  const show = (found) => {
    if (!legend.children.length) fill(legend, found.groups.map((group, number) => drawGroup(ctx, group, number, choose)));
    fill(told, tellChosen(ctx.t, found) || ctx.t("space.empty"));
    fill(list, found.rows.map((row) => drawPassage(ctx, row)));
    list.scrollTop = 0;
    note.textContent = found.note;
    ctx.root.dataset.ready = "true";
    ctx.root.dataset.total = String(found.total);
  };
  const choose = async (number) => {
    const group = pressed === number ? null : number;
    show(await ctx.line.ask("group", { group }));
    press(group);
  };
  return {
    show,
    tell(found) {
      press(null);
      show(found);
    },
  };
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "coderuimte", codespaceWords, (ctx) => {
    const panel = makePanel(ctx);
    const hear = (message) => message?.news && panel.tell(message.news);
    model.on("msg:custom", hear);
    ctx.line.ask("open", { depth: hasDepth() }).then((found) => panel.show(found));
    return () => model.off("msg:custom", hear);
  });
}

export default { render };

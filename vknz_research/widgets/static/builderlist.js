// The list of chapters and sections: what stands in the report, and in what order.
import { el, fill } from "./dom.js";
import { listNodes } from "./buildermodel.js";

/** Draw the tree as rows with a box each; `acts` are choose(id), toggle(id, isIn) and move(id, by). */
export function drawSections(ctx, box, tree, here, acts) {
  const { t } = ctx;
  const nodes = listNodes(tree);
  const at = nodes.some((node) => node.id === here) ? here : nodes[0]?.id;
  const row = (node) => {
    const tick = el("input", { type: "checkbox", checked: node.isIn, tabindex: -1, "aria-label": t("builder.in", { name: node.name }), on: { change: (event) => acts.toggle(node.id, event.target.checked), click: (event) => event.stopPropagation() } });
    const arrow = (by, key, sign) => el("button", { class: "knop klein kaal", tabindex: -1, "aria-label": t(key, { name: node.name }), on: { click: (event) => (event.stopPropagation(), acts.move(node.id, by)) } }, sign);
    const name = node.level === 1 ? el("b", { text: node.name }) : el("span", { text: node.name });
    return el(
      "li",
      { role: "option", class: `rij n${node.level}${node.isIn ? "" : " uit"}`, "data-id": node.id, tabindex: node.id === at ? 0 : -1, "aria-selected": String(node.id === here), on: { click: () => acts.choose(node.id), keydown: (event) => keysInSections(event, node, nodes, box, acts) } },
      tick, name, el("span", { class: "pijlen" }, arrow(-1, "builder.up", "↑"), arrow(1, "builder.down", "↓")),
    );
  };
  fill(box, el("ul", { class: "delen", role: "listbox", "aria-label": t("builder.sections") }, nodes.map(row)));
}

/** Put the focus on the row of a section. */
export function focusSection(box, id) {
  [...box.querySelectorAll("[data-id]")].find((row) => row.dataset.id === id)?.focus();
}

function keysInSections(event, node, nodes, box, acts) {
  if (event.target !== event.currentTarget) return;
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by && event.altKey) acts.move(node.id, by);
  else if (by) focusSection(box, nodes[nodes.indexOf(node) + by]?.id);
  else if (event.key === "Enter") acts.choose(node.id);
  else if (event.key === " ") acts.toggle(node.id, !node.isIn);
  else return;
  event.preventDefault();
}

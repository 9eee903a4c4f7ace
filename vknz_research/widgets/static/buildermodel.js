// What is chosen for a report, as pure functions: a tree of chapters and sections, and lists of quotations.

/** Return chapters and sections as a tree in the order that was chosen; `isIn` says whether each stands in the report. */
export function makeTree(chapters, wanted) {
  const rank = new Map(wanted.map((name, at) => [name, at]));
  const of = (name) => rank.get(name) ?? wanted.length;
  const nodes = chapters.map((chapter) => {
    const whole = !wanted.length || rank.has(chapter.id);
    const children = [];
    for (const section of chapter.sections) {
      const node = { ...section, id: section.code, isIn: whole || rank.has(section.code), children: [] };
      const parent = section.level > 2 ? children.at(-1) : null;
      (parent ? parent.children : children).push(node);
    }
    const isIn = chapter.sections.length ? children.some((child) => listNodes([child]).some((one) => one.isIn)) : whole;
    return { ...chapter, name: chapter.title, level: 1, isIn, children };
  });
  const best = (node) => Math.min(of(node.id), ...node.children.map(best));
  const sort = (list) => list.map((node) => ({ ...node, children: sort(node.children) })).sort((a, b) => best(a) - best(b));
  return sort(nodes);
}

/** List all nodes of a tree, each before what is below it. */
export function listNodes(tree) {
  return tree.flatMap((node) => [node, ...listNodes(node.children)]);
}

/** Return the tree with a node, and all below it, in or out of the report. */
export function switchNode(tree, id, isIn) {
  const set = (node) => ({ ...node, isIn, children: node.children.map(set) });
  return settleChapters(tree.map((node) => switchIn(node, id, set, isIn)));
}

function switchIn(node, id, set, isIn) {
  if (node.id !== id) return { ...node, children: node.children.map((child) => switchIn(child, id, set, isIn)) };
  // What is below a section that comes back was chosen by itself; a chapter takes all along.
  return node.level === 1 || !isIn ? set(node) : { ...node, isIn };
}

function settleChapters(tree) {
  return tree.map((node) => (node.children.length ? { ...node, isIn: listNodes(node.children).some((one) => one.isIn) } : node));
}

/** Return the tree with a node one place up (-1) or down (1) among its own. */
export function moveNode(tree, id, by) {
  const at = tree.findIndex((node) => node.id === id);
  if (at < 0) return tree.map((node) => ({ ...node, children: moveNode(node.children, id, by) }));
  return moveAt(tree, at, by);
}

/** Return a list with one thing in another place; at the ends it stays. */
export function moveAt(list, at, by) {
  const to = at + by;
  if (to < 0 || to >= list.length) return list;
  const made = [...list];
  [made[at], made[to]] = [made[to], made[at]];
  return made;
}

/** Return what stands in the report, in order, as the file holds it: nothing is everything. */
export function writeSections(tree, chapters) {
  const own = chapters.flatMap((chapter) => [chapter.id, ...chapter.sections.map((section) => section.code)]);
  const nodes = listNodes(tree);
  if (nodes.every((node) => node.isIn) && nodes.every((node, at) => node.id === own[at])) return [];
  return nodes.filter((node) => node.isIn && !(node.level === 1 && node.children.length)).map((node) => node.id);
}

/** Return the chosen quotations of a section as `{key, edited}`; all of its own where none were chosen. */
export function pickedOf(chosen, node) {
  const picks = chosen.quotations?.[node.id];
  if (picks) return picks.map((pick) => (typeof pick === "string" ? { key: pick, edited: null } : pick));
  const taken = takenBy(chosen);
  return (node.quotations ?? []).filter((one) => !taken.has(one.key)).map((one) => ({ key: one.key, edited: null }));
}

/** Return for each quotation that was given a place the section it stands in. */
export function takenBy(chosen) {
  const pairs = Object.entries(chosen.quotations ?? {}).flatMap(([id, picks]) => picks.map((pick) => [pick.key ?? pick, id]));
  return new Map(pairs);
}

/** Return what is chosen with other quotations for a section. */
export function setPicks(chosen, id, picks) {
  const written = picks.map((pick) => (pick.edited ? { key: pick.key, edited: pick.edited } : pick.key));
  return { ...chosen, quotations: { ...chosen.quotations, [id]: written } };
}

/** Return what is chosen with the figure of a section on or off. */
export function setFigure(chosen, id, isOn) {
  const figures = { ...chosen.figures };
  if (isOn) delete figures[id];
  else figures[id] = false;
  return { ...chosen, figures };
}

/** Return the memos of a section in the order chosen: `{title, isIn}`. */
export function memosOf(chosen, node) {
  const titles = [...new Set(node.memos.map((memo) => memo.title))];
  const wanted = chosen.memos?.[node.id];
  if (!wanted) return titles.map((title) => ({ title, isIn: true }));
  return [...wanted, ...titles.filter((title) => !wanted.includes(title))].map((title) => ({ title, isIn: wanted.includes(title) }));
}

/** Return what is chosen with these memos for a section. */
export function setMemos(chosen, id, memos) {
  return { ...chosen, memos: { ...chosen.memos, [id]: memos.filter((memo) => memo.isIn).map((memo) => memo.title) } };
}

/** Cut an edited reading in pieces that were said and pieces in brackets. */
export function cutBrackets(text) {
  return text.split(/(\[[^\]]*\])/).filter(Boolean).map((piece) => ({ text: piece, isEdit: piece.startsWith("[") }));
}

// The list of sources, by phase; folded away it leaves a rail.

export function groupSources(sources) {
  const phases = new Map();
  for (const source of [...sources].sort((a, b) => (a.phase ?? 99) - (b.phase ?? 99) || a.name.localeCompare(b.name, "nl", { numeric: true }))) {
    if (!phases.has(source.phase)) phases.set(source.phase, []);
    phases.get(source.phase).push(source);
  }
  return [...phases];
}

export class Sources {
  constructor(ctx, { onOpen }) {
    Object.assign(this, { ctx, onOpen });
    this.progress = new Map();
    const { el, t } = ctx;
    this.list = el("div", { class: "bronnen" });
    this.fold = el("button", { class: "knop kaal", "aria-label": t("sources.fold"), title: t("sources.fold"), on: { click: () => this.toggle(true) } }, "‹");
    this.unfold = el("button", { class: "rail", "aria-label": t("sources.unfold"), on: { click: () => this.toggle(false) } });
    this.find = el("input", { type: "search", placeholder: t("sources.find"), "aria-label": t("sources.find"), on: { input: () => this.draw() } });
    this.field = el("div", { class: "veld" }, this.find);
    this.element = el("nav", { class: "zij bronlijst", "aria-label": t("sources.title") }, this.unfold, el("div", { class: "kop" }, el("h2", { text: t("sources.title") }), this.fold), this.field, this.list);
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  toggle(isFolded) {
    this.isHandled = true; // from now on the width of the window does not decide
    this.ctx.root.classList.toggle("smal", isFolded);
    (isFolded ? this.unfold : this.fold).focus();
    this.ctx.emit("resize");
  }

  describe(source) {
    return [source.kind, source.perspective].filter(Boolean).join(" · ");
  }

  draw() {
    const { el, t, state } = this.ctx;
    const wanted = this.find.value.trim().toLowerCase();
    const shown = state.sources.filter((s) => !wanted || s.name.toLowerCase().includes(wanted));
    this.field.hidden = state.sources.length < 12;
    const groups = groupSources(shown);
    const made = groups.flatMap(([phase, sources]) => [
      groups.length > 1 || phase ? el("h3", { class: "fase", text: phase ? t("sources.phase", { n: phase }) : t("sources.nophase") }) : null,
      ...sources.map((source) => this.makeSource(source)),
    ]);
    this.list.replaceChildren(...made.filter(Boolean));
    if (!state.sources.length) this.list.append(el("p", { class: "leeg stil", text: t("sources.none") }));
    const share = this.progress.get(state.source?.id);
    this.unfold.replaceChildren(el("span", { text: `› ${t("sources.title")}` }), el("b", { text: state.source?.name ?? "" }), el("span", { class: "num", text: share === undefined ? "" : `${share} %` }));
  }

  makeSource(source) {
    const { el, t, state } = this.ctx;
    const share = this.progress.get(source.id);
    const isNow = source.id === state.source?.id;
    const made = el("button", { class: "bron", "data-source": source.id, tabindex: isNow ? "0" : "-1", on: { click: () => this.onOpen(source.id) } },
      el("b", { text: source.name }),
      share === 100 ? el("span", { class: "stil", "aria-label": t("sources.done"), text: "✓" }) : share ? el("span", { class: "num stil", text: `${share} %` }) : el("span"),
      el("small", { text: this.describe(source) }));
    if (isNow) made.setAttribute("aria-current", "true");
    if (share && share < 100) made.append(el("span", { class: "gang", "aria-hidden": "true" }, el("i", { style: { width: `${share}%` } })));
    return made;
  }

  take(progress) {
    this.progress = new Map(Object.entries(progress));
    this.draw();
  }

  setShare(source, share) {
    if (this.progress.get(source) === share) return;
    this.progress.set(source, share);
    this.draw();
  }

  key(event) {
    const all = [...this.list.querySelectorAll(".bron")];
    const at = all.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(all.length - 1, at + step))].focus();
  }
}

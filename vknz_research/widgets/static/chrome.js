// The frame round the text: bar, heading of the source, status line, notice of a lost line, legend.

const chromeClock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export function clockTime(ms) {
  return chromeClock.format(ms);
}

// "one", "many" or "none" of a kind of message, for a number.
export function counted(key, n) {
  return `${key}.${n === 0 ? "none" : n === 1 ? "one" : "many"}`;
}

export class Chrome {
  constructor(ctx, { actions }) {
    this.ctx = ctx;
    const { el, t } = ctx;
    const button = (words, act, keys, extra = {}) => el("button", { class: "knop kaal", on: { click: act }, ...extra }, words, keys ? " " : null, keys ? el("kbd", { text: keys }) : null);
    this.memoCount = el("span", { class: "num" });
    this.workCount = el("span", { class: "num" });
    this.brand = el("div", { class: "merk" });
    this.bar = el("header", { class: "balk" }, this.brand, el("div", { class: "rechts" },
      button(t("bar.search"), () => actions.search(), "/"),
      button(el("span", {}, t("bar.memos"), " ", this.memoCount), () => ctx.openMemos()),
      button(el("span", {}, t("bar.worklist"), " ", this.workCount), () => ctx.openWorklist()),
      button(t("adjudicate.title"), () => ctx.openAdjudicate(), "⇧ c"),
      button(t("assignments.title"), () => ctx.openAssignments(), "a"),
      button(t("bar.keys"), () => actions.help(), "?"),
      button(t("sources.title"), () => ctx.root.classList.toggle("toonbronnen"), null, { class: "knop kaal alleensmal" }),
      button(t("narrow.codebook"), () => ctx.root.classList.toggle("toonboek"), null, { class: "knop kaal alleensmal" })));
    this.name = el("h1", {});
    this.about = el("span", { class: "stil over" });
    this.legendButton = button(t("head.legend"), () => ctx.openLegend(), null, { "aria-expanded": "false" });
    this.othersBox = el("input", { type: "checkbox", on: { change: (event) => ctx.setOthers(event.target.checked) } });
    this.others = el("label", { class: "knop kaal" }, this.othersBox, ` ${t("head.others")}`);
    this.heading = el("div", { class: "bronkop" }, this.name, this.about, el("span", { class: "rechts" }, button(t("head.next"), () => actions.nextUncoded(), "n"), this.others, this.legendButton));
    this.blind = el("p", { class: "blindregel", role: "note", hidden: true });
    this.saved = el("span", { class: "staat" });
    this.who = el("span", { class: "codeur" });
    this.version = el("span", { class: "versie" });
    this.last = el("span", { class: "laatst" });
    this.undoButton = el("button", { class: "tekstknop", on: { click: () => actions.undo() } }, t("status.undo"));
    this.place = el("span", { class: "rechts num" });
    this.message = el("span", { class: "melding", role: "status", "aria-live": "polite" });
    this.live = el("span", { class: "vh", "aria-live": "polite" });
    this.status = el("footer", { class: "status" }, this.saved, this.who, this.version, this.message, this.last, this.place, this.live);
    this.banner = el("div", { class: "storing", role: "alert", hidden: true });
  }

  drawHeading() {
    const { t, state } = this.ctx;
    const title = (state.study?.title ?? "").replace(/^Van Kijken Naar Zien( in)? ?/i, ""); // said once
    this.brand.replaceChildren("Van Kijken Naar Zien ", this.ctx.el("span", { text: title && `/ ${title}` }));
    const doc = state.source;
    this.name.textContent = doc?.name ?? "";
    this.name.title = doc?.name ?? "";
    for (const button of this.heading.querySelectorAll("button")) button.hidden = !doc;
    const parts = doc ? [doc.kind, doc.perspective, doc.phase && t("head.phase", { n: doc.phase }), t("head.revision", { n: doc.revision.number })] : [];
    this.about.textContent = parts.filter(Boolean).join(" · ");
    this.others.hidden = state.blind || state.hidden.has(doc?.id) || state.coders.size < 2;
    this.othersBox.checked = state.others;
    this.memoCount.textContent = state.memos.size || "";
    this.workCount.textContent = state.work || "";
  }

  drawBlind(words) {
    this.blind.textContent = words;
    this.blind.hidden = !words;
  }

  drawStatus(link) {
    const { t, state, el } = this.ctx;
    const words = {
      saved: link.savedAt ? t("status.saved", { time: clockTime(link.savedAt) }) : t("status.ready"),
      sending: t("status.sending"), waiting: t("status.sending"), lost: t("status.sending"),
    }[link.state];
    this.saved.textContent = link.state === "lost" ? "—" : words;
    this.saved.className = `staat ${link.state}`;
    this.who.replaceChildren(`${t("status.coder")} `, el("b", { text: state.coderName }), `, ${t(state.others ? "status.all" : "status.own")}`);
    this.version.textContent = state.source ? t("status.text", { n: state.source.revision.number }) : "";
    this.drawBanner(link);
  }

  drawBanner(link) {
    const { t } = this.ctx;
    const n = link.acts.length;
    const isBad = ["lost", "waiting"].includes(link.state);
    this.banner.hidden = !isBad;
    if (!isBad) return;
    const key = link.state === "lost" ? "lost" : "waiting";
    const where = this.ctx.isServed ? "lost.served" : "lost.restart";
    const words = [t(counted(key, n), { n }), link.state === "lost" ? t(where) : ""].join(" ").trim();
    if (this.banner.textContent !== words) this.banner.textContent = words;
  }

  drawLast() {
    const { t, state, el } = this.ctx;
    if (!state.last) return this.last.replaceChildren(!state.source || state.codings.size ? "" : t("status.empty"));
    return this.last.replaceChildren(el("span", { class: "was", title: state.last.words, text: t("status.last", { what: state.last.words }) }), " ", this.undoButton, " ", el("kbd", { text: "Ctrl Z" }));
  }

  drawPlace(transcript, share) {
    const { t } = this.ctx;
    const turn = transcript.rows[transcript.current]?.turn ?? 0;
    this.place.textContent = transcript.rows.length ? `${t("status.turn", { i: turn + 1, n: transcript.turns.length })} · ${t("status.coded", { p: share })}` : "";
  }

  // A message of the moment stands until the next one, and is read aloud.
  tell(words) {
    this.message.textContent = words;
  }

  openLegend() {
    const { el, t, state, root } = this.ctx;
    const old = root.querySelector(".legenda");
    if (old) return this.closeLegend(old);
    const rows = [...state.here].map(([id, n]) => [state.codes.get(id), n]).filter(([code]) => code).sort(([a], [b]) => (a.path < b.path ? -1 : 1));
    const box = el("section", { class: "legenda", role: "dialog", "aria-label": t("legend.title"), tabindex: "-1" },
      el("p", { class: "stil", text: rows.length ? t("legend.hint") : t("legend.none") }),
      el("ul", {}, ...rows.map(([code, n]) => this.legendRow(code, n))),
      rows.length ? el("button", { class: "knop", on: { click: () => [this.ctx.setFilter(new Set()), this.closeLegend(box)] } }, t("legend.all")) : null);
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.closeLegend(box);
    });
    this.legendButton.setAttribute("aria-expanded", "true");
    root.append(box);
    return (box.querySelector("input") ?? box.querySelector("button"))?.focus();
  }

  legendRow(code, n) {
    const { el, state } = this.ctx;
    const change = (event) => {
      const filter = new Set(state.filter);
      if (event.target.checked) filter.add(code.id);
      else filter.delete(code.id);
      this.ctx.setFilter(filter);
    };
    const box = el("input", { type: "checkbox", checked: state.filter.has(code.id), on: { change } });
    return el("li", {}, el("label", {}, box, this.ctx.seal(code), el("i", { class: "staal", "data-code": code.id }), el("span", { text: code.name }), el("span", { class: "num stil", text: n })));
  }

  closeLegend(box) {
    box.remove();
    this.legendButton.setAttribute("aria-expanded", "false");
    this.legendButton.focus();
  }
}

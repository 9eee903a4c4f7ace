// Presentation mode: the agenda point by point, in big type, with its fragments.
import { el, fill } from "./dom.js";
import { labelOf, makePillar } from "./playerparts.js";
import { groupAgenda, writeStretch } from "./playertime.js";

/** Return the slides of an agenda, in order: each point with the part it stands in. */
export function listSlides(agenda) {
  return groupAgenda(agenda).flatMap(({ part, items }) => items.map((item) => ({ part, item })));
}

export class PlayerShow {
  constructor(page) {
    Object.assign(this, { page, t: page.t, box: null, at: 0 });
  }

  get isOpen() {
    return this.box !== null;
  }

  async open() {
    const { page, t } = this;
    this.slides = listSlides(page.state.agenda);
    if (!this.slides.length) return page.say(t("present.none"), true);
    page.media.pause();
    Object.assign(this, { before: page.media.now, at: 0 });
    this.picture = el("div", { class: "toonbeeld" });
    this.words = el("div", { class: "toontekst" });
    this.foot = el("footer", {});
    this.box = el("section", { class: "tonen", role: "dialog", "aria-modal": "true", "aria-label": t("present.title"), tabindex: -1 }, this.picture, this.words, this.foot);
    this.box.addEventListener("keydown", (event) => this.keys(event));
    this.home = page.media.media.parentElement;
    page.ctx.root.append(this.box);
    page.ctx.root.dataset.tonen = "true";
    this.full = () => !document.fullscreenElement && this.wasFull && this.close();
    document.addEventListener("fullscreenchange", this.full);
    this.box.focus();
    await this.fillScreen();
    return this.show(0);
  }

  // Where the whole screen may not be taken (a frame, a notebook), the page itself is taken.
  async fillScreen() {
    if (!this.box.requestFullscreen || !document.fullscreenEnabled) return;
    try {
      await this.page.ctx.root.requestFullscreen();
      this.wasFull = true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  close() {
    if (!this.isOpen) return;
    document.removeEventListener("fullscreenchange", this.full);
    if (document.fullscreenElement) document.exitFullscreen();
    this.wasFull = false;
    this.page.media.pause();
    this.home.prepend(this.page.media.media);
    this.box.remove();
    this.box = null;
    delete this.page.ctx.root.dataset.tonen;
    this.page.media.seek(this.before);
    this.page.ctx.focusText();
  }

  async show(at) {
    this.at = Math.max(0, Math.min(this.slides.length - 1, at));
    const { item, part } = this.slides[this.at];
    this.page.media.pause();
    this.draw(item, part);
    if (item.begin === null || item.begin === undefined) return;
    await this.page.prepareFragment(item);
    if (!this.isOpen || this.slides[this.at].item !== item) return;
    const isSeen = this.page.media.canPlay;
    this.picture.hidden = !isSeen;
    this.box.classList.toggle("metbeeld", isSeen);
    if (!isSeen) return this.note(this.page.currentRecording?.reason || this.t("present.closed"));
    this.picture.prepend(this.page.media.media);
    this.again();
  }

  draw(item, part) {
    const { t, page } = this;
    const isQuoted = item.pillar === "klant";
    const times = writeStretch(item);
    this.picture.hidden = true;
    this.box.classList.remove("metbeeld");
    const whose = { own: page.state.trajectory.klantmanager, klant: t("agenda.klant") }[item.pillar] ?? labelOf(page.state.choices.pillars, item.pillar);
    fill(this.words, el("p", { class: "deelnaam", text: t(`agenda.part.${part}`) }), el("p", { class: isQuoted ? "groot lees" : "groot", "aria-live": "polite", text: isQuoted ? `‘${item.body}’` : item.body }), el("p", { class: "bij" }, makePillar(item.pillar, ""), el("span", { text: whose }), times ? el("span", { class: "num", text: `▶ ${times}` }) : null), el("p", { class: "noot", role: "status" }));
    const button = (key, words, run) => el("button", { class: "knop kaal", tabindex: -1, on: { click: run } }, el("kbd", { text: key }), " ", t(words));
    fill(this.foot, el("span", { class: "num", text: t("present.place", { n: this.at + 1, all: this.slides.length }) }), button("←", "present.previous", () => this.show(this.at - 1)), button("→", "present.next", () => this.show(this.at + 1)), times ? [button("␣", "media.play", () => page.media.toggle()), button("h", "present.again", () => this.again())] : null, el("span", { class: "rechts" }, button("Esc", "present.leave", () => this.close())));
  }

  note(text) {
    this.words.querySelector(".noot").textContent = text;
  }

  again() {
    const { item } = this.slides[this.at];
    if (item.begin !== null && item.begin !== undefined && this.page.media.canPlay) this.page.media.playStretch(item);
  }

  keys(event) {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      ArrowRight: () => this.show(this.at + 1), PageDown: () => this.show(this.at + 1), Enter: () => this.show(this.at + 1), ArrowLeft: () => this.show(this.at - 1), PageUp: () => this.show(this.at - 1),
      Home: () => this.show(0), End: () => this.show(this.slides.length - 1), " ": () => this.page.media.toggle(), h: () => this.again(), b: () => this.page.media.skip(-2000), Escape: () => this.close(),
    };
    if (event.key === "Tab" || acts[event.key]) event.preventDefault();
    acts[event.key]?.();
  }
}

// The pages that look at the material: one module, which swaps what it shows and keeps the filter in the address.
import { el, fill } from "./dom.js";
import { startDesk } from "./desk.js";
import { codeStyles } from "./colours.js";
import { lookingWords } from "./lookingwords.js";
import { LOOK_PATHS, readAddress, writeAddress } from "./lookaddress.js";
import { findShared } from "./lookparts.js";
import { LookFilter } from "./lookfilter.js";
import { drawOverview } from "./lookoverview.js";
import { drawSources } from "./looksources.js";
import { drawThemes } from "./lookthemes.js";
import { drawPerspectives } from "./lookperspectives.js";
import { drawPassages } from "./lookpassages.js";

const LOOK_PAGES = {
  overview: { ask: "overview", draw: drawOverview, args: () => ({}) },
  sources: { ask: "sources", draw: drawSources, args: ({ rest }) => ({ framework: rest.kader ?? "" }) },
  themes: { ask: "instrument", draw: drawThemes, args: ({ rest }) => ({ code: rest.code ?? "" }) },
  perspectives: { ask: "perspectives", draw: drawPerspectives, args: ({ rest }) => ({ code: rest.code ?? "" }) },
  passages: { ask: "passages", draw: drawPassages, args: ({ rest }) => ({ query: rest.vraag ?? "*", section: rest.paragraaf ?? "", by: rest.van ?? "", offset: 0 }) },
};

class LookingRoom {
  constructor(ctx) {
    this.ctx = ctx;
    this.turn = 0;
    this.filter = new LookFilter(ctx, (choice, snapshot = ctx.address.snapshot) => this.change(choice, snapshot));
    this.styles = el("style");
    this.main = el("main", { id: "inhoud", class: "blad", tabindex: "-1" });
    const number = new Intl.NumberFormat(ctx.language === "en" ? "en-GB" : "nl");
    Object.assign(ctx, {
      number: (n) => number.format(n),
      ask: (act, args = {}) => ctx.line.ask(act, { choice: ctx.address.choice, snapshot: ctx.address.snapshot, ...args }),
      href: (path, extra = {}, choice, snapshot = ctx.address.snapshot) => writeAddress(path, { choice: choice === null ? {} : { ...ctx.address.choice, ...choice }, snapshot }, extra),
      go: (href) => this.go(href),
      again: () => this.show(),
      redraw: () => this.draw(),
    });
    ctx.root.append(this.styles, this.filter.element, this.main);
    this.onPop = () => this.show();
    this.onClick = (event) => this.follow(event);
    window.addEventListener("popstate", this.onPop);
    document.addEventListener("click", this.onClick);
    this.show();
  }

  // A plain click on a link to one of these pages swaps what is shown; all others load as links do.
  follow(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node.tagName === "A" && node.href);
    if (!link || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !(url.pathname in LOOK_PATHS)) return;
    event.preventDefault();
    this.go(url.pathname + url.search);
  }

  go(href) {
    const isOther = new URL(href, location.href).pathname !== location.pathname;
    if (href !== location.pathname + location.search) history.pushState({ at: 0 }, "", href);
    return this.show(isOther || undefined);
  }

  change(choice, snapshot) {
    const { path, rest } = this.ctx.address;
    history.pushState({}, "", writeAddress(path, { choice, snapshot }, rest));
    this.show();
  }

  async show(isNewPage = false) {
    const { ctx } = this;
    const started = performance.now();
    const turn = (this.turn += 1);
    const address = { path: location.pathname, ...readAddress(location.search) };
    ctx.address = address;
    const page = LOOK_PAGES[LOOK_PATHS[address.path]] ?? LOOK_PAGES[ctx.opens] ?? LOOK_PAGES.overview;
    const under = JSON.stringify([address.choice, address.snapshot]);
    this.main.setAttribute("aria-busy", "true");
    if (ctx.state) this.filter.draw();
    const [state, found] = await Promise.allSettled([under === this.under && ctx.state ? ctx.state : ctx.ask("state"), ctx.ask(page.ask, page.args(address))]);
    if (turn !== this.turn) return;
    this.page = page;
    if (state.status === "fulfilled") this.take(state.value, under);
    if (found.status === "fulfilled") this.found = found.value;
    const refusal = state.reason ?? found.reason;
    if (refusal) this.refuse(refusal, state.status === "fulfilled");
    else this.draw();
    this.markBar();
    this.main.removeAttribute("aria-busy");
    if (isNewPage) [(this.main.scrollTop = 0), this.main.querySelector("h1")?.focus({ preventScroll: true })];
    ctx.root.dataset.page = LOOK_PATHS[address.path];
    ctx.root.dataset.ready = location.pathname + location.search;
    ctx.root.dataset.took = String(Math.round(performance.now() - started));
    this.warm(turn, under);
  }

  // What the other pages need is computed while somebody reads this one.
  warm(turn, under) {
    if (this.warmed === under) return;
    setTimeout(() => {
      if (turn !== this.turn) return;
      this.warmed = under;
      this.ctx.ask("warm").catch(() => {}); // a page that is refused says so itself
    }, 400);
  }

  take(state, under) {
    const { ctx } = this;
    if (state === ctx.state) return;
    ctx.state = state;
    ctx.codes = new Map(state.codes.map((code) => [code.id, code]));
    ctx.shared = findShared(state.codes);
    this.styles.textContent = codeStyles(state.codes, ".vk");
    this.under = under;
  }

  draw() {
    this.filter.draw();
    fill(this.main, this.page.draw(this.ctx, this.found));
  }

  // What cannot be shown says why, and how to go on; a question stays in its field to be mended.
  refuse(refusal, isQuestion) {
    const { ctx } = this;
    const { rest, path } = ctx.address;
    if (isQuestion && this.page === LOOK_PAGES.passages) {
      this.found = { query: rest.vraag ?? "", total: 0, hidden: 0, sources: 0, offset: 0, passages: [], error: refusal.message };
      return this.draw();
    }
    return fill(this.main, el("p", { class: "melding fout", role: "alert" }, refusal.message, " ", el("a", { href: writeAddress(path, {}, rest), text: ctx.t("filter.clear") })));
  }

  // The bar above is of the whole page: it says where one is, and its links keep the filter.
  markBar() {
    const { ctx } = this;
    const { choice, snapshot, path } = ctx.address;
    for (const link of document.querySelectorAll(".vknz-bar nav a")) {
      const to = new URL(link.href).pathname;
      const { bron, ...others } = choice;
      link.href = writeAddress(to, { choice: to === "/" ? others : choice, snapshot });
      if (to === path) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const here = document.querySelector('.vknz-bar nav a[aria-current="page"]');
    const title = document.title.split(" · ").at(-1);
    if (here) document.title = `${here.textContent.trim()} · ${title}`;
  }

  close() {
    window.removeEventListener("popstate", this.onPop);
    document.removeEventListener("click", this.onClick);
  }
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "kijken", lookingWords, (ctx) => {
    const room = new LookingRoom(ctx);
    return () => room.close();
  });
}

export default { render };

// The preview: one section as the engine of the report sets it, in a frame that reaches nothing.
import { el } from "./dom.js";

export class BuilderLook {
  constructor(ctx, box) {
    Object.assign(this, { ctx, box, asked: 0, library: null });
    this.frame = el("iframe", { class: "proefblad", title: ctx.t("builder.preview"), sandbox: "allow-scripts" });
    this.told = el("p", { class: "stil", role: "status" });
    this.why = el("p", { class: "leeg", role: "status" });
    box.append(el("div", { class: "kopr" }, el("h2", { text: ctx.t("builder.preview") }), this.told), this.why, this.frame);
  }

  /** Show a section; of several asks only the last one counts. */
  async show(name, section) {
    const mine = (this.asked += 1);
    const { t, line } = this.ctx;
    this.told.textContent = t("builder.wait");
    try {
      const { html, mark } = await line.ask("preview", { name, section });
      const needs = html.includes(mark);
      if (needs) this.library ??= line.ask("drawing");
      const library = needs ? (await this.library).text : "";
      if (mine !== this.asked) return;
      this.why.textContent = "";
      this.frame.hidden = !html;
      this.frame.srcdoc = needs ? html.replace(mark, () => library) : html;
      this.told.textContent = t(html ? "builder.previewhint" : "builder.out");
    } catch (error) {
      if (mine === this.asked) this.refuse(error.message);
    }
  }

  /** Say in the place of the preview why there is none. */
  refuse(words) {
    this.frame.hidden = true;
    this.frame.srcdoc = "";
    this.told.textContent = "";
    this.why.textContent = words;
  }
}

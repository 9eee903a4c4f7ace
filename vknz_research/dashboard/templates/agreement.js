// The page Overeenstemming: Python measures, this draws and asks for the passages behind a number.
const UNITS = ["character", "turn", "sentence", "window:200", "ms"];
const FIRST = ["percent", "alpha_nominal", "alpha_binary", "u_alpha", "u_alpha_binary", "cu_alpha"];
const LOWEST = -0.2; // left end of a scale; what lies below is drawn there

export function formatNumber(value, language, digits = 3) {
  if (value === null || value === undefined) return "–";
  const rounded = Number(value.toFixed(digits)) + 0; // no minus zero
  return rounded.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
}

export function formatInterval(row, language) {
  if (row.low === null || row.high === null) return "–";
  return `${formatNumber(row.low, language)} – ${formatNumber(row.high, language)}`;
}

export function placeOnScale(value, width) {
  const kept = Math.min(1, Math.max(LOWEST, value));
  return ((kept - LOWEST) / (1 - LOWEST)) * width;
}

// One lane per code and coder, in the order of the codes; each mark in shares of the text.
export function layLanes(overlap) {
  const codes = [...new Set(overlap.marks.map((mark) => mark.code))].sort();
  return codes.flatMap((code) =>
    overlap.coders.map((coder, at) => ({
      code,
      coder,
      isFirst: at === 0,
      marks: overlap.marks
        .filter((mark) => mark.code === code && mark.coder === coder)
        .map((mark) => ({ start: mark.start, end: mark.end, left: mark.start / overlap.characters, width: (mark.end - mark.start) / overlap.characters })),
    })),
  );
}

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function draw(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function drawScale(row) {
  const width = 160;
  const at = (value) => placeOnScale(value, width);
  const scale = draw("svg", { class: "schaal", viewBox: "-4 0 168 16", "aria-hidden": "true" });
  scale.append(draw("line", { class: "as", x1: 0, x2: width, y1: 8, y2: 8 }), draw("line", { class: "nul", x1: at(0), x2: at(0), y1: 2, y2: 14 }));
  if (row.value === null) return scale;
  if (row.low !== null) scale.append(draw("line", { class: "lijn", x1: at(row.low), x2: at(row.high), y1: 8, y2: 8 }));
  scale.append(draw("circle", { class: "punt", cx: at(row.value), cy: 8, r: 4 }));
  return scale;
}

// A path may break after a slash, and nowhere else.
function breakable(path) {
  return path.split("/").flatMap((part, at) => (at ? ["/", document.createElement("wbr"), part] : [part]));
}

function makeTable(headings, rows) {
  const head = headings.map(([name, isNumber]) => make("th", { scope: "col", class: isNumber ? "getal" : null }, name));
  const body = rows.map((row) => {
    const cells = row.cells.map((cell, at) => make("td", { class: headings[at][1] ? "getal" : null }, cell instanceof Node ? cell : String(cell ?? "–")));
    return make("tr", { "data-row": row.key ?? null }, ...cells);
  });
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
}

class AgreementPage {
  constructor(model, root) {
    this.model = model;
    this.words = model.words;
    this.language = model.language;
    this.choice = { unit: "character", rolled: false };
    this.waiting = new Map();
    this.next = 1;
    this.main = make("main", {});
    this.aside = make("aside", { "aria-live": "polite", "aria-label": this.words.passages });
    root.append(this.main, this.aside);
  }

  ask(message) {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.model.send_msg({ id, ...this.choice, ...message });
    });
  }

  hear(answer) {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (!waiting) return;
    if (answer.ok) waiting.resolve(answer.result);
    else waiting.reject(new Error(answer.message));
  }

  async load() {
    const number = (this.loading = (this.loading ?? 0) + 1);
    this.hint(this.words.passages_hint);
    this.main.replaceChildren(make("h1", {}, this.words.title), this.choices(), make("p", { role: "status" }, this.words.busy));
    try {
      const found = await this.ask({ ask: "agreement" });
      if (number === this.loading) this.show(found);
    } catch (error) {
      this.main.lastChild.textContent = error.message;
    }
  }

  choices() {
    const options = UNITS.map((unit) => make("option", { value: unit, selected: unit === this.choice.unit }, this.words[unit]));
    const unit = make("select", { onchange: (event) => this.choose({ unit: event.target.value }) }, ...options);
    const rolled = make("input", { type: "checkbox", checked: this.choice.rolled, onchange: (event) => this.choose({ rolled: event.target.checked }) });
    return make("div", { class: "keuzes" }, make("label", {}, `${this.words.unit} `, unit), make("label", {}, rolled, ` ${this.words.rolled}`));
  }

  choose(change) {
    this.choice = { ...this.choice, ...change };
    this.load();
  }

  show(found) {
    const parts = [make("h1", {}, this.words.title)];
    if (!found.sources.length) parts.push(make("p", {}, this.words.none), this.showLeftOut(found));
    else {
      parts.push(...found.sentences.map((sentence) => make("p", {}, sentence)), this.choices());
      parts.push(...this.showOverall(found), ...this.showCodes(found), ...this.showConfused(found));
      parts.push(...this.showStyle(found), ...this.showOverlap(found), ...this.showRounds(found), this.showLeftOut(found));
    }
    this.main.replaceChildren(...parts.filter(Boolean));
  }

  coefficientTable(rows) {
    const w = this.words;
    const cells = (row) => [
      w[row.coefficient] ?? row.coefficient,
      row.value === null ? w.undefined : formatNumber(row.value, this.language),
      formatInterval(row, this.language),
      drawScale(row),
      make("span", { class: "zacht" }, row.note),
    ];
    const headings = [[w.coefficient], [w.value, true], [w.interval, true], [""], [w.says]];
    return makeTable(headings, rows.map((row) => ({ cells: cells(row) })));
  }

  showOverall(found) {
    const first = found.overall.filter((row) => FIRST.includes(row.coefficient));
    const others = found.overall.filter((row) => !FIRST.includes(row.coefficient));
    const more = make("details", {}, make("summary", {}, this.words.more), this.coefficientTable(others));
    const differ = () => this.showPassages(null, this.words.overall, {});
    const button = make("button", { type: "button", onclick: differ }, this.words.differences);
    return [make("h2", {}, this.words.overall), this.coefficientTable(first), more, make("div", { class: "keuzes" }, button)];
  }

  showCodes(found) {
    const w = this.words;
    const rows = found.codes.map((row) => ({
      key: `code:${row.code}`,
      cells: [
        make("button", { type: "button", onclick: () => this.showPassages(`code:${row.code}`, row.code, { code: row.code }) }, ...breakable(row.code)),
        formatNumber(row.value, this.language),
        formatInterval(row, this.language),
        drawScale(row),
        row.prevalence === null ? "–" : `${formatNumber(100 * row.prevalence, this.language, 1)}\u202f%`,
        make("span", { class: "zacht" }, row.sentence),
      ],
    }));
    const headings = [[w.code], [w.alpha, true], [w.interval, true], [""], [w.prevalence, true], [w.says]];
    return [make("h2", {}, w.codes), make("p", {}, w.codes_hint), makeTable(headings, rows)];
  }

  showConfused(found) {
    const w = this.words;
    if (!found.confused.length) return [make("h2", {}, w.confused), make("p", {}, w.confused_none)];
    const rows = found.confused.map((row) => {
      const title = `${row.code} ${w.and} ${row.other}`;
      const key = `pair:${row.code}:${row.other}`;
      const button = make("button", { type: "button", onclick: () => this.showPassages(key, title, { code: row.code, other: row.other }) }, ...breakable(title));
      return { key, cells: [button, formatNumber(row.characters, this.language, 0)] };
    });
    return [make("h2", {}, w.confused), makeTable([[w.code], [w.characters, true]], rows)];
  }

  showStyle(found) {
    const w = this.words;
    const number = (value, digits = 0) => formatNumber(value, this.language, digits);
    const rows = found.style.map((row) => ({
      cells: [row.coder, number(row.sources), number(row.codings), number(row.codes), number(row.median_length), `${number(100 * row.share, 1)}\u202f%`],
    }));
    const headings = [[w.coder], [w.sources, true], [w.codings, true], [w.different, true], [w.median_length, true], [w.share, true]];
    return [make("h2", {}, w.style), make("p", {}, found.style_sentence), makeTable(headings, rows)];
  }

  showOverlap(found) {
    const w = this.words;
    const options = found.sources.map((source) => make("option", { value: source.id }, source.name));
    const select = make("select", { "aria-label": w.source, onchange: () => fill() }, ...options);
    const map = make("div", { class: "kaart" });
    const fill = async () => {
      const wanted = select.value;
      const overlap = await this.ask({ ask: "overlap", source: wanted });
      if (select.value === wanted) map.replaceChildren(...layLanes(overlap).map((lane) => this.drawLane(lane, found.colours)));
    };
    const differ = () => this.showPassages(null, select.selectedOptions[0].textContent, { source: select.value });
    const button = make("button", { type: "button", onclick: differ }, w.differences);
    fill().catch((error) => map.replaceChildren(error.message));
    return [make("h2", {}, w.overlap), make("div", { class: "keuzes" }, make("label", {}, `${w.source} `, select), button), map];
  }

  drawLane(lane, colours) {
    const strip = make("div", { class: "strook", role: "img", "aria-label": `${lane.code}, ${lane.coder}: ${lane.marks.length}` });
    for (const mark of lane.marks) {
      const bar = make("i", { title: `${lane.coder} · ${lane.code} · ${mark.start}–${mark.end}` });
      bar.style.left = `${100 * mark.left}%`;
      bar.style.width = `${100 * mark.width}%`;
      bar.style.background = colours[lane.code] ?? "var(--vk-me)";
      strip.append(bar);
    }
    const name = lane.isFirst ? `${lane.code} · ${lane.coder}` : lane.coder;
    return make("div", { class: lane.isFirst ? "baan" : "baan vervolg" }, make("span", {}, ...breakable(name)), strip);
  }

  showRounds(found) {
    const w = this.words;
    if (!found.rounds.length) return [make("h2", {}, w.rounds), make("p", {}, w.rounds_none)];
    const title = (row) => {
      const name = `${row.number}. ${row.title}`;
      return make("button", { type: "button", onclick: () => this.showPassages(`round:${row.number}`, name, { round: row.number }) }, name);
    };
    const rows = found.rounds.map((row) => ({
      key: `round:${row.number}`,
      cells: [title(row), row.coders, row.sources, row.code_revision, row.value === null ? w.undefined : formatNumber(row.value, this.language), formatInterval(row, this.language), drawScale(row)],
    }));
    const headings = [[w.round], [w.coder], [w.sources, true], [w.revision, true], [w.alpha, true], [w.interval, true], [""]];
    return [make("h2", {}, w.rounds), make("p", {}, w.rounds_hint), makeTable(headings, rows)];
  }

  showLeftOut(found) {
    if (!found.left_out.length) return null;
    const items = found.left_out.map((row) => make("li", {}, `${row.name}. ${row.note}`));
    const title = `${this.words.left_out} (${items.length})`;
    return make("details", {}, make("summary", {}, title), make("ul", {}, ...items));
  }

  hint(text) {
    this.aside.replaceChildren(make("h2", {}, this.words.passages), make("p", {}, text));
  }

  async showPassages(key, title, wanted) {
    for (const row of this.main.querySelectorAll("tr[data-row]")) row.classList.toggle("gekozen", row.dataset.row === key);
    const number = (this.asking = (this.asking ?? 0) + 1);
    try {
      const found = await this.ask({ ask: "passages", ...wanted });
      if (number === this.asking) this.drawPassages(title, found);
    } catch (error) {
      this.hint(error.message);
    }
  }

  drawPassages(title, found) {
    const count = found.total > found.passages.length ? `${found.passages.length} ${this.words.shown} ${found.total}` : String(found.total);
    const drawn = found.passages.map((row) =>
      make(
        "div",
        { class: "fragment" },
        make("div", {}, [row.source, row.speaker].filter(Boolean).join(" · ") + ` · ${row.start}–${row.end}`),
        make("blockquote", {}, row.text),
        make("div", {}, row.given),
      ),
    );
    const body = drawn.length ? drawn : [make("p", {}, this.words.passages_none)];
    this.aside.replaceChildren(make("h2", {}, `${this.words.passages}: ${title} (${count})`), ...body);
    this.aside.scrollTop = 0;
  }
}

export function render({ model }) {
  const root = document.createElement("div");
  root.className = "vk av";
  root.lang = model.language;
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => root.classList.toggle("donker", scheme.matches);
  dress();
  scheme.addEventListener("change", dress);
  const page = new AgreementPage(model, root);
  model.on("msg:custom", (event) => page.hear(event.data ?? event));
  model.on("remove", () => scheme.removeEventListener("change", dress));
  page.load();
  return root;
}

export default { render };

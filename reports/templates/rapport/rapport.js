// Draws the figures in the colours of the paper, lets them be saved, and marks the place in the contents. No network.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paperWidth = 585; // pixels between the margins of an A4
const quiet = {displayModeBar: false, responsive: true};

/** The same figure with each colour of the light paper replaced by its twin. */
function repaint(value, twins) {
  if (typeof value === "string") return twins[value.toLowerCase()] ?? value;
  if (Array.isArray(value)) return value.map((part) => repaint(part, twins));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, repaint(part, twins)]));
}

function drawFigure(place, figure, isDark) {
  const shown = repaint(figure, isDark ? rapport.twins : {});
  return Plotly.react(place, shown.data, shown.layout, quiet);
}

function addSaving(place, name, figure) {
  const line = document.createElement("span");
  line.className = "bewaar";
  line.append(rapport.words.save);
  for (const format of ["png", "svg"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = format.toUpperCase();
    button.setAttribute("aria-label", `${rapport.words.save} ${format.toUpperCase()}: ${name}`);
    button.onclick = () => saveFigure(place, name, figure, format);
    line.append(button);
  }
  place.parentElement.querySelector(".onder").append(line);
}

function saveFigure(place, name, figure, format) {
  const layout = {...figure.layout, paper_bgcolor: "#ffffff", width: place.clientWidth};
  const size = {width: place.clientWidth, height: place.clientHeight};
  return Plotly.downloadImage({data: figure.data, layout}, {format, filename: name, scale: format === "png" ? 2 : 1, ...size});
}

async function drawAll(isDark) {
  const places = [...document.querySelectorAll(".plot")];
  for (const [index, figure] of (rapport.figures ?? []).entries()) {
    await drawFigure(places[index], figure, isDark);
    await new Promise((ready) => setTimeout(ready));
  }
}

/** Light and as wide as the paper, at once: the printer does not wait for the next turn. */
function drawForPaper() {
  const places = [...document.querySelectorAll(".plot")];
  rapport.figures.forEach((figure, index) => {
    const width = Math.min(places[index].clientWidth, paperWidth);
    drawFigure(places[index], {...figure, layout: {...figure.layout, width, autosize: false}}, false);
  });
}

function followReader() {
  const links = new Map([...document.querySelectorAll(".inhoud a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const heads = [...document.querySelectorAll("main .k1, main .k2")].filter((head) => links.has(head.id));
  const mark = () => {
    const past = heads.filter((head) => head.getBoundingClientRect().top < innerHeight / 3).pop();
    for (const [id, link] of links) past?.id === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  };
  addEventListener("scroll", () => requestAnimationFrame(mark), {passive: true});
  mark();
}

for (const box of document.querySelectorAll(".breed")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
followReader();
if (rapport.figures) {
  document.querySelectorAll(".plot").forEach((place, i) => addSaving(place, rapport.names[i], rapport.figures[i]));
  drawAll(dark.matches);
  dark.addEventListener("change", () => drawAll(dark.matches));
  addEventListener("beforeprint", drawForPaper);
  addEventListener("afterprint", () => drawAll(dark.matches));
}

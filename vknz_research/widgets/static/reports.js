// The page of made reports: what there is, for whom it was made, and the files to read.
import { el, fill } from "./dom.js";
import { startDesk, writeDate } from "./desk.js";

export const reportsWords = {
  nl: {
    "reports.title": "Rapporten",
    "reports.hint": "Gemaakte rapporten, om te lezen. Ze zijn om van te leren en nooit voor de beoordeling van personen.",
    "reports.none": "Nog geen rapporten. Een onderzoeker maakt ze met vknz report.",
    "reports.none.public": "Nog geen rapporten voor een breder publiek. Zodra de onderzoekers er een maken, staat het hier.",
    "reports.make": "Rapport maken", "reports.name": "rapport", "reports.snapshot": "momentopname", "reports.audience": "publiek", "reports.language": "taal",
    "reports.made": "gemaakt op", "reports.files": "lezen",
    "reports.internal": "binnen het project", "reports.public": "openbaar", "reports.nl": "Nederlands", "reports.en": "Engels",
  },
  en: {
    "reports.title": "Reports",
    "reports.hint": "Reports that were made, to read. They are to learn from and never for the assessment of persons.",
    "reports.none": "No reports yet. A researcher makes them with vknz report.",
    "reports.none.public": "No reports for a wider public yet. As soon as the researchers make one, it stands here.",
    "reports.make": "Make a report", "reports.name": "report", "reports.snapshot": "snapshot", "reports.audience": "audience", "reports.language": "language",
    "reports.made": "made on", "reports.files": "read",
    "reports.internal": "within the project", "reports.public": "public", "reports.nl": "Dutch", "reports.en": "English",
  },
};

/** Return the kind of a file, as its link says it. */
export function fileKind(name) {
  return name.slice(name.lastIndexOf(".") + 1).toUpperCase();
}

function drawReports(ctx, { reports, files, publicOnly }) {
  const { t } = ctx;
  const columns = ["name", "snapshot", ...(publicOnly ? [] : ["audience"]), "language", "made", "files"];
  const row = (report) => {
    const links = report.files.map((name) => [el("a", { href: `${files}/${encodeURIComponent(name)}`, target: "_blank", rel: "noopener", "aria-label": `${report.title}, ${fileKind(name)}` }, fileKind(name)), " "]);
    const cells = { name: el("b", { text: report.title }), snapshot: report.snapshot, audience: t(`reports.${report.audience}`), language: t(`reports.${report.language}`), made: writeDate(report.made, ctx.language), files: links };
    return el("tr", {}, columns.map((column) => el("td", {}, cells[column])));
  };
  const head = el("tr", {}, columns.map((column) => el("th", { scope: "col", text: t(`reports.${column}`) })));
  return el("table", {}, el("thead", {}, head), el("tbody", {}, reports.map(row)));
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "rapporten", reportsWords, (ctx) => {
    const box = el("section", { class: "vak" });
    const link = el("a", { class: "knop eerst", href: "", hidden: true, text: ctx.t("reports.make") });
    ctx.root.append(el("div", { class: "blad" }, el("div", { class: "kopr" }, el("h1", { text: ctx.t("reports.title") }), el("span", { class: "rechts" }, link)), el("p", { class: "uitleg", text: ctx.t("reports.hint") }), box));
    ctx.line.ask("reports").then(
      (found) => {
        link.hidden = !found.make;
        link.href = found.make;
        fill(box, found.reports.length ? drawReports(ctx, found) : el("p", { class: "leeg", text: ctx.t(found.publicOnly ? "reports.none.public" : "reports.none") }));
      },
      (error) => fill(box, el("p", { class: "leeg", role: "alert", text: error.message })),
    );
  });
}

export default { render };

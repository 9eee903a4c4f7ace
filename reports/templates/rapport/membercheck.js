// Keeps what the project group answers: on this device, until it is kept as a file. No network.

/** Return the file of what was filled in: only sections with a choice or words. */
export function collectResponses(boxes, asked, who, date) {
  const responses = boxes
    .map((box) => ({ section: box.section, title: box.title, agrees: box.agrees, text: box.text.trim() }))
    .filter((one) => one.agrees || one.text);
  const { report, name, snapshot, language } = asked;
  return { kind: "vknz-membercheck", version: 1, report, name, snapshot, language, who, date, responses };
}

/** Return the name of the file: of the role and the day, without signs that a disk refuses. */
export function nameFile(role, date) {
  const plain = role.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `reacties-${plain || "projectgroep"}-${date}.json`;
}

export function readBox(box) {
  const { section, title } = box.dataset;
  return { section, title, agrees: box.querySelector("input:checked")?.value ?? "", text: box.querySelector("textarea").value };
}

export function fillBox(box, kept) {
  if (!kept) return;
  for (const radio of box.querySelectorAll("input")) radio.checked = radio.value === kept.agrees;
  box.querySelector("textarea").value = kept.text;
}

export function startResponses(page, asked) {
  const boxes = [...page.querySelectorAll("fieldset.reactie")];
  const fields = ["role", "name"].map((name) => page.querySelector(`.wie input[name=${name}]`));
  const told = page.querySelector("[data-told]");
  const place = `vknz-membercheck-${asked.snapshot}-${asked.name}`;
  const who = () => ({ role: fields[0].value.trim(), name: fields[1].value.trim() });
  const collect = () => collectResponses(boxes.map(readBox), asked, who(), new Date().toLocaleDateString("sv"));
  const remember = () => {
    try {
      localStorage.setItem(place, JSON.stringify(collect()));
    } catch {
      // A browser that keeps nothing for files: what is filled in stays as long as the page.
    }
  };
  const recall = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(place) ?? "null");
      if (!kept) return;
      fields.forEach((field) => (field.value = kept.who[field.name]));
      boxes.forEach((box) => fillBox(box, kept.responses.find((one) => one.section === box.dataset.section)));
    } catch {
      // As above.
    }
  };
  const keep = () => {
    const found = collect();
    if (!found.responses.length) return void (told.textContent = asked.words.none);
    if (!found.who.role) {
      told.textContent = asked.words.role;
      return fields[0].focus();
    }
    const link = page.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(found, null, 1)}\n`], { type: "application/json" }));
    link.download = nameFile(found.who.role, found.date);
    link.click();
    told.textContent = asked.words.kept.replace("{file}", link.download);
  };
  recall();
  page.addEventListener("input", remember);
  page.querySelector("[data-keep]").addEventListener("click", keep);
}

// The form of the Samenleerwijzer: choose cards, fill in the sheet, keep it as a text.
const MOST = 2;

export function chooseCard(chosen, id, most = MOST) {
  // The choice after a tap: taken back, added, or instead of the one chosen first.
  if (chosen.includes(id)) return chosen.filter((one) => one !== id);
  return [...chosen, id].slice(-most);
}

export function writeOutcome(form, words) {
  // The outcome as Markdown: each question a heading, each answer behind who said it.
  const parts = [`# ${words.title}`];
  for (const field of form.fields) {
    const said = field.answers.filter((answer) => answer.text.trim());
    if (!said.length) continue;
    parts.push(`## ${field.question}`);
    for (const answer of said) {
      parts.push(`${answer.who}: ${answer.text.trim().replace(/\s*\n\s*/g, " ")}`);
    }
  }
  return parts.join("\n\n") + "\n";
}

export function nameFile(date, stem) {
  const day = date.trim().replace(/[^0-9-]/g, "");
  return `${stem}${day ? `-${day}` : ""}.md`;
}

export function listUnnamed(form) {
  // Who answered but is not named: a source needs to know whose words they are.
  const names = new Set();
  for (const field of form.fields) {
    for (const answer of field.answers) {
      if (answer.text.trim() && !answer.named) names.add(answer.role);
    }
  }
  return [...names];
}

export function joinAnswer(chosen, ticked, words) {
  // One answer of cards, ticks and words, as far as they are there.
  return [chosen, ticked.join(", "), words.trim()].filter(Boolean).join(". ");
}

function listTicked(box) {
  return [...box.querySelectorAll("[data-tick]")].filter((tick) => tick.checked).map((tick) => tick.dataset.tick);
}

function readForm(root, words) {
  const name = (role) => root.querySelector(`[data-name="${role}"]`).value.trim();
  const fields = [...root.querySelectorAll("[data-field]")].map((box) => ({
    question: box.dataset.question,
    answers: [...box.querySelectorAll("[data-role]")].map((input) => ({
      role: input.dataset.role,
      who: name(input.dataset.role) || words[input.dataset.role],
      named: Boolean(name(input.dataset.role)),
      text: joinAnswer(input.dataset.chosen, listTicked(box), input.value),
    })),
  }));
  return { fields };
}

function showChoice(root, state, words) {
  for (const button of root.querySelectorAll("[data-choose]")) {
    const [role, id] = button.dataset.choose.split(":");
    const on = state[role].includes(id);
    button.setAttribute("aria-pressed", String(on));
    button.closest(".kaart").classList.toggle(`van-${role}`, on);
  }
  for (const role of ["klant", "klantmanager"]) {
    const input = root.querySelector(`[data-cards="${role}"]`);
    const names = state[role].map((id) => words.cards[id]);
    input.dataset.chosen = names.join(", ");
    root.querySelector(`[data-shows="${role}"]`).textContent = names.join(", ") || words.none;
  }
}

export function startForm(root, words) {
  const state = { klant: [], klantmanager: [] };
  let dirty = false;
  for (const button of root.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      const [role, id] = button.dataset.choose.split(":");
      state[role] = chooseCard(state[role], id);
      dirty = true;
      showChoice(root, state, words);
    });
  }
  root.addEventListener("input", () => {
    dirty = true;
  });
  root.querySelector("[data-print]").addEventListener("click", () => window.print());
  root.querySelector("[data-keep]").addEventListener("click", () => {
    dirty = keepForm(root, words) ? false : dirty;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  showChoice(root, state, words);
}

function keepForm(root, words) {
  const form = readForm(root, words);
  const told = root.querySelector("[data-told]");
  const unnamed = listUnnamed(form);
  if (unnamed.length) {
    told.textContent = words.needName;
    root.querySelector(`[data-name="${unnamed[0]}"]`).focus();
    return false;
  }
  if (!form.fields.some((field) => field.answers.some((a) => a.text.trim()))) {
    told.textContent = words.empty;
    return false;
  }
  const day = root.querySelector('[data-id="datum"]').value;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([writeOutcome(form, words)], { type: "text/markdown" }),
  );
  link.download = nameFile(day, words.stem);
  link.click();
  URL.revokeObjectURL(link.href);
  told.textContent = words.kept.replace("{file}", link.download);
  return true;
}

// The English of a sentence, written anew in its place. A draft outlives the page.

import { act } from "./acting.js";
import { element } from "./dialogs.js";
import { goTo, here } from "./grid.js";
import { forget, recall, remember } from "./local.js";
import * as patches from "./patches.js";
import { announce, tell } from "./say.js";
import { id as story } from "./story.js";
import { t } from "./words.js";

/** @type {{field: HTMLTextAreaElement, row: HTMLElement} | null} */
let open = null;

/** The English at hand: of the sentence picked, or the cell's first. @returns {HTMLElement | null} */
function atHand() {
  const at = here();
  if (!at) return null;
  const own = `.english[data-i]`;
  return at.cell.querySelector(at.sentence ? `${own}[data-i="${at.sentence.dataset.i}"]` : own);
}

function edit() {
  const line = atHand();
  if (!line || open) {
    if (!open) tell(t("no_english"));
    return;
  }
  const row = /** @type {HTMLElement} */ (line.closest(".row"));
  const text = /** @type {HTMLElement} */ (line.querySelector(".en") || line);
  const before = text.textContent || "";
  const draft = `draft.${story}.${line.dataset.article}:${line.dataset.i}`;
  const field = element("textarea", "", "editing");
  field.value = recall(draft, before);
  field.lang = "en";
  field.maxLength = 10_000;
  field.setAttribute("aria-label", t("edit_english"));
  field.rows = Math.max(2, Math.ceil(field.value.length / 45));
  text.hidden = true;
  line.append(field);
  open = { field, row };
  field.addEventListener("input", () => remember(draft, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const saves = event.key === "Enter" && !event.shiftKey;
    if (!saves && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    forget(draft);
    if (saves) save(line, text, before, field.value);
    close(line, text);
  });
  field.focus();
  field.select();
}

/** @param {HTMLElement} line @param {HTMLElement} text @param {string} before @param {string} written */
function save(line, text, before, written) {
  const after = written.split(/\s+/).filter(Boolean).join(" ");
  if (!after || after === before) return;
  act("edit-english", { article: line.dataset.article, sentence: Number(line.dataset.i), before, after });
  text.textContent = after;
  announce(t("did_edit-english"));
}

/** @param {HTMLElement} line @param {HTMLElement} text */
function close(line, text) {
  const row = open?.row;
  open?.field.remove();
  open = null;
  text.hidden = false;
  const article = line.dataset.article;
  row?.querySelector(".changed-by")?.remove();
  if (!row) return;
  patches.release(row.dataset.key || "");
  goTo(row, article);
  patches.put();
}

/** @type {Record<string, () => unknown>} */
export const can = { "edit-english": edit };

/** A row in which someone writes is not swapped; that it changed is said beside it. */
export function begin() {
  patches.spare(
    (key) => open !== null && open.row.dataset.key === key,
    (row) => {
      if (row.querySelector(".changed-by")) return;
      open?.field.after(element("span", t("changed_meanwhile"), "changed-by"));
    },
  );
}

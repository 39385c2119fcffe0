// What a reviewer says of rows: accepted, rejected, second look, a comment; undo and redo.

import { act } from "./acting.js";
import { ask, element, part } from "./dialogs.js";
import * as going from "./going.js";
import { here } from "./grid.js";
import * as queue from "./queue.js";
import * as rows from "./rows.js";
import { announce, tell } from "./say.js";
import * as trust from "./trust.js";
import { t } from "./words.js";

/** @param {HTMLElement} row @param {string} verdict */
function mark(row, verdict) {
  act(verdict, { rows: [rows.placeIn(row)] });
  trust.paintStatus([row], verdict);
}

/** @param {string} verdict */
const marking = (verdict) => () => {
  const at = here();
  if (!at) return;
  mark(at.row, verdict);
  announce(t(`did_${verdict}`, { n: at.row.dataset.number }));
};

function acceptNext() {
  const at = here();
  if (!at) return;
  mark(at.row, "accept");
  going.nextUnreviewed(at.row);
}

async function acceptShown() {
  const some = rows.shown();
  if (!some.length) return;
  part("bulk", "[data-about]").textContent = t("accept_shown_means", { n: some.length });
  if (!(await ask("bulk"))) return;
  act("accept", { rows: some.map(rows.placeIn) });
  trust.paintStatus(some, "accept");
  tell(t("did_accept_shown", { n: some.length }));
}

async function comment() {
  const at = here();
  if (!at) return;
  const place = rows.placeIn(at.row);
  part("comment", "[data-about]").textContent = at.cell.querySelector(".said")?.textContent?.slice(0, 200) || "";
  const on = /** @type {HTMLSelectElement} */ (part("comment", "[name=article]"));
  on.replaceChildren(option("", t("the_whole_row")), ...Object.keys(place).map((article) => option(article, labelOf(article))));
  const text = /** @type {HTMLTextAreaElement} */ (part("comment", "[name=text]"));
  text.value = "";
  const given = await ask("comment");
  const said = String(given?.get("text") || "").trim();
  if (!said) return;
  act("comment", { row: place, article: String(given?.get("article") || ""), text: said });
  trust.paintComment(at.row, said);
}

/** @param {string} value @param {string} text */
function option(value, text) {
  const made = element("option", text);
  made.value = value;
  return made;
}

/** @param {string} article @returns {string} */
export function labelOf(article) {
  return /** @type {HTMLElement | null} */ (document.querySelector(`.head .cell[data-article="${CSS.escape(article)}"]`))?.dataset.label || "";
}

/** @param {HTMLElement | null | undefined} line a comment */
function settleComment(line) {
  if (!line?.dataset.comment) return;
  act("settle", { comment: line.dataset.comment });
  line.dataset.settled = "";
  line.classList.add("settled");
}

function settle() {
  settleComment(here()?.row.querySelector(".comment[data-comment]:not([data-settled])"));
}

/** @param {"undo" | "redo"} way */
const turning = (way) => () => {
  queue.add(way);
  announce(t(way === "undo" ? "undoing" : "redoing"));
};

/** @type {Record<string, () => unknown>} */
export const can = {
  "accept-next": acceptNext,
  reject: marking("reject"),
  "second-look": marking("second-look"),
  clear: marking("clear"),
  comment,
  settle,
  undo: turning("undo"),
  redo: turning("redo"),
  "accept-shown": acceptShown,
};

/** Clicks on a comment's button. */
export function begin() {
  rows.holder.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button.settle");
    if (button) settleComment(/** @type {HTMLElement | null} */ (button.closest(".comment")));
  });
}

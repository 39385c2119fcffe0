// The cell at hand: one stop of the Tab key for the whole grid, arrows within it.

import * as rows from "./rows.js";

/** @typedef {{row: HTMLElement, cell: HTMLElement, article: string, sentence: HTMLElement | null,
 *   finding: HTMLElement | null}} Here */

/** @type {HTMLElement | null} */
let stop = null;
let column = 0;

/** What is at hand; null on a page without rows. @returns {Here | null} */
export function here() {
  const active = document.activeElement;
  const finding = /** @type {HTMLElement | null} */ (active?.closest("#rows .finding") ?? null);
  const last = /** @type {HTMLElement | null} */ (stop?.isConnected ? stop.closest(".row:not([hidden])") : null);
  const row = /** @type {HTMLElement | null} */ (active?.closest("#rows .row") ?? last ?? rows.shown()[0] ?? null);
  if (!row) return null;
  const cell = /** @type {HTMLElement | null} */ (active?.closest("#rows .cell[data-article]")) || cellAt(row);
  if (!cell) return null;
  return { row, cell, article: cell.dataset.article || "", sentence: cell.querySelector(".s.at"), finding };
}

/** @param {HTMLElement} row @returns {HTMLElement[]} cells that can be seen */
const visibleCells = (row) => rows.cellsOf(row).filter((cell) => cell.dataset.article && !cell.hidden);
/** @param {HTMLElement} row @returns {HTMLElement | undefined} */
const cellAt = (row) => visibleCells(row)[Math.min(column, visibleCells(row).length - 1)];

/** Go to a row, in the column at hand. @param {HTMLElement | null | undefined} row @param {string} [article] */
export function goTo(row, article) {
  if (!row) return;
  const cell = (article && rows.cellOf(row, article)) || cellAt(row);
  if (cell) enter(cell);
}

/** @param {HTMLElement} cell */
function enter(cell) {
  cell.focus({ preventScroll: true });
  const row = /** @type {HTMLElement} */ (cell.closest(".row"));
  row.scrollIntoView({ block: row.offsetHeight < innerHeight / 2 ? "nearest" : "start", inline: "nearest" });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Pick the next or previous sentence of the cell at hand. @param {1 | -1} way @returns {string} its text */
export function pickSentence(way) {
  const at = here();
  if (!at) return "";
  const all = Array.from(at.cell.querySelectorAll(".s[data-i]"));
  const was = at.sentence ? all.indexOf(at.sentence) : way > 0 ? -1 : all.length;
  const next = all[Math.max(0, Math.min(all.length - 1, was + way))];
  unpick(at.cell);
  next?.classList.add("at");
  return next?.textContent || "";
}

/** @param {HTMLElement} cell */
export function unpick(cell) {
  cell.querySelectorAll(".s.at").forEach((sentence) => sentence.classList.remove("at"));
}

/** Sentence numbers that a command on "the cell or the sentence picked" is about. @param {Here} at @returns {number[]} */
export function picked(at) {
  if (at.sentence) return [Number(at.sentence.dataset.i)];
  return rows.placeIn(at.row)[at.article] || [];
}

/** @param {FocusEvent} event */
function onFocus(event) {
  const cell = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".cell[data-article]"));
  if (!cell) return;
  if (stop && stop !== cell) {
    stop.setAttribute("tabindex", "-1");
    unpick(stop);
  }
  stop = cell;
  cell.setAttribute("tabindex", "0");
  column = Math.max(0, visibleCells(/** @type {HTMLElement} */ (cell.closest(".row"))).indexOf(cell));
}

/** Tab must lead somewhere: to the cell at hand or, where it is gone, the first. */
export function keepStop() {
  if (stop?.isConnected && !stop.hidden && !(/** @type {HTMLElement} */ (stop.closest(".row"))).hidden) {
    stop.setAttribute("tabindex", "0");
    return;
  }
  const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("#rows .cell[data-article]"));
  const first = focused || rows.shown().map((row) => visibleCells(row)[0])[0];
  if (!first) return;
  stop = first;
  first.setAttribute("tabindex", "0");
}

/** @param {string} key @param {boolean} far with Ctrl @returns {boolean} whether it was a key of the grid */
export function travel(key, far) {
  const at = here();
  if (!at) return false;
  const cells = visibleCells(at.row);
  const place = cells.indexOf(at.cell);
  switch (far ? `far${key}` : key) {
    case "ArrowUp": goTo(rows.beside(at.row, -1)); break;
    case "ArrowDown": goTo(rows.beside(at.row, 1)); break;
    case "ArrowLeft": if (cells[place - 1]) enter(cells[place - 1]); break;
    case "ArrowRight": if (cells[place + 1]) enter(cells[place + 1]); break;
    case "Home": enter(cells[0]); break;
    case "End": enter(cells[cells.length - 1]); break;
    case "PageUp": goTo(aPageOn(at.row, -1)); break;
    case "PageDown": goTo(aPageOn(at.row, 1)); break;
    case "farHome": goTo(rows.shown()[0]); break;
    case "farEnd": goTo(rows.shown().at(-1)); break;
    default: return false;
  }
  return true;
}

/** @param {HTMLElement} row @param {1 | -1} way @returns {HTMLElement} */
function aPageOn(row, way) {
  let left = innerHeight * 0.7;
  let at = row;
  for (let next = rows.beside(at, way); next && left > 0; next = rows.beside(at, way)) {
    at = next;
    left -= at.offsetHeight;
  }
  return at;
}

/** Begin: the first cell is the stop, a click on a cell goes to it. */
export function begin() {
  rows.holder.addEventListener("focusin", onFocus);
  rows.holder.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("button, a, summary, textarea, input, .finding")) return;
    /** @type {HTMLElement | null} */ (target.closest(".cell[data-article]"))?.focus({ preventScroll: true });
  });
  keepStop();
}

// The rows on the page: found by key, renewed by fragments, numbered, dressed.

import { placeOf } from "./places.js";
import { t } from "./words.js";

/** @typedef {import("./places.js").Place} Place */

export const holder = /** @type {HTMLElement} */ (document.getElementById("rows"));

/** @type {Map<string, HTMLElement>} */
const byKey = new Map();
/** What is done to each row that comes onto the page. @type {((row: HTMLElement) => void)[]} */
const dressers = [dress];

/** @param {(row: HTMLElement) => void} dresser */
export function onNew(dresser) {
  dressers.push(dresser);
}

/** @param {string} key @returns {HTMLElement | undefined} */
export const rowOf = (key) => byKey.get(key);
/** @param {HTMLElement} row @returns {Place} */
export const placeIn = (row) => placeOf(row.dataset.key || "");
/** @returns {HTMLElement[]} all, in order */
export const all = () => /** @type {HTMLElement[]} */ (Array.from(holder.children));
/** @returns {HTMLElement[]} those that the filters leave */
export const shown = () => all().filter((row) => !row.hidden);

/** @param {HTMLElement} row @returns {HTMLElement[]} its cells, without the number */
export const cellsOf = (row) => Array.from(row.querySelectorAll(".cell"));
/** @param {HTMLElement} row @param {string} article @returns {HTMLElement | null} */
export const cellOf = (row, article) => row.querySelector(`.cell[data-article="${CSS.escape(article)}"]`);

/** The next or previous row that is shown. @param {HTMLElement | null} row @param {1 | -1} way @returns {HTMLElement | null} */
export function beside(row, way) {
  let next = row;
  do {
    next = /** @type {HTMLElement | null} */ (way > 0 ? next?.nextElementSibling : next?.previousElementSibling) ?? null;
  } while (next && next.hidden);
  return next;
}

/** The next or previous row of the story, brought to sight. @param {HTMLElement} row @param {1 | -1} way @returns {HTMLElement | null} */
export function neighbour(row, way) {
  const found = /** @type {HTMLElement | null} */ (way > 0 ? row.nextElementSibling : row.previousElementSibling);
  if (found) found.hidden = false;
  return found;
}

/** Rows made from what the server sent. @param {string} fragment @returns {HTMLElement[]} */
export function made(fragment) {
  const template = document.createElement("template");
  template.innerHTML = fragment;
  return /** @type {HTMLElement[]} */ (Array.from(template.content.children)).filter((e) => e.classList.contains("row"));
}

/** Take rows that are on the page, or about to be, under their keys. @param {HTMLElement[]} rows */
export function take(rows) {
  for (const row of rows) {
    byKey.set(row.dataset.key || "", row);
    for (const dresser of dressers) dresser(row);
  }
}

/** @param {string} key */
export function drop(key) {
  byKey.get(key)?.remove();
  byKey.delete(key);
}

/** The row is another one now. @param {HTMLElement} row @param {string} key */
export function rename(row, key) {
  if (byKey.get(row.dataset.key || "") === row) byKey.delete(row.dataset.key || "");
  row.dataset.key = key;
  byKey.set(key, row);
}

/** Forget all rows, to take them anew. */
export function empty() {
  byKey.clear();
  holder.replaceChildren();
}

/** How many rows are numbered at once; more than a window shows. The others follow when there is time. */
const AT_ONCE = 60;
let later = 0;

/** Number the rows as they stand, from the first wrong number on. */
export function number() {
  if (numberSome(AT_ONCE) && !later) {
    later = setTimeout(() => { later = 0; numberSome(Infinity); }, 250);
  }
}

/** @param {number} most @returns {boolean} whether there are more to number */
function numberSome(most) {
  let n = 0;
  for (let row = holder.firstElementChild; row; row = row.nextElementSibling) {
    n += 1;
    if (/** @type {HTMLElement} */ (row).dataset.number === String(n)) continue;
    if (most-- <= 0) return true;
    numberOne(/** @type {HTMLElement} */ (row), n);
  }
  return false;
}

/** @param {HTMLElement} row @param {number} n */
export function numberOne(row, n) {
  row.dataset.number = String(n);
  row.setAttribute("aria-rowindex", String(n + 1));
  const place = row.querySelector(".number .n");
  if (place) place.textContent = String(n);
}

/** Put the rows into this order; those it does not name stay behind the one before them. @param {string[]} keys */
export function order(keys) {
  let at = /** @type {HTMLElement | null} */ (holder.firstElementChild);
  for (const key of keys) {
    const row = byKey.get(key);
    if (!row) continue;
    if (row === at) at = /** @type {HTMLElement | null} */ (row.nextElementSibling);
    else holder.insertBefore(row, at);
  }
}

/** What the page adds to a row. @param {HTMLElement} row */
function dress(row) {
  status(row, row.dataset.status || "unreviewed");
  row.querySelectorAll(".cell").forEach((cell) => { if (!cell.hasAttribute("tabindex")) cell.setAttribute("tabindex", "-1"); });
}

/** Paint a row's status. @param {HTMLElement} row @param {string} value */
export function status(row, value) {
  row.dataset.status = value;
  const place = row.querySelector(".number");
  if (!place) return;
  let sign = place.querySelector(".verdict");
  if (!sign) {
    sign = document.createElement("span");
    sign.className = "verdict";
    sign.setAttribute("role", "img");
    place.append(sign);
  }
  const share = row.dataset.confidence ? `${Math.round(Number(row.dataset.confidence) * 100)} %` : "";
  const words = t(`status_${value}`) + (share ? `, ${t("sure", { share })}` : "");
  sign.setAttribute("aria-label", words);
  /** @type {HTMLElement} */ (sign).title = words;
}

// Acts painted before the server has answered.

import { isEmpty, keyOf } from "./places.js";
import * as progress from "./progress.js";
import * as rows from "./rows.js";
import { reviewer } from "./story.js";
import { t } from "./words.js";

/** @typedef {import("./places.js").Place} Place */
/** @typedef {import("./places.js").Change} Change */

const STATUS = /** @type {Record<string, string>} */ ({
  accept: "accepted", reject: "rejected", "second-look": "second-look", clear: "unreviewed",
});

/** @param {HTMLElement[]} marked @param {string} act */
export function paintStatus(marked, act) {
  for (const row of marked) {
    const from = row.dataset.status || "unreviewed";
    if (from !== STATUS[act]) progress.moved(from, STATUS[act]);
    rows.status(row, STATUS[act]);
  }
}

/** @param {HTMLElement} row @param {string} text */
export function paintComment(row, text) {
  const line = document.createElement("p");
  line.className = "comment waiting";
  const who = document.createElement("b");
  who.textContent = `${reviewer()}: `;
  line.append(who, text);
  (row.querySelector(".comments") || row.querySelector(".under") || row.querySelector(".number") || row).append(line);
}

/** @param {HTMLElement[]} buttons @param {string} decision */
export function paintDecision(buttons, decision) {
  for (const button of buttons) button.dataset.decision = decision;
}

/**
 * Move sentences between rows as a change says. Gives the row in which the first new place stands.
 * @param {Change} change
 * @returns {HTMLElement | null}
 */
export function paintChange(change) {
  const old = change.before.map((place) => rows.rowOf(keyOf(place)));
  if (old.some((row) => !row)) return null;
  const held = /** @type {HTMLElement[]} */ (old);
  const kept = change.after.map(({ place }) => held.find((row) => row.dataset.key === keyOf(place)));
  const shells = held.map(bare);
  const parts = collect(held.filter((row) => !kept.includes(row)));
  /** @type {HTMLElement[]} */
  const put = [];
  const last = [...held];
  change.after.forEach(({ at, place }, n) => {
    let row = kept[n];
    if (!row) {
      const free = !put.includes(held[at]) && !kept.includes(held[at]);
      row = free ? held[at] : /** @type {HTMLElement} */ (shells[at].cloneNode(true));
      fill(row, place, parts);
      rows.rename(row, keyOf(place));
      rows.take([row]);
      rows.status(row, "unreviewed");
    }
    if (!put.includes(row) && row !== last[at]) last[at].after(row);
    last[at] = row;
    put.push(row);
  });
  held.filter((row) => !put.includes(row)).forEach((row) => rows.drop(row.dataset.key || ""));
  rows.number();
  return put[0] || null;
}

/** A copy of a row with nothing in it. @param {HTMLElement} row @returns {HTMLElement} */
function bare(row) {
  const shell = /** @type {HTMLElement} */ (row.cloneNode(true));
  for (const cell of rows.cellsOf(shell)) clear(cell);
  shell.querySelector(".under")?.replaceChildren();
  shell.removeAttribute("id");
  delete shell.dataset.number;
  return shell;
}

/** @param {Element} cell */
function clear(cell) {
  cell.querySelectorAll(".said, .english, .absent, .tags, .doubt, .whole, .same, .editing").forEach((part) => part.remove());
  cell.classList.remove("empty", "moved", "unsure", "marked");
  cell.setAttribute("tabindex", "-1");
}

/** The sentences of rows and their English, by article and number. @param {HTMLElement[]} some */
function collect(some) {
  /** @type {Map<string, Element[]>} */
  const parts = new Map();
  for (const cell of some.flatMap(rows.cellsOf)) {
    for (const part of cell.querySelectorAll(".s[data-i], .english[data-i]")) {
      const name = `${cell.dataset.article}:${/** @type {HTMLElement} */ (part).dataset.i}`;
      parts.set(name, [...(parts.get(name) || []), part]);
    }
  }
  return parts;
}

/** @param {HTMLElement} row @param {Place} place @param {Map<string, Element[]>} parts */
function fill(row, place, parts) {
  for (const cell of rows.cellsOf(row)) {
    const article = cell.dataset.article || "";
    const own = (place[article] || []).flatMap((index) => parts.get(`${article}:${index}`) || []);
    clear(cell);
    if (isEmpty(place) || !own.length) {
      cell.classList.add("empty");
      const line = document.createElement("p");
      line.className = "absent";
      line.textContent = t("says_nothing");
      cell.append(line);
      continue;
    }
    cell.append(said(cell, own.filter((part) => part.classList.contains("s"))));
    cell.append(...own.filter((part) => part.classList.contains("english")));
  }
  const under = row.querySelector(".under");
  under?.querySelectorAll(".reasons, .trivia, .abstained").forEach((part) => part.remove());
}

/** @param {HTMLElement} cell @param {Element[]} sentences */
function said(cell, sentences) {
  const line = document.createElement("p");
  line.className = "said";
  line.dir = "auto";
  const head = document.querySelector(`.head .cell[data-article="${CSS.escape(cell.dataset.article || "")}"]`);
  line.lang = /** @type {HTMLElement | null} */ (head)?.dataset.lang || "";
  sentences.forEach((sentence, n) => line.append(...(n ? [" ", sentence] : [sentence])));
  return line;
}

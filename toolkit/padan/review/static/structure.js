// What becomes of rows that are merged, split, moved, linked: pure, places in and a change out.
// A function gives null where there is nothing to do.

import { isEmpty, keyOf, only, union, without } from "./places.js";

/** @typedef {import("./places.js").Place} Place */
/** @typedef {import("./places.js").Put} Put */
/** @typedef {import("./places.js").Change} Change */

/** @param {Place[]} before @param {[number, Place][]} after @returns {Change} */
function change(before, after) {
  return { before, after: after.filter(([, place]) => !isEmpty(place)).map(([at, place]) => ({ at, place })) };
}

/** Two rows become one, in the place of the first. @param {Place} one @param {Place} other @returns {Change} */
export function merge(one, other) {
  return change([one, other], [[0, union(one, other)]]);
}

/**
 * The sentences of one cell, from `index` on, become a row of their own; cells with as many
 * sentences are split at the same one, the others stay whole in the first row.
 * @param {Place} row @param {string} article @param {number} index
 * @returns {Change | null}
 */
export function split(row, article, index) {
  const at = (row[article] || []).indexOf(index);
  if (at <= 0) return null;
  /** @type {Place} */
  const out = {};
  for (const [other, indices] of Object.entries(row)) {
    if (indices.length === row[article].length) out[other] = indices.slice(at);
  }
  return change([row], [[0, without(row, out)], [0, out]]);
}

/**
 * The first sentence of a cell goes to the row before; without one, into a new row before.
 * @param {Place} row @param {string} article @param {Place | null} previous
 * @returns {Change | null}
 */
export function moveUp(row, article, previous) {
  if (!row[article]) return null;
  const out = { [article]: row[article].slice(0, 1) };
  if (previous) return change([previous, row], [[0, union(previous, out)], [1, without(row, out)]]);
  const rest = without(row, out);
  return isEmpty(rest) ? null : change([row], [[0, out], [0, rest]]);
}

/**
 * The last sentence of a cell goes to the next row; without one, into a new row after.
 * @param {Place} row @param {string} article @param {Place | null} next
 * @returns {Change | null}
 */
export function moveDown(row, article, next) {
  if (!row[article]) return null;
  const out = { [article]: row[article].slice(-1) };
  if (next) return change([row, next], [[0, without(row, out)], [1, union(next, out)]]);
  const rest = without(row, out);
  return isEmpty(rest) ? null : change([row], [[0, rest], [0, out]]);
}

/**
 * A cell of a row, however far, joins another row.
 * @param {Place} from @param {string} article @param {Place} to
 * @returns {Change | null}
 */
export function link(from, article, to) {
  const moved = only(from, article);
  if (isEmpty(moved) || keyOf(from) === keyOf(to)) return null;
  return change([to, from], [[0, union(to, moved)], [1, without(from, moved)]]);
}

/** Sentences of a row come into a row of their own behind it. @param {Place} row @param {Place} out @returns {Change | null} */
export function detach(row, out) {
  const rest = without(row, out);
  return isEmpty(out) || isEmpty(rest) ? null : change([row], [[0, rest], [0, out]]);
}

/** Sentences of a row go to the furniture. @param {Place} row @param {Place} out @returns {Change | null} */
export function aside(row, out) {
  return isEmpty(out) ? null : change([row], [[0, without(row, out)]]);
}

/** A sentence comes back from the furniture, into a row of its own behind `row`. @param {Place} row @param {Place} back @returns {Change} */
export function takeBack(row, back) {
  return change([row], [[0, row], [0, back]]);
}

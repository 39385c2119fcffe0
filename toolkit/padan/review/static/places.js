// Rows told by the sentences they hold, as `padan.judgements.places` tells them.

/** Article id -> numbers of its sentences, ascending; no empty ones.
 * @typedef {Record<string, number[]>} Place */
/** A new row, and the number of the old one whose place it takes.
 * @typedef {{at: number, place: Place}} Put */
/** Rows that give way to others with the same sentences.
 * @typedef {{before: Place[], after: Put[]}} Change */

/** @param {string} key @returns {Place} */
export function placeOf(key) {
  /** @type {Place} */
  const place = {};
  for (const part of key ? key.split("|") : []) {
    const cut = part.lastIndexOf(":");
    place[part.slice(0, cut)] = part.slice(cut + 1).split(",").map(Number);
  }
  return place;
}

/** @param {Place} place @returns {string} */
export function keyOf(place) {
  return Object.keys(place).sort().map((article) => `${article}:${place[article].join(",")}`).join("|");
}

/** @param {Place} place @returns {boolean} */
export const isEmpty = (place) => Object.keys(place).length === 0;

/** All sentences of some places in one. @param {...Place} places @returns {Place} */
export function union(...places) {
  /** @type {Place} */
  const all = {};
  for (const place of places) {
    for (const [article, indices] of Object.entries(place)) {
      all[article] = [...new Set([...(all[article] || []), ...indices])].sort((a, b) => a - b);
    }
  }
  return all;
}

/** A place without some sentences. @param {Place} place @param {Place} out @returns {Place} */
export function without(place, out) {
  /** @type {Place} */
  const left = {};
  for (const [article, indices] of Object.entries(place)) {
    const kept = indices.filter((index) => !(out[article] || []).includes(index));
    if (kept.length) left[article] = kept;
  }
  return left;
}

/** @param {Place} place @param {string} article @returns {Place} */
export function only(place, article) {
  return place[article] ? { [article]: place[article] } : {};
}

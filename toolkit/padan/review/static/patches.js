// What the server says has become of rows, put onto the page. While acts are still on their way
// patches wait, so that no answer to an earlier act takes back what a later one has painted.

import * as progress from "./progress.js";
import * as rows from "./rows.js";

/** @typedef {{order: string[] | null, rows: Record<string, string>, gone: string[],
 *   progress?: import("./progress.js").Progress, conflicts?: number}} Patch */
/** @typedef {{order: string[] | null, orderSeq: number, rows: Map<string, string>, gone: Set<string>,
 *   progress: import("./progress.js").Progress | null, conflicts: number | null}} Waiting */

/** Key -> place in the log up to which the row on the page was made. @type {Map<string, number>} */
const known = new Map();
let orderSeq = 0;
let lastSeq = 0;
/** @type {Waiting} */
let waiting = none();
/** Rows not to be swapped underneath someone who writes in them. @type {(key: string) => boolean} */
let busy = () => false;
/** @type {Map<string, string>} */
const held = new Map();
/** Told after rows were put. @type {((structural: boolean) => void)[]} */
const after = [];
/** Told which row could not be swapped. @type {(row: HTMLElement) => void} */
let onHeld = () => {};

function none() {
  return /** @type {Waiting} */ ({ order: null, orderSeq: 0, rows: new Map(), gone: new Set(), progress: null, conflicts: null });
}

/** @param {(structural: boolean) => void} told */
export const onPut = (told) => { after.push(told); };

/** @param {(key: string) => boolean} isBusy @param {(row: HTMLElement) => void} tell */
export function spare(isBusy, tell) {
  busy = isBusy;
  onHeld = tell;
}

/** The last act that is on the page. */
export const latest = () => lastSeq;

/** Take in a patch; `put` brings it onto the page. One that came with a refusal tells how things stand,
 * whatever the page knows. @param {number} seq @param {Patch} patch @param {boolean} [refused] */
export function take(seq, patch, refused = false) {
  for (const [key, html] of Object.entries(patch.rows)) {
    if (!refused && (known.get(key) ?? -1) >= seq) continue;
    known.set(key, seq);
    waiting.rows.set(key, html);
    waiting.gone.delete(key);
  }
  for (const key of patch.gone) {
    if (!refused && (known.get(key) ?? -1) >= seq) continue;
    known.set(key, seq);
    waiting.gone.add(key);
    waiting.rows.delete(key);
  }
  if (patch.order && seq >= orderSeq) {
    waiting.order = patch.order;
    orderSeq = seq;
  }
  if (seq < lastSeq) return;
  lastSeq = seq;
  waiting.progress = patch.progress || waiting.progress;
  waiting.conflicts = patch.conflicts ?? waiting.conflicts;
}

/** Bring all that waits onto the page, without moving focus or the place scrolled to. */
export function put() {
  const { order, rows: fresh, gone, progress: far, conflicts } = waiting;
  if (!order && !fresh.size && !gone.size && !far && conflicts === null) return;
  waiting = none();
  const back = focused();
  gone.forEach(rows.drop);
  const taken = [...fresh].flatMap(([key, html]) => swap(key, html));
  rows.take(taken);
  if (order) {
    dropStrangers(order);
    rows.order(order);
  }
  if (order || gone.size) rows.number();
  else taken.forEach(keepNumber);
  if (far) progress.show(far);
  if (conflicts !== null) progress.showConflicts(conflicts);
  after.forEach((told) => told(Boolean(order || gone.size)));
  back();
}

/** A row that could not be swapped while someone wrote in it. @param {string} key */
export function release(key) {
  const html = held.get(key);
  if (html === undefined) return;
  held.delete(key);
  waiting.rows.set(key, html);
}

/** @param {string} key @param {string} html @returns {HTMLElement[]} */
function swap(key, html) {
  const [row] = rows.made(html);
  const old = rows.rowOf(key);
  if (!row) return [];
  if (old && busy(key)) {
    held.set(key, html);
    onHeld(old);
    return [];
  }
  if (old) {
    row.dataset.was = old.dataset.number || "";
    row.hidden = old.hidden;
    old.replaceWith(row);
  } else {
    rows.holder.append(row);
  }
  return [row];
}

/** Rows that the story does not have: painted on trust, or gone unheard. @param {string[]} order */
function dropStrangers(order) {
  const real = new Set(order);
  for (const row of rows.all()) {
    if (!real.has(row.dataset.key || "")) rows.drop(row.dataset.key || "");
  }
}

/** @param {HTMLElement} row */
function keepNumber(row) {
  if (!row.dataset.was) {
    rows.number();
    return;
  }
  rows.numberOne(row, Number(row.dataset.was));
}

/** What has the focus now; the function given back gives it back. @returns {() => void} */
export function focused() {
  const at = document.activeElement;
  const row = /** @type {HTMLElement | null} */ (at?.closest("#rows .row") ?? null);
  if (!row || !at) return () => {};
  const key = row.dataset.key || "";
  const article = /** @type {HTMLElement | null} */ (at.closest(".cell"))?.dataset.article;
  const finding = /** @type {HTMLElement} */ (at).dataset.finding;
  const number = rows.all().indexOf(row);
  return () => {
    if (document.activeElement === at && at.isConnected) return;
    const found = rows.rowOf(key) || rows.all()[Math.min(number, rows.all().length - 1)];
    if (!found) return;
    const same = finding && Array.from(found.querySelectorAll(".finding")).find((f) => /** @type {HTMLElement} */ (f).dataset.finding === finding);
    const target = same || (article && rows.cellOf(found, article)) || found.querySelector(".cell");
    /** @type {HTMLElement | null} */ (target)?.focus({ preventScroll: true });
  };
}

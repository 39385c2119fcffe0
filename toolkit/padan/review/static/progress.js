// How far the story has been reviewed, and what was refused or no longer fits.

import { t } from "./words.js";

/** @typedef {{accepted: number, rejected: number, "second-look": number, unreviewed: number, total: number}} Progress */

const place = /** @type {HTMLElement} */ (document.getElementById("progress"));
const words = /** @type {HTMLElement} */ (document.getElementById("progress-words"));
const button = /** @type {HTMLButtonElement} */ (document.getElementById("conflicts"));
/** @type {Progress} */
let now = JSON.parse(place.dataset.progress || "{}");
let stale = Number(button.dataset.conflicts);
let refused = 0;

/** @param {Progress} progress */
export function show(progress) {
  now = progress;
  let x = 0;
  for (const status of /** @type {const} */ (["accepted", "rejected", "second-look"])) {
    const bar = place.querySelector(`.is-${status}`);
    const width = (100 * progress[status]) / (progress.total || 1);
    bar?.setAttribute("x", x.toFixed(2));
    bar?.setAttribute("width", width.toFixed(2));
    x += width;
  }
  words.textContent = t("progress", {
    done: progress.total - progress.unreviewed, total: progress.total,
    accepted: progress.accepted, rejected: progress.rejected, second: progress["second-look"],
  });
}

/** Rows of the story. */
export const total = () => now.total;

/** A row's status changed, not yet told by the server. @param {string} from @param {string} to */
export function moved(from, to) {
  const next = /** @type {any} */ ({ ...now });
  next[from] -= 1;
  next[to] += 1;
  show(next);
}

/** @param {number} n of judgements that no longer fit */
export function showConflicts(n) {
  stale = n;
  both();
}

/** @param {number} n of acts that were refused */
export function showRefused(n) {
  refused = n;
  both();
}

function both() {
  const n = stale + refused;
  button.hidden = n === 0;
  button.textContent = t("conflicts_n", { n });
}

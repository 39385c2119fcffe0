// The rows behind the first ones, fetched in parts and appended.

import * as filters from "./filters.js";
import { getFragment } from "./net.js";
import * as patches from "./patches.js";
import * as progress from "./progress.js";
import * as rows from "./rows.js";
import { pagePart, total } from "./story.js";
import { t } from "./words.js";

const PART = 200;
const AGAIN_AFTER = 3_000;
const line = /** @type {HTMLElement} */ (document.getElementById("loading"));
let busy = false;

/** Fetch what is not on the page yet. @param {() => void} told after each part */
export async function rest(told) {
  if (busy) return;
  busy = true;
  try {
    for (let start = rows.all().length; ;) {
      const some = await fetchPart(start);
      start += some.length;
      append(some);
      told();
      if (some.length < PART) break;
    }
    line.hidden = true;
  } catch {
    line.hidden = false;
    line.textContent = t("not_all_loaded");
    setTimeout(() => { void rest(told); }, AGAIN_AFTER);
  } finally {
    busy = false;
  }
  // Rows that came or went meanwhile have shifted the parts.
  if (line.hidden && rows.all().length !== progress.total()) await anew(told);
}

/** @param {number} start */
async function fetchPart(start) {
  return rows.made(await getFragment(pagePart(`rows?start=${start}&count=${PART}`)));
}

/** @param {HTMLElement[]} some */
function append(some) {
  const fresh = some.filter((row) => !rows.rowOf(row.dataset.key || ""));
  const all = document.createDocumentFragment();
  all.append(...fresh);
  rows.take(fresh);
  filters.applyTo(fresh);
  rows.holder.append(all);
  rows.number();
}

/** All rows anew, after something that was painted on trust proved wrong. @param {() => void} told */
export async function anew(told) {
  if (busy) return;
  busy = true;
  try {
    const back = patches.focused();
    const all = [];
    for (let start = 0; ;) {
      const some = await fetchPart(start);
      all.push(...some);
      start += some.length;
      if (some.length < PART) break;
    }
    const top = scrollY;
    rows.empty();
    append(all);
    scrollTo({ top, behavior: "instant" });
    back();
    told();
  } finally {
    busy = false;
  }
}

/** Whether there is more than the page came with. */
export const more = () => rows.all().length < total;

// Going to the row that is next in one way or another.

import { goTo, here } from "./grid.js";
import * as rows from "./rows.js";
import { tell } from "./say.js";
import { t } from "./words.js";

const GRADES = ["critical", "major", "minor", "trivial"];

/** @param {HTMLElement} row */
const unreviewed = (row) => row.dataset.status === "unreviewed";
/** @param {HTMLElement} row */
const unsure = (row) => row.dataset.level === "low" || "unsure" in row.dataset;

/**
 * The first row behind (or before) this one that fits; past the end it goes on from the beginning.
 * @param {HTMLElement | null} from @param {(row: HTMLElement) => boolean} fits @param {1 | -1} [way]
 * @returns {HTMLElement | undefined}
 */
function next(from, fits, way = 1) {
  const all = way > 0 ? rows.shown() : rows.shown().reverse();
  const at = from ? all.indexOf(from) : -1;
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((row) => row !== from && fits(row));
}

/** @param {HTMLElement | undefined} row @param {string} otherwise */
function go(row, otherwise) {
  if (row) goTo(row);
  else tell(t(otherwise));
}

/** @param {HTMLElement | null} from @param {1 | -1} [way] */
export function nextUnreviewed(from, way = 1) {
  go(next(from, unreviewed, way), "all_reviewed");
}

/** Lower is worse: by the worst finding, then by how little it says the same. @param {HTMLElement} row */
function rank(row) {
  const grade = GRADES.indexOf(row.dataset.worst || "");
  return (grade < 0 ? GRADES.length : grade) + Number(row.dataset.consistency || 1);
}

/** From an unreviewed row on to the next in that order; from another to the worst of all. */
function nextWorst() {
  const at = here()?.row ?? null;
  const open = rows.shown().filter(unreviewed).sort((one, other) => rank(one) - rank(other));
  const place = at ? open.indexOf(at) : -1;
  const next = open[(place + 1) % open.length];
  go(next === at ? undefined : next, "all_reviewed");
}

/** The kind at hand: of the finding with the focus, of the filter, of the row's first. */
function kindAtHand() {
  const at = here();
  const filter = /** @type {HTMLSelectElement} */ (document.querySelector("#filters [name=kind]")).value;
  return at?.finding?.dataset.kind || filter || (at?.row.dataset.kinds || "").split(/[. ]/)[0];
}

function nextKind() {
  const kind = kindAtHand();
  if (!kind) return tell(t("no_finding"));
  const has = (/** @type {HTMLElement} */ row) => (row.dataset.kinds || "").split(" ").some((each) => each.split(".")[0] === kind);
  return go(next(here()?.row ?? null, has), "no_other");
}

/** @type {Record<string, () => unknown>} */
export const can = {
  "next-unreviewed": () => nextUnreviewed(here()?.row ?? null),
  "previous-unreviewed": () => nextUnreviewed(here()?.row ?? null, -1),
  "next-worst": nextWorst,
  "next-kind": nextKind,
  "next-unsure": () => go(next(here()?.row ?? null, unsure), "no_other"),
};

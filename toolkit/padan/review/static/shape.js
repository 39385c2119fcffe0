// Rows put together otherwise: merge, split, move, link, detach, furniture, align anew.

import { act } from "./acting.js";
import { goTo, here, picked } from "./grid.js";
import { getFragment } from "./net.js";
import { keyOf } from "./places.js";
import * as queue from "./queue.js";
import * as rows from "./rows.js";
import { announce, tell } from "./say.js";
import { pagePart } from "./story.js";
import * as structure from "./structure.js";
import * as trust from "./trust.js";
import { t } from "./words.js";

/** @typedef {import("./places.js").Change} Change */

/** @type {HTMLElement | null} the cell marked to be joined */
let marked = null;

/**
 * @param {string} name of the act
 * @param {Change | null} change
 * @param {string} article the column at hand
 * @param {number} [go] which of the new rows is at hand afterwards
 */
function rearrange(name, change, article, go = 0) {
  if (!change) {
    tell(t("cannot"));
    return;
  }
  act(name, change);
  const keys = change.after.map(({ place }) => keyOf(place));
  trust.paintChange(change);
  const row = rows.rowOf(keys[go] || keys[0]);
  if (row) goTo(row, article);
  announce(t(`did_${name}`));
}

/** @param {(at: import("./grid.js").Here) => void} what */
const athand = (what) => () => {
  const at = here();
  if (at) what(at);
};

/** @param {import("./grid.js").Here} at @param {1 | -1} way */
function merge(at, way) {
  const other = rows.neighbour(at.row, way);
  if (!other) return tell(t("no_row_there"));
  const [first, second] = way > 0 ? [at.row, other] : [other, at.row];
  return rearrange("merge", structure.merge(rows.placeIn(first), rows.placeIn(second)), at.article);
}

/** @param {import("./grid.js").Here} at */
function split(at) {
  const own = rows.placeIn(at.row)[at.article] || [];
  const index = at.sentence ? Number(at.sentence.dataset.i) : own[1];
  rearrange("split", structure.split(rows.placeIn(at.row), at.article, index), at.article, 1);
}

/** @param {import("./grid.js").Here} at @param {1 | -1} way */
function move(at, way) {
  const other = rows.neighbour(at.row, way);
  const place = other && rows.placeIn(other);
  const change = (way > 0 ? structure.moveDown : structure.moveUp)(rows.placeIn(at.row), at.article, place);
  // The eye stays on the row at hand, as long as it is there.
  const stays = change?.after.findIndex((put) => put.at === (way > 0 || !other ? 0 : 1)) ?? 0;
  rearrange("move", change, at.article, Math.max(0, stays));
}

/** @param {import("./grid.js").Here} at */
function link(at) {
  if (!marked?.isConnected || marked === at.cell) {
    const was = marked === at.cell;
    unmark();
    if (was || !picked(at).length) return;
    marked = at.cell;
    marked.classList.add("marked");
    announce(t("marked"));
    return;
  }
  const from = rows.placeIn(/** @type {HTMLElement} */ (marked.closest(".row")));
  const article = marked.dataset.article || "";
  unmark();
  rearrange("link", structure.link(from, article, rows.placeIn(at.row)), article);
}

/** Forget the cell marked to be joined. @returns {boolean} whether there was one */
export function unmark() {
  const was = marked?.isConnected ?? false;
  marked?.classList.remove("marked");
  marked = null;
  return was;
}

/** @param {import("./grid.js").Here} at */
function detach(at) {
  rearrange("detach", structure.detach(rows.placeIn(at.row), { [at.article]: picked(at) }), at.article, 1);
}

/** @param {import("./grid.js").Here} at */
function aside(at) {
  const out = { [at.article]: picked(at) };
  const next = rows.neighbour(at.row, 1) || rows.neighbour(at.row, -1);
  rearrange("aside", picked(at).length ? structure.aside(rows.placeIn(at.row), out) : null, at.article);
  if (!at.row.isConnected) goTo(next, at.article);
}

function furniture() {
  const box = /** @type {HTMLDetailsElement} */ (document.getElementById("furniture"));
  box.open = true;
  box.scrollIntoView();
  /** @type {HTMLElement | null} */ (box.querySelector("button.back") || box.querySelector("summary"))?.focus();
}

/** The row behind which a sentence comes back: that with the nearest one before it. @param {string} article @param {number} index */
function rowBefore(article, index) {
  let found = rows.all()[0];
  for (const row of rows.all()) {
    const first = rows.placeIn(row)[article]?.[0];
    if (first !== undefined && first < index) found = row;
  }
  return found;
}

/** @param {HTMLElement} button */
function takeBack(button) {
  const article = button.dataset.article || "";
  const index = Number(button.dataset.i);
  const row = rowBefore(article, index);
  if (!row) return;
  act("back", structure.takeBack(rows.placeIn(row), { [article]: [index] }));
  button.closest("tr")?.remove();
  announce(t("did_back"));
}

/** Show what is furniture now. */
export async function renewFurniture() {
  try {
    const fragment = await getFragment(pagePart("aside"));
    const template = document.createElement("template");
    template.innerHTML = fragment;
    document.getElementById("aside")?.replaceChildren(template.content);
  } catch { /* the server is gone; the queue says so */ }
}

function realign() {
  queue.add("realign");
  tell(t("realigning"));
}

/** @type {Record<string, () => unknown>} */
export const can = {
  "merge-next": athand((at) => merge(at, 1)),
  "merge-previous": athand((at) => merge(at, -1)),
  split: athand(split),
  "move-up": athand((at) => move(at, -1)),
  "move-down": athand((at) => move(at, 1)),
  link: athand(link),
  detach: athand(detach),
  aside: athand(aside),
  furniture,
  realign,
};

/** Clicks on the furniture's buttons. @param {() => boolean} named */
export function begin(named) {
  document.getElementById("aside")?.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("button.back"));
    if (button && named()) takeBack(button);
  });
}

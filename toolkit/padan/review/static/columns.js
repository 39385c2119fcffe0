// Columns hidden, put into another order, pinned; and where the English stands. Kept per story.

import { ask, element, part } from "./dialogs.js";
import { keepStop } from "./grid.js";
import { recall, remember } from "./local.js";
import * as rows from "./rows.js";
import { announce } from "./say.js";
import { id as story } from "./story.js";
import { t } from "./words.js";

/** @typedef {{order: string[], hidden: string[], pinned: string[], english: string}} Look */

const PLACES = ["below", "beside", "hidden"];
const grid = /** @type {HTMLElement} */ (document.getElementById("grid"));
const heads = () => /** @type {HTMLElement[]} */ (Array.from(grid.querySelectorAll(".head .cell")));
const given = heads().map((head) => head.dataset.article || "");
const reference = heads().filter((head) => head.classList.contains("ref")).map((head) => head.dataset.article || "");
/** @type {Look} */
const look = tidy(recall(`look.${story}`, /** @type {Partial<Look>} */ ({})));

/** What was remembered, made to fit the columns there are. @param {Partial<Look>} was @returns {Look} */
function tidy(was) {
  const order = [...(was.order || []).filter((id) => given.includes(id)), ...given.filter((id) => !(was.order || []).includes(id))];
  const hidden = (was.hidden || []).filter((id) => given.includes(id));
  const pinned = (was.pinned || reference).filter((id) => given.includes(id));
  return { order, hidden: hidden.length < given.length ? hidden : [], pinned, english: was.english || "below" };
}

/** The columns as they stand: those pinned first. */
const standing = () => [...look.order.filter((id) => look.pinned.includes(id)), ...look.order.filter((id) => !look.pinned.includes(id))];

/** @param {HTMLElement} row a row, or the head */
function arrange(row) {
  const cells = new Map(/** @type {[string, HTMLElement][]} */ (rows.cellsOf(row).map((cell) => [cell.dataset.article || "", cell])));
  const holder = cells.get(given[0])?.parentElement;
  const order = standing();
  const inPlace = [...cells.keys()].join() === order.join();
  let pins = 0;
  order.forEach((id, n) => {
    const cell = cells.get(id);
    if (!cell || !holder) return;
    cell.hidden = look.hidden.includes(id);
    cell.setAttribute("aria-colindex", String(n + 2));
    const pinned = look.pinned.includes(id) && !cell.hidden;
    cell.classList.toggle("pinned", pinned);
    if (pinned) cell.dataset.pin = String(pins++);
    else delete cell.dataset.pin;
    if (!inPlace) holder.append(cell);
  });
  const under = row.querySelector(".under");
  if (under?.parentElement === holder) holder?.append(under);
}

function apply() {
  const shown = given.length - look.hidden.length;
  grid.style.setProperty("--texts", String(shown));
  grid.style.setProperty("--pins", String(look.pinned.filter((id) => !look.hidden.includes(id)).length));
  document.body.dataset.english = look.english;
  document.body.dataset.columns = String(shown);
  const head = /** @type {HTMLElement} */ (grid.querySelector(".head"));
  arrange(head);
  rows.all().forEach(arrange);
  keepStop();
  remember(`look.${story}`, look);
}

/** @param {keyof Look & ("hidden" | "pinned")} which @param {string} id @param {boolean} on */
function put(which, id, on) {
  look[which] = on ? [...look[which], id] : look[which].filter((other) => other !== id);
  apply();
  fill();
}

/** @param {string} id @param {1 | -1} way */
function shift(id, way) {
  const at = look.order.indexOf(id);
  const to = at + way;
  if (to < 0 || to >= look.order.length) return;
  look.order.splice(at, 1);
  look.order.splice(to, 0, id);
  apply();
  fill();
}

function fill() {
  const body = part("columns", "[data-body]");
  const focus = /** @type {HTMLElement | null} */ (body.contains(document.activeElement) ? document.activeElement : null)?.dataset.at;
  const labels = new Map(heads().map((head) => [head.dataset.article || "", head.dataset.label || ""]));
  body.replaceChildren(...look.order.map((id, n) => {
    const line = element("tr");
    const label = labels.get(id) || "";
    const head = element("th", label);
    head.scope = "row";
    const last = look.hidden.length === given.length - 1 && !look.hidden.includes(id);
    const shown = tick(`${label}: ${t("shown_column")}`, !look.hidden.includes(id), (on) => put("hidden", id, !on), `s${id}`);
    shown.disabled = last;
    const pinned = tick(`${label}: ${t("pinned")}`, look.pinned.includes(id), (on) => put("pinned", id, on), `p${id}`);
    const up = arrow("↑", `${label}: ${t("earlier")}`, () => shift(id, -1), `u${id}`);
    const down = arrow("↓", `${label}: ${t("later")}`, () => shift(id, 1), `d${id}`);
    up.disabled = n === 0;
    down.disabled = n === look.order.length - 1;
    line.append(head, ...[[shown], [pinned], [up, " ", down]].map((parts) => {
      const field = element("td");
      field.append(...parts);
      return field;
    }));
    return line;
  }));
  if (focus) /** @type {HTMLElement | null} */ (body.querySelector(`[data-at="${focus}"]`))?.focus();
}

/** @param {string} label @param {boolean} on @param {(on: boolean) => void} then @param {string} at */
function tick(label, on, then, at) {
  const box = element("input");
  box.type = "checkbox";
  box.checked = on;
  box.dataset.at = at;
  box.setAttribute("aria-label", label);
  box.addEventListener("change", () => then(box.checked));
  return box;
}

/** @param {string} sign @param {string} label @param {() => void} then @param {string} at */
function arrow(sign, label, then, at) {
  const button = element("button", sign);
  button.type = "button";
  button.dataset.at = at;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", then);
  return button;
}

/** @param {string} place */
function placeEnglish(place) {
  look.english = place;
  apply();
  announce(t(`english_${place}`));
}

/** @type {Record<string, () => unknown>} */
export const can = {
  columns: () => {
    fill();
    /** @type {HTMLSelectElement} */ (part("columns", "[name=english]")).value = look.english;
    void ask("columns");
  },
  "english-place": () => placeEnglish(PLACES[(PLACES.indexOf(look.english) + 1) % PLACES.length]),
};

/** Dress the columns as remembered, now and in rows to come. */
export function begin() {
  rows.onNew(arrange);
  part("columns", "[name=english]").addEventListener("change", (event) => placeEnglish(/** @type {HTMLSelectElement} */ (event.target).value));
  apply();
}

// Which rows are shown: by status, kind, severity, outlet, confidence, reviewer, and words found.

import { keepStop } from "./grid.js";
import { getJson } from "./net.js";
import * as rows from "./rows.js";
import { tell } from "./say.js";
import { api, reviewer } from "./story.js";
import { t } from "./words.js";

const TYPING = 250;
const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
const said = /** @type {HTMLOutputElement} */ (document.getElementById("shown"));
/** @type {((shown: number) => void)[]} */
const told = [];
/** Keys of rows that hold the words looked for; null where none are. @type {Set<string> | null} */
let found = null;
let asked = 0;
let timer = 0;

/** @param {(shown: number) => void} after */
export const onFilter = (after) => { told.push(after); };

/** @param {string} name @returns {string} */
const chosen = (name) => String(new FormData(form).get(name) || "");

/** @returns {((row: HTMLElement) => boolean)[]} what a row must be to be shown */
function tests() {
  const [status, kind, severity, outlet, level] = ["status", "kind", "severity", "outlet", "confidence"].map(chosen);
  /** @type {((row: HTMLElement) => boolean)[]} */
  const all = [];
  if (status === "disputed" || status === "doubled") all.push((row) => status in row.dataset);
  else if (status === "commented") all.push((row) => row.querySelector(".comment") !== null);
  else if (status) all.push((row) => row.dataset.status === status);
  if (kind || severity) {
    all.push((row) => (row.dataset.kinds || "").split(" ").some((each) => {
      const [its, grade] = each.split(".");
      return (!kind || its === kind) && (!severity || grade === severity);
    }));
  }
  if (outlet) all.push((row) => (row.dataset.outlets || "").split(/[ ,]+/).includes(outlet));
  if (level) all.push((row) => row.dataset.level === level);
  if (chosen("mine")) all.push((row) => isMine(row.dataset.assigned || "", reviewer()));
  if (found) all.push((row) => /** @type {Set<string>} */ (found).has(row.dataset.key || ""));
  return all;
}

/** @param {string} assigned names, as JSON or joined by commas @param {string} name */
function isMine(assigned, name) {
  if (!assigned) return false;
  if (assigned.startsWith("[")) return JSON.parse(assigned).includes(name);
  return assigned.split(",").map((each) => each.trim()).includes(name);
}

/** Show and hide rows as the filters now say. */
export function apply() {
  const all = tests();
  let shown = 0;
  for (const row of rows.all()) {
    const hide = !all.every((fits) => fits(row));
    if (row.hidden !== hide) row.hidden = hide;
    if (!hide) shown += 1;
  }
  said.textContent = all.length ? t("shown", { shown, n: rows.all().length }) : "";
  keepStop();
  told.forEach((after) => after(shown));
}

/** New rows follow the filters; those at hand stay until the filters are set anew. @param {HTMLElement[]} some */
export function applyTo(some) {
  const all = tests();
  if (all.length) some.forEach((row) => { row.hidden = !all.every((fits) => fits(row)); });
}

async function find() {
  const words = chosen("find").trim();
  asked += 1;
  const mine = asked;
  if (!words) found = null;
  else {
    try {
      const keys = await getJson(api(`find?${new URLSearchParams({ q: words, regex: chosen("regex") ? "1" : "0" })}`));
      if (mine !== asked) return;
      found = new Set(keys);
    } catch (error) {
      if (mine === asked) tell(t("not_found_out", { why: error instanceof Error ? error.message : "" }));
      return;
    }
  }
  apply();
}

function focusFind() {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("find"));
  field.focus();
  field.select();
}

/** @type {Record<string, () => unknown>} */
export const can = { find: focusFind };

/** @param {() => void} toRows what Escape here does, and Enter in the search field */
export function begin(toRows) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { found = null; asked += 1; apply(); }));
  form.addEventListener("change", (event) => {
    const name = /** @type {HTMLInputElement} */ (event.target).name;
    if (name === "find" || name === "regex") void find();
    else apply();
  });
  const field = /** @type {HTMLInputElement} */ (document.getElementById("find"));
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, TYPING);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && !(event.key === "Enter" && event.target === field)) return;
    event.preventDefault();
    toRows();
  });
}

// The review page: puts its parts together, and gives each key to its command.

import "./lang.js";
import * as acting from "./acting.js";
import * as columns from "./columns.js";
import * as concordance from "./concordance.js";
import * as dialogs from "./dialogs.js";
import * as english from "./english.js";
import * as filters from "./filters.js";
import * as findings from "./findings.js";
import * as going from "./going.js";
import * as grid from "./grid.js";
import * as help from "./help.js";
import * as keys from "./keys.js";
import * as live from "./live.js";
import * as loading from "./loading.js";
import * as minimap from "./minimap.js";
import * as patches from "./patches.js";
import * as progress from "./progress.js";
import * as queue from "./queue.js";
import * as records from "./records.js";
import * as rows from "./rows.js";
import { tell } from "./say.js";
import * as shape from "./shape.js";
import * as strip from "./strip.js";
import * as team from "./team.js";
import * as verdicts from "./verdicts.js";
import { reviewer } from "./story.js";
import { t } from "./words.js";

/** @type {Record<string, () => unknown>} */
const can = {
  ...verdicts.can, ...shape.can, ...findings.can, ...english.can, ...going.can, ...filters.can,
  ...concordance.can, ...records.can, ...columns.can, ...team.can, ...help.can,
};
/** Commands that change nothing: they need no reviewer. */
const READING = new Set([
  ...Object.keys(going.can), ...Object.keys(filters.can), ...Object.keys(concordance.can), ...Object.keys(records.can),
  ...Object.keys(columns.can), ...Object.keys(help.can), "furniture", "finding-next", "finding-previous",
  "sentence-next", "sentence-previous", "agreement", "reviewer",
]);
/** @param {1 | -1} way */
const picking = (way) => () => { grid.pickSentence(way); };
Object.assign(can, { "sentence-next": picking(1), "sentence-previous": picking(-1) });

/** @param {string} name */
function run(name) {
  if (READING.has(name) || acting.named()) can[name]?.();
  strip.draw();
}

/** Where keys are text. @param {EventTarget | null} target */
const writes = (target) => target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
/** Keys that belong to what has the focus. @param {HTMLElement} target @param {string} key */
function owns(target, key) {
  if (key !== "Enter" && key !== "Space") return false;
  return target.matches("button:not(.finding), a, summary, [role=option]");
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.defaultPrevented || event.isComposing || dialogs.open() || writes(target)) return;
  const key = keys.nameOf(event);
  if (!key || owns(target, key)) return;
  const inGrid = target === document.body || target.closest("#grid") !== null;
  if (key === "Escape") {
    leave();
    return;
  }
  if (!inGrid && keys.isLetter(key)) return;
  const name = keys.commandFor(key);
  if (key === "Enter" && target.matches(".finding")) {
    event.preventDefault();
    run("finding-change");
    return;
  }
  const taken = name ? (inGrid || key !== "Enter") && (run(name), true) : inGrid && travel(event, key);
  if (taken) event.preventDefault();
}

/** @param {KeyboardEvent} event @param {string} key */
function travel(event, key) {
  if (event.shiftKey || event.altKey || event.metaKey) return false;
  if (key === "Enter" || key === "Space") return false;
  return grid.travel(event.key, event.ctrlKey);
}

function leave() {
  if (!document.activeElement?.closest("#grid")) {
    toRows();
    return;
  }
  if (shape.unmark() || findings.leave()) return;
  const at = grid.here();
  if (at) grid.unpick(at.cell);
}

/** @param {import("./queue.js").Entry} entry @param {any} told */
function onAnswer(entry, told) {
  if (told.patch) patches.take(told.seq, told.patch);
  if (entry.way === "acts") return;
  const changed = Object.keys(told.patch?.rows || {});
  if (!queue.pending().length) patches.put();
  const row = changed.length && changed.length < 9 ? rows.rowOf(changed[0]) : undefined;
  if (row && !document.activeElement?.closest(".tools, .bar, textarea, dialog")) grid.goTo(row);
}

/** @param {import("./queue.js").Entry} entry @param {any} told */
function onRefused(entry, told) {
  if (told.patch) patches.take(patches.latest(), told.patch, true);
  records.tellRefused();
  tell(entry.way === "acts" ? t("refused_act", { why: told.error || "" }) : told.error || t("cannot"));
}

function refresh() {
  grid.keepStop();
  strip.draw();
}

/** What the rest of the page needs after rows were put. @param {boolean} structural */
function onPut(structural) {
  refresh();
  if (!structural) return;
  void shape.renewFurniture();
  if (rows.all().length !== progress.total()) void loading.anew(refresh);
  minimap.renew();
}

/** Go to the row that the address names, as a concordance's links do. */
function follow() {
  const row = location.hash.length > 1 ? rows.rowOf(decodeURIComponent(location.hash.slice(1))) : undefined;
  if (row) grid.goTo(row);
}

/** To the cell at hand. @param {Event} [event] */
function toRows(event) {
  event?.preventDefault();
  grid.goTo(grid.here()?.row);
}

function begin() {
  rows.take(rows.all());
  rows.number();
  columns.begin();
  grid.begin();
  english.begin();
  verdicts.begin();
  shape.begin(acting.named);
  filters.begin(() => toRows());
  filters.onFilter(() => strip.draw());
  concordance.begin();
  help.begin(run);
  strip.begin((row) => grid.goTo(row));
  minimap.begin();
  patches.onPut(onPut);
  document.addEventListener("keydown", onKey);
  // A click on a button of the deck leaves the focus on the cell or finding that it is about.
  document.querySelector(".deck")?.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-command]"))?.dataset.command;
    if (name) run(name);
  });
  queue.begin({ onAnswer, onRefused, onEmpty: patches.put });
  records.tellRefused();
  acting.showName();
  live.listen();
  void (loading.more() ? loading.rest(refresh) : Promise.resolve()).then(follow);
  document.body.dataset.ready = "";
  performance.mark("ready");
  document.querySelector(".skip")?.addEventListener("click", toRows);
  if (!reviewer()) void acting.askName().then(() => toRows());
}

begin();

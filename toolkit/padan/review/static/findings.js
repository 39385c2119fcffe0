// Findings of a row: accepted, dismissed, changed, added.

import { act } from "./acting.js";
import { ask, part } from "./dialogs.js";
import { goTo, here } from "./grid.js";
import * as picking from "./picking.js";
import * as rows from "./rows.js";
import { announce, tell } from "./say.js";
import * as trust from "./trust.js";
import { kinds, severities, t } from "./words.js";
import { labelOf } from "./verdicts.js";

/** @param {HTMLElement} row @returns {HTMLElement[]} */
const findingsOf = (row) => /** @type {HTMLElement[]} */ (Array.from(row.querySelectorAll(".finding"))).filter((f) => f.dataset.finding);

/** What a button stands for; one reason may stand for several outlets. @param {HTMLElement} button @returns {any[]} */
const toldBy = (button) => [JSON.parse(button.dataset.finding || "[]")].flat();

/** The finding at hand: the one with the focus or, for a cell, its first open one. @returns {HTMLElement | null} */
function atHand() {
  const at = here();
  if (!at) return null;
  if (at.finding?.dataset.finding) return at.finding;
  const all = findingsOf(at.row);
  const own = all.filter((button) => toldBy(button).some((finding) => finding.article === at.article));
  const open = (/** @type {HTMLElement} */ button) => (button.dataset.decision || "open") === "open";
  return own.find(open) || all.find(open) || own[0] || all[0] || null;
}

/** @param {string} name @param {string} decision @param {boolean} [forGood] */
const deciding = (name, decision, forGood = false) => () => {
  const button = atHand();
  if (!button) return tell(t("no_finding"));
  act(name, { findings: toldBy(button), for_good: forGood });
  trust.paintDecision([button], decision);
  return announce(t(`did_${name}`));
};

async function change() {
  const button = atHand();
  if (!button) return tell(t("no_finding"));
  const told = toldBy(button);
  part("change", "[data-about]").textContent = told[0].reason;
  value("change", "kind", button.dataset.kind || told[0].kind);
  value("change", "severity", button.dataset.severity || told[0].severity);
  const given = await ask("change");
  if (!given) return undefined;
  const [kind, severity] = [String(given.get("kind")), String(given.get("severity"))];
  for (const finding of told) act("change-finding", { finding, kind, severity });
  return announce(t("did_change-finding", { kind: kinds[kind], severity: severities[severity] }));
}

/** @param {string} dialog @param {string} field @param {string} to */
function value(dialog, field, to) {
  /** @type {HTMLSelectElement} */ (part(dialog, `[name=${field}]`)).value = to;
}

/** The cell whose words are marked: that at hand or, for the source's, the next one with words. @param {import("./grid.js").Here} at */
function aboutCell(at) {
  if (!at.cell.classList.contains("ref")) return at.cell;
  return rows.cellsOf(at.row).find((cell) => cell.dataset.article && !cell.classList.contains("ref") && cell.querySelector(".s")) || at.cell;
}

async function add() {
  const at = here();
  if (!at) return;
  const cell = aboutCell(at);
  const source = /** @type {HTMLElement | null} */ (at.row.querySelector(".cell.ref"));
  if (cell === source || !source) {
    tell(t("nothing_to_compare"));
    return;
  }
  const article = cell.dataset.article || "";
  const picks = { retelling: picking.fill("retelling", cell, labelOf(article)), reference: picking.fill("reference", source, labelOf(source.dataset.article || "")) };
  /** @type {HTMLInputElement} */ (part("add", "[name=reason]")).value = "";
  const given = await ask("add");
  if (!given) return;
  const [retelling, reference] = [picks.retelling(), picks.reference()];
  if (!retelling && !reference) {
    tell(t("pick_words"));
    return;
  }
  const languages = [source, cell].map((each) => /** @type {HTMLElement | null} */ (each.querySelector(".said"))?.lang || "und");
  act("add-finding", { finding: {
    article, kind: given.get("kind"), severity: given.get("severity"), reference, retelling, english: null,
    reason: String(given.get("reason")).trim(), basis: languages.join("-"), perhaps_ours: false, gloss: "",
  } });
  announce(t("did_add-finding"));
}

/** @param {1 | -1} way */
const stepping = (way) => () => {
  const at = here();
  if (!at) return;
  const all = findingsOf(at.row);
  if (!all.length) {
    tell(t("no_finding"));
    return;
  }
  const was = at.finding ? all.indexOf(at.finding) : way > 0 ? -1 : all.length;
  const next = all[(was + way + all.length) % all.length];
  const folded = /** @type {HTMLDetailsElement | null} */ (next.closest("details"));
  if (folded) folded.open = true;
  next.focus();
};

/** From a finding back to its row's cell. @returns {boolean} whether the focus was on a finding */
export function leave() {
  const at = here();
  if (!at?.finding) return false;
  goTo(at.row);
  return true;
}

/** @type {Record<string, () => unknown>} */
export const can = {
  "finding-next": stepping(1),
  "finding-previous": stepping(-1),
  "finding-accept": deciding("accept-finding", "accepted"),
  "finding-dismiss": deciding("dismiss-finding", "dismissed"),
  "finding-dismiss-for-good": deciding("dismiss-finding", "dismissed", true),
  "finding-reopen": deciding("reopen-finding", "open"),
  "finding-change": change,
  "finding-add": add,
};

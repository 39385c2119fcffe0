// Words looked up in all stories.

import { ask, dialog, element, part } from "./dialogs.js";
import { goTo, here } from "./grid.js";
import { getJson } from "./net.js";
import * as rows from "./rows.js";
import { id as story } from "./story.js";
import { t } from "./words.js";

/** @typedef {{story: string, title: string, row: string, outlet: string, before: string, hit: string, after: string}} Hit */

const query = () => /** @type {HTMLInputElement} */ (part("concordance", "[name=q]"));

async function lookUp() {
  const q = query().value.trim();
  const body = part("concordance", "[data-body]");
  if (!q) return;
  const regex = /** @type {HTMLInputElement} */ (part("concordance", "[name=regex]")).checked;
  body.textContent = t("looking");
  try {
    const found = await getJson(`/api/search?${new URLSearchParams({ q, regex: regex ? "1" : "0", story: "" })}`);
    show(body, found.hits, found.complete);
  } catch (error) {
    body.textContent = t("not_found_out", { why: error instanceof Error ? error.message : "" });
  }
}

/** @param {HTMLElement} body @param {Hit[]} hits @param {boolean} complete */
function show(body, hits, complete) {
  const list = element("table", "", "hits");
  for (const hit of hits) {
    const line = list.insertRow();
    line.insertCell().append(link(hit));
    line.insertCell().append(element("bdi", hit.outlet));
    const words = line.insertCell();
    words.dir = "auto";
    words.append(hit.before, element("mark", hit.hit), hit.after);
  }
  body.replaceChildren(element("p", t(complete ? "hits" : "hits_and_more", { n: hits.length })), list);
}

/** @param {Hit} hit */
function link(hit) {
  const here = hit.story === story;
  const made = element("a", here ? t("here") : hit.title);
  made.href = here ? "#grid" : `/story/${encodeURIComponent(hit.story)}#${encodeURIComponent(hit.row)}`;
  made.addEventListener("click", (event) => {
    const row = here ? rows.rowOf(hit.row) : undefined;
    if (!row) return;
    event.preventDefault();
    row.hidden = false;
    dialog("concordance").close();
    setTimeout(() => goTo(row));
  });
  return made;
}

async function open() {
  const selection = getSelection()?.toString().trim() || "";
  const field = query();
  if (selection && here()) field.value = selection.slice(0, 500);
  const shown = ask("concordance");
  field.focus();
  field.select();
  if (selection) void lookUp();
  await shown;
}

/** @type {Record<string, () => unknown>} */
export const can = { concordance: open };

/** The dialog's own keys and button. */
export function begin() {
  part("concordance", "[data-look]").addEventListener("click", lookUp);
  query().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void lookUp();
  });
}

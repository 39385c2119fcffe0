// What was done to a row, and what could not be done.

import { ask, dialog, element, part } from "./dialogs.js";
import { here } from "./grid.js";
import { getJson } from "./net.js";
import * as progress from "./progress.js";
import * as queue from "./queue.js";
import { api } from "./story.js";
import { commands, t } from "./words.js";

/** @param {string} at */
const when = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

/** @param {string} name @param {string} path @param {(found: any[]) => Node[]} lines @param {string} none */
async function fill(name, path, lines, none) {
  const body = part(name, "[data-body]");
  body.replaceChildren(element("p", t("looking")));
  try {
    const found = await getJson(api(path));
    body.replaceChildren(...(found.length ? lines(found) : [element("p", t(none))]));
  } catch (error) {
    body.replaceChildren(element("p", t("not_found_out", { why: error instanceof Error ? error.message : "" })));
  }
}

/** @param {any[]} found */
function table(found) {
  const made = element("table", "", "record");
  for (const each of found) {
    const line = made.insertRow();
    line.append(element("td", when(each.at), "when"), element("td", each.reviewer), element("td", each.text));
    if (each.reason) line.append(element("td", each.reason));
  }
  return [made];
}

function history() {
  const at = here();
  if (!at) return;
  void fill("history", `history?${new URLSearchParams({ row: at.row.dataset.key || "" })}`, table, "nothing_yet");
  void ask("history");
}

function conflicts() {
  fillRefused();
  void fill("conflicts", "conflicts", table, "no_conflicts");
  void ask("conflicts");
}

/** @param {string | undefined} act */
const named = (act) => commands.find(({ name }) => name === act || name === `${act}-next`)?.label || act || "";

function fillRefused() {
  const list = queue.refused();
  progress.showRefused(list.length);
  const body = part("conflicts", "[data-refused]");
  if (!list.length) {
    body.replaceChildren(element("p", t("none_refused")));
    return;
  }
  const made = element("table", "", "record");
  for (const { entry, error } of list) {
    const line = made.insertRow();
    const buttons = element("td");
    buttons.append(button("try_again", () => queue.tryAgain(entry.id)), " ", button("drop", () => queue.dropRefused(entry.id)));
    line.append(element("td", named(entry.act)), element("td", entry.body?.text || entry.body?.after?.toString?.() && typeof entry.body.after === "string" ? entry.body.text || entry.body.after : ""), element("td", error), buttons);
  }
  body.replaceChildren(made);
}

/** @param {string} text @param {() => unknown} then */
function button(text, then) {
  const made = element("button", t(text));
  made.type = "button";
  made.addEventListener("click", () => {
    then();
    fillRefused();
    /** @type {HTMLElement | null} */ (dialog("conflicts").querySelector("button"))?.focus();
  });
  return made;
}

/** @type {Record<string, () => unknown>} */
export const can = { history, conflicts };

/** Show how many acts were refused, and in the dialog, which. */
export function tellRefused() {
  progress.showRefused(queue.refused().length);
  if (dialog("conflicts").open) fillRefused();
}

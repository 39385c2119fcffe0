// An act: written down, sent, and the reviewer named.

import { ask, part } from "./dialogs.js";
import * as queue from "./queue.js";
import { isNow, reviewer } from "./story.js";
import { t } from "./words.js";

const button = /** @type {HTMLElement} */ (document.getElementById("reviewer"));

/** @param {string} act @param {any} body */
export const act = (act, body) => queue.add("acts", act, body);

/** Whether the reviewer is known; where not, they are asked. */
export function named() {
  if (reviewer()) return true;
  void askName();
  return false;
}

/** Ask for the reviewer's name. */
export async function askName() {
  const field = /** @type {HTMLInputElement} */ (part("reviewer", "input[name=name]"));
  field.value = reviewer();
  const given = await ask("reviewer");
  const name = String(given?.get("name") || "").trim();
  if (name) isNow(name);
  showName();
}

/** Say who is reviewing. */
export function showName() {
  button.textContent = reviewer() ? t("you_are", { name: reviewer() }) : t("no_name");
}

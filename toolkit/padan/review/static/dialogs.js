// Dialogs: opened over the page, closed by Escape, the focus back where it was.

import { focused } from "./patches.js";

/** @param {string} name @returns {HTMLDialogElement} */
export const dialog = (name) => /** @type {HTMLDialogElement} */ (document.getElementById(`d-${name}`));

/** Whether a dialog lies over the page. */
export const open = () => document.querySelector("dialog[open]") !== null;

/**
 * Show a dialog and wait for its end.
 * @param {string} name
 * @returns {Promise<FormData | null>} what was filled in; null where it was left
 */
export function ask(name) {
  const box = dialog(name);
  const back = focused();
  box.returnValue = "";
  box.onkeydown = (event) => {
    const main = /** @type {HTMLElement | null} */ (box.querySelector("button.main"));
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !main) return;
    event.preventDefault();
    main.click();
  };
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => {
      back();
      resolve(box.returnValue === "ok" ? new FormData(/** @type {HTMLFormElement} */ (box.querySelector("form"))) : null);
    }, { once: true });
  });
}

/** @param {string} name @param {string} selector @returns {HTMLElement} */
export const part = (name, selector) => /** @type {HTMLElement} */ (dialog(name).querySelector(selector));

/**
 * An element with text in it.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} tag @param {string} [text] @param {string} [className]
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Which key does what: the defaults, what the reader has changed, and what a key press is called.

import { recall, remember, forget } from "./local.js";
import { commands } from "./words.js";

const MINE = "keys";
const LETTERS = "letters";

/** Command -> keys, where the reader has changed them. @returns {Record<string, string[]>} */
const mine = () => recall(MINE, /** @type {Record<string, string[]>} */ ({}));

/** @param {string} name @returns {string[]} */
export function keysOf(name) {
  return mine()[name] ?? commands.find((command) => command.name === name)?.keys ?? [];
}

/** Whether keys of one character, without Ctrl or Alt, are listened to (WCAG 2.1.4). */
export const letters = () => recall(LETTERS, true);
/** @param {boolean} on */
export const setLetters = (on) => remember(LETTERS, on);

/** @param {string} key @returns {boolean} */
export const isLetter = (key) => Array.from(key.replace(/^Shift\+/, "")).length === 1;

/** The command that a key stands for. @param {string} key @returns {string | undefined} */
export function commandFor(key) {
  if (isLetter(key) && !letters()) return undefined;
  return commands.find(({ name }) => keysOf(name).includes(key))?.name;
}

/** Give a command this key instead of its own. @param {string} name @param {string} key @returns {string | undefined} the command that has it already */
export function bind(name, key) {
  const other = commands.find((command) => command.name !== name && keysOf(command.name).includes(key))?.name;
  if (!other) remember(MINE, { ...mine(), [name]: [key] });
  return other;
}

/** Back to the default keys. */
export const unbind = () => forget(MINE);

/** Keys that the page leaves to the browser, and those that move about in the grid. */
const NEVER = new Set(["Tab", "Shift+Tab", "Escape", "Backspace", "Delete", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight",
  "Home", "End", "PageUp", "PageDown", "Ctrl+Home", "Ctrl+End"]);
/** @param {string} key @returns {boolean} */
export const mayBind = (key) => key !== "" && !NEVER.has(key);

/** What a key press is called: `Ctrl+Shift+Z`, `A`, `?`; empty for a modifier alone. @param {KeyboardEvent} event @returns {string} */
export function nameOf(event) {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Process", "Unidentified", "CapsLock"].includes(event.key)) return "";
  const typed = event.getModifierState("AltGraph");
  const ctrl = (event.ctrlKey || event.metaKey) && !typed;
  const alt = event.altKey && !typed;
  let key = event.key === " " ? "Space" : event.key;
  // On keyboards of other scripts a letter is told by its place.
  if (/^Key[A-Z]$/.test(event.code) && key.length === 1 && !/^[\x21-\x7e]$/.test(key)) key = event.code.slice(3);
  if (key.length === 1) key = key.toUpperCase();
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key));
  return `${ctrl ? "Ctrl+" : ""}${alt ? "Alt+" : ""}${shift ? "Shift+" : ""}${key}`;
}

/** How keys are written for people. @param {string} key */
export const written = (key) => key.replace("Arrow", "").replace("Up", "↑").replace("Down", "↓").replace("Left", "←").replace("Right", "→");

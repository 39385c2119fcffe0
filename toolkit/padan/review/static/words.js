// What the page says: the texts that the server put into it, in the reader's language.

/** @typedef {string | {one: string, many: string}} Text */
/** @typedef {{name: string, group: string, keys: string[], label: string}} Command */

const given = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("words")).textContent || "{}");

/** @type {Command[]} */
export const commands = given.commands;
/** @type {Record<string, string>} */
export const kinds = given.kinds;
/** @type {Record<string, string>} */
export const severities = given.severities;

/**
 * The text under a name with the words put in; of two forms the one that fits `n`.
 * @param {string} name
 * @param {Record<string, unknown>} [values]
 * @returns {string}
 */
export function t(name, values = {}) {
  /** @type {Text | undefined} */
  const found = given.words[name];
  if (found === undefined) throw new Error(`no text is named ${name}`);
  const text = typeof found === "string" ? found : found[values.n === 1 ? "one" : "many"];
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

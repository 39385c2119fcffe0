// Acts on their way to the server. Each is written down before it is sent, so that none is lost
// when the server, the page or the machine goes away; sent in order, one at a time; an act's id
// makes sure that it counts once however often it is sent.

import { forget, recall, recalled, remember } from "./local.js";
import { post } from "./net.js";
import { api, id as story, reviewer } from "./story.js";
import { t } from "./words.js";

/** @typedef {"acts" | "undo" | "redo" | "realign"} Way */
/** @typedef {{id: string, reviewer: string, way: Way, act?: string, body?: any}} Entry */
/** @typedef {{entry: Entry, error: string}} Refused */
/** @typedef {{onAnswer: (entry: Entry, told: any) => void, onRefused: (entry: Entry, told: any) => void,
 *   onEmpty: () => void}} Listener */

const SLOWEST = 10_000;
/** An act that the server cannot take this often in a row is set aside, so that others go on. */
const MOST_TRIES = 5;
const WRITTEN = `act.${story}.`;
const REFUSED = `refused.${story}`;

const sign = /** @type {HTMLElement} */ (document.getElementById("saved"));
/** Names under which entries are written down, oldest first, and the entries.
 * @type {{name: string, entry: Entry}[]} */
let waiting = [];
let sending = false;
let pause = 500;
let retry = 0;
let count = 0;
let failed = 0;
/** @type {Listener} */
let listener = { onAnswer() {}, onRefused() {}, onEmpty() {} };

/** Take up what an earlier visit left, and tell of all that comes back. @param {Listener} told */
export function begin(told) {
  listener = told;
  waiting = recalled(WRITTEN).map((name) => ({ name, entry: recall(name, /** @type {any} */ (null)) })).filter((w) => w.entry);
  addEventListener("online", kick);
  if (waiting.length) send();
}

/** @returns {Entry[]} acts that the server has not answered yet */
export const pending = () => waiting.map(({ entry }) => entry);

/** Write an act down and send it. @param {Way} way @param {string} [act] @param {any} [body] @returns {Entry} */
export function add(way, act, body) {
  const entry = { id: crypto.randomUUID(), reviewer: reviewer(), way, ...(act ? { act, body } : {}) };
  push(entry);
  return entry;
}

/** @param {Entry} entry */
function push(entry) {
  count += 1;
  const name = `${WRITTEN}${String(Date.now()).padStart(15, "0")}.${String(count).padStart(6, "0")}`;
  const written = remember(name, entry);
  waiting.push({ name, entry });
  show(written ? "saving" : "unwritten");
  send();
}

/** Try now, whatever the pause. */
export function kick() {
  pause = 500;
  clearTimeout(retry);
  send();
}

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(retry);
  try {
    while (waiting.length) await sendFirst();
    show("saved");
    listener.onEmpty();
  } catch {
    show("offline");
    retry = setTimeout(send, pause);
    pause = Math.min(pause * 2, SLOWEST);
  } finally {
    sending = false;
  }
  if (waiting.length && !retry) send();
}

/** Rejects where the server did not answer, or not in its senses: the act stays written down. */
async function sendFirst() {
  const { name, entry } = waiting[0];
  const { way, ...rest } = entry;
  const { status, told } = await post(api(way), rest);
  failed = status === 500 ? failed + 1 : 0;
  if (status > 500 || status === 429 || (failed && failed < MOST_TRIES)) throw new Error(String(status));
  failed = 0;
  pause = 500;
  retry = 0;
  waiting.shift();
  forget(name);
  if (status === 200) {
    listener.onAnswer(entry, told);
    return;
  }
  const error = told.error || t("refused_without_reason", { status });
  if (way === "acts") remember(REFUSED, [...refused(), { entry, error }]);
  listener.onRefused(entry, { ...told, error });
}

/** @returns {Refused[]} acts that the server refused, until they are tried again or dropped */
export const refused = () => recall(REFUSED, /** @type {Refused[]} */ ([]));

/** Drop a refused act. @param {string} id @returns {Entry | undefined} */
export function dropRefused(id) {
  const list = refused();
  const found = list.find(({ entry }) => entry.id === id);
  remember(REFUSED, list.filter(({ entry }) => entry.id !== id));
  return found?.entry;
}

/** Send a refused act once more, as a new one. @param {string} id */
export function tryAgain(id) {
  const entry = dropRefused(id);
  if (entry) push({ ...entry, id: crypto.randomUUID() });
}

/** @param {"saved" | "saving" | "offline" | "unwritten"} state */
function show(state) {
  if (state === "saving" && sign.dataset.state === "offline") state = "offline";
  const text = state === "offline" ? t("offline", { n: waiting.length }) : t(state);
  sign.dataset.state = state;
  if (sign.textContent !== text) sign.textContent = text;
}

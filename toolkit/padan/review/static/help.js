// The keys and commands: shown, run, changed.

import { ask, dialog, part } from "./dialogs.js";
import * as keys from "./keys.js";
import { commands, t } from "./words.js";

/** @type {HTMLElement | null} the command whose key is being changed */
let changing = null;

/** @returns {HTMLElement[]} */
const lines = () => Array.from(dialog("help").querySelectorAll("tr[data-name]"));
const told = () => part("help", "[data-told]");

function fill() {
  for (const line of lines()) {
    const made = keys.keysOf(line.dataset.name || "").map((key) => {
      const sign = document.createElement("kbd");
      sign.textContent = keys.written(key);
      if (keys.isLetter(key) && !keys.letters()) sign.className = "silent";
      return sign;
    });
    /** @type {HTMLElement} */ (line.querySelector(".bound")).replaceChildren(...made.flatMap((sign, n) => (n ? [" ", sign] : [sign])));
  }
  /** @type {HTMLInputElement} */ (part("help", "[name=letters]")).checked = keys.letters();
  hint();
}

/** The keys on the buttons of the page. */
function hint() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-key-of]"))) {
    const key = keys.keysOf(button.dataset.keyOf || "").filter((each) => keys.letters() || !keys.isLetter(each));
    const shortest = key.sort((one, other) => one.length - other.length)[0];
    /** @type {HTMLElement} */ (button.querySelector("kbd")).textContent = shortest ? keys.written(shortest) : "";
    if (shortest) button.setAttribute("aria-keyshortcuts", shortest.replace("Ctrl", "Control"));
    else button.removeAttribute("aria-keyshortcuts");
  }
}

function open() {
  changing = null;
  told().textContent = "";
  fill();
  void ask("help");
}

/** @param {KeyboardEvent} event */
function take(event) {
  if (!changing) return;
  const key = keys.nameOf(event);
  if (!key || key === "Tab" || key === "Shift+Tab") return;
  event.preventDefault();
  event.stopPropagation();
  const name = changing.dataset.name || "";
  changing = null;
  if (key === "Escape") told().textContent = "";
  else if (!keys.mayBind(key)) told().textContent = t("key_kept", { key });
  else {
    const other = keys.bind(name, key);
    const label = commands.find((command) => command.name === other)?.label;
    told().textContent = other ? t("key_taken", { key: keys.written(key), command: label }) : t("key_set", { key: keys.written(key) });
  }
  fill();
}

/** @type {Record<string, () => unknown>} */
export const can = { help: open };

/** @param {(name: string) => void} run */
export function begin(run) {
  const box = dialog("help");
  fill();
  box.addEventListener("keydown", take, true);
  box.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const line = /** @type {HTMLElement | null} */ (target.closest("tr[data-name]"));
    if (line && target.closest(".rebind")) {
      event.preventDefault();
      changing = line;
      told().textContent = t("press_key", { command: line.querySelector(".run")?.textContent });
    } else if (line && target.closest(".run")) {
      event.preventDefault();
      box.close();
      setTimeout(() => run(line.dataset.name || ""));
    }
  });
  part("help", "[name=letters]").addEventListener("change", (event) => {
    keys.setLetters(/** @type {HTMLInputElement} */ (event.target).checked);
    fill();
  });
  part("help", "[data-default]").addEventListener("click", () => {
    keys.unbind();
    told().textContent = t("keys_default");
    fill();
  });
}

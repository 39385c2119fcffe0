// Several reviewers: who does what, rows judged twice, how far they agree.

import { act, askName } from "./acting.js";
import { ask, element, part } from "./dialogs.js";
import { here } from "./grid.js";
import { getJson } from "./net.js";
import * as rows from "./rows.js";
import { tell } from "./say.js";
import { api } from "./story.js";
import { t } from "./words.js";

async function assign() {
  const at = here();
  const some = rows.shown();
  part("assign", "[data-about]").textContent = t("assign_means", { n: some.length });
  const given = await ask("assign");
  if (!given) return;
  const reviewers = [...new Set(String(given.get("names") || "").split(",").map((name) => name.trim()).filter(Boolean))];
  const which = String(given.get("which"));
  const places = which === "story" ? [] : which === "row" ? at && [rows.placeIn(at.row)] : some.map(rows.placeIn);
  if (!places || (which !== "story" && !places.length)) return;
  act("assign", { rows: places, reviewers });
  tell(reviewers.length ? t("did_assign", { names: reviewers.join(", ") }) : t("did_unassign"));
}

async function sample() {
  const given = await ask("sample");
  if (!given) return;
  const [seed] = crypto.getRandomValues(new Uint32Array(1));
  act("sample", { share: Number(given.get("share")) / 100, seed });
  tell(t("did_sample"));
}

/** @param {unknown} figure */
const written = (figure) => (typeof figure === "number" ? figure.toFixed(2) : "–");

/** @param {{judged: number, kappa: number | null, alpha: number | null, reviewers: string[], reason: string}} found */
function figures(found) {
  const list = element("dl");
  const lines = [["judged_twice", String(found.judged)], ["kappa", written(found.kappa)], ["alpha", written(found.alpha)],
    ["reviewers", found.reviewers.join(", ") || "–"]];
  for (const [name, value] of lines) list.append(element("dt", t(name)), element("dd", value));
  if (found.reason) list.append(element("dd", found.reason, "note"));
  return list;
}

async function agreement() {
  const body = part("agreement", "[data-body]");
  body.replaceChildren(element("p", t("looking")));
  void ask("agreement");
  try {
    const found = await getJson(api("agreement"));
    body.replaceChildren(
      element("h3", t("on_rows")), figures({ ...found, judged: found.rows }),
      element("h3", t("on_findings")), figures(found.findings),
      element("p", t("agreement_means"), "note"),
    );
  } catch (error) {
    body.replaceChildren(element("p", t("not_found_out", { why: error instanceof Error ? error.message : "" })));
  }
}

/** @type {Record<string, () => unknown>} */
export const can = { assign, sample, agreement, reviewer: askName };

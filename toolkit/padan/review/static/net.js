// Talking to the server. Nothing leaves for anywhere else.

const LONGEST_WAIT = 15_000;

/** @typedef {{status: number, told: any}} Answer */

/**
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<Answer>} rejects where no server answers
 */
export async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Padan": "review" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LONGEST_WAIT),
  });
  const told = await response.json().catch(() => ({}));
  return { status: response.status, told };
}

/** @param {string} path @returns {Promise<any>} */
export async function getJson(path) {
  const response = await ask(path);
  const told = await response.json();
  if (!response.ok) throw new Error(told.error || response.statusText);
  return told;
}

/** @param {string} path @returns {Promise<string>} a fragment made by the server */
export async function getFragment(path) {
  const response = await ask(path);
  if (!response.ok) throw new Error(response.statusText);
  return response.text();
}

/** @param {string} path */
function ask(path) {
  return fetch(path, { headers: { "X-Padan": "review" }, signal: AbortSignal.timeout(LONGEST_WAIT) });
}

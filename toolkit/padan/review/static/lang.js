// The language chosen by the address is kept for the pages that follow, in a cookie of this server.

const chosen = new URLSearchParams(location.search).get("lang");
if (chosen === "en" || chosen === "id") {
  document.cookie = `padan-lang=${chosen}; path=/; max-age=31536000; samesite=lax`;
}

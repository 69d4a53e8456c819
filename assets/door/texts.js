// @ts-check
// The page's words in its language: from the JSON block that the server wrote, numbers and hours by Intl.

const page = /** @type {HTMLElement} */ (document.getElementById("door"));
const words = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");
const locale = page.dataset.lang === "en" ? "en-US" : "es-MX";

/** Fluent marks what it inserts with two invisible characters; they have no use here. */
const isolation = /[\u2068\u2069]/g;

/**
 * One text, its `{name}`s filled in.
 * @param {string} key as in locales/…/door.ftl
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = String(words[key] ?? key).replace(isolation, "");
  return text.replace(/\{\s*\$?([a-z_]+)\s*\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {number} n @returns {string} */
export function count(n) {
  return n.toLocaleString(locale);
}

/** @param {number} cents @param {string} currency ISO 4217 @returns {string} "$200" */
export function money(cents, currency) {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: cents % 100 ? 2 : 0,
  }).format(cents / 100);
}

/** @param {string} at an instant @returns {string} its hour where the concert is, "21:14" */
export function hour(at) {
  const date = new Date(at);
  if (Number.isNaN(date.valueOf())) return at;
  return clock().format(date);
}

/** In the concert's zone; in the phone's own where an old browser doesn't know that one yet: it is in that room. */
function clock() {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: page.dataset.zone || undefined });
  } catch {
    return new Intl.DateTimeFormat(locale, parts);
  }
}

/** @param {string} day "2026-11-28", or already words @returns {string} "sábado 28 de noviembre" */
export function day(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  const date = new Date(`${day}T12:00:00Z`);
  const year = date.getUTCFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  const parts = { weekday: "long", day: "numeric", month: "long", ...year, timeZone: "UTC" };
  const text = new Intl.DateTimeFormat(locale, /** @type {Intl.DateTimeFormatOptions} */ (parts)).format(date);
  return text.replace(",", "");
}

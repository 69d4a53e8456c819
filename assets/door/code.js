// @ts-check
// Knows our ticket codes from everything else that is printed as a QR or typed at a door.

const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** @typedef {"link" | "wifi" | "contact" | "event" | "place" | "phone" | "mail" | "text"} Kind what a stranger's QR holds */

/**
 * A code as a person types it: case, spaces and hyphens don't matter, O is 0, I and L are 1.
 * @param {string} typed
 * @returns {string | null} 16 characters in upper case, or null when it cannot be one of ours
 */
export function fromTyping(typed) {
  const code = letters(typed);
  return CODE.test(code) ? code : null;
}

/**
 * Whether words in a search are a whole code: it is a secret, and must not become part of an address.
 * In one piece or in fours, for "Daniela Hernández" has sixteen letters too.
 * @param {string} words
 * @returns {string | null}
 */
export function fromSearch(words) {
  const whole = /^[^\s-]{16}$|^[^\s-]{4}([\s-]+[^\s-]{4}){3}$/.test(words.trim());
  return whole ? fromTyping(words) : null;
}

/**
 * What was typed without its ornaments, as it would be read: to count how many characters are missing.
 * @param {string} typed
 * @returns {string}
 */
export function letters(typed) {
  return typed.toUpperCase().replace(/[\s\-–—.]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

/**
 * A code as a QR holds it. Our own are exact, so nothing is forgiven here: what is only similar
 * may be somebody's private text, and it must not leave the phone.
 * @param {string} content
 * @returns {string | null}
 */
export function fromQr(content) {
  const code = content.trim().replace(/^(.{4})-(.{4})-(.{4})-(.{4})$/, "$1$2$3$4");
  return CODE.test(code) ? code : null;
}

/** @type {[RegExp, Kind][]} */
const KINDS = [
  [/^wifi:/i, "wifi"],
  [/^(begin:vcard|mecard:)/i, "contact"],
  [/^begin:(vevent|vcalendar)/i, "event"],
  [/^geo:/i, "place"],
  [/^(tel|sms|smsto):/i, "phone"],
  [/^(mailto|matmsg):/i, "mail"],
  [/^([a-z][a-z0-9+.-]*:\/\/|www\.)/i, "link"],
  [/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/|$)/i, "link"],
];

/**
 * What kind of thing a QR is that is not a ticket of ours.
 * @param {string} content
 * @returns {Kind}
 */
export function kindOf(content) {
  const text = content.trim();
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? "text";
}

// @ts-check
// The shapes that phone and server exchange, and how a scan is made.

import { id } from "./id.js";

/**
 * @typedef {"admitted" | "already_used" | "other_concert" | "voided" | "replaced" | "unpaid" | "exited"
 *   | "not_inside" | "undone" | "not_a_ticket" | "unknown"} Verdict
 * @typedef {"entry" | "exit" | "undo"} ScanKind
 * @typedef {"camera" | "photo" | "typed" | "list" | "paper"} Source
 *
 * @typedef {object} Scan
 * @property {string} id made on the phone; a repeat gets the first answer
 * @property {ScanKind} kind
 * @property {Source} source
 * @property {string | null} code
 * @property {string | null} ticket_id
 * @property {string} happened_at
 * @property {Verdict | null} phone_verdict what the screen showed, null when the server decides
 * @property {string | null} takes_back the scan that an undo undoes
 * @property {number} seq counts this phone's scans
 *
 * @typedef {object} Result
 * @property {string} id
 * @property {Verdict} verdict
 * @property {string} by who decided: "server", or "phone"
 * @property {{id: string, number: number, first_name: string, initial: string | null, left: number} | null} ticket
 * @property {{at: string, device: string | null, door: string | null} | null} first
 * @property {{title: string, day: string} | null} other
 * @property {number | null} due_cents
 * @property {string | null} currency
 *
 * @typedef {{inside: number, expected: number, admitted?: number, refused?: number}} Numbers
 * @typedef {{server_time: string, cursor: number, results: Result[], numbers?: Numbers}} Answer
 * @typedef {{id: string, number: number, short: string, first_name: string, initial: string | null, state: string, left: number}} Found
 */

const COUNTER = "door-seq";
let counted = 0;

/** The next number of this phone's scans; goes on after a reload where the phone keeps things. */
function next() {
  try {
    counted = Math.max(counted, Number(localStorage.getItem(COUNTER)) || 0) + 1;
    localStorage.setItem(COUNTER, String(counted));
  } catch {
    counted += 1;
  }
  return counted;
}

/**
 * @param {{source: Source} & Partial<Scan>} what
 * @returns {Scan}
 */
export function scan(what) {
  const now = new Date();
  return {
    id: id(now.valueOf()),
    kind: "entry",
    code: null,
    ticket_id: null,
    happened_at: now.toISOString(),
    phone_verdict: null,
    takes_back: null,
    seq: next(),
    ...what,
  };
}

/** @param {{first_name: string, initial: string | null}} ticket @returns {string} "Mariana Q." */
export function nameOf({ first_name, initial }) {
  return initial ? `${first_name} ${initial}.` : first_name;
}

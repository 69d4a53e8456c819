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
 * @property {Paid | null} paid what was owed, and was paid with this scan
 * @property {Sale | null} sale a place sold with this scan; `ticket_id` is one that the phone was given
 *
 * @typedef {object} Paid
 * @property {number} amount_cents
 * @property {"cash" | "card" | "spei"} method
 *
 * @typedef {object} Sale
 * @property {string} phone that the place was given to
 * @property {string} name
 * @property {string} price a price's id
 * @property {number} amount_cents
 * @property {"cash" | "card" | "spei"} method
 *
 * @typedef {object} Report what this phone says of itself
 * @property {string} id
 * @property {string} address
 * @property {number} pending
 * @property {number} damaged
 * @property {string | null} roster_at
 * @property {number | null} seq how far its counting is of what it shows to others, where the server has all of it with this
 * @property {string | null} ready
 *
 * @typedef {object} Place one that this phone may sell
 * @property {string} ticket_id
 * @property {number} number
 * @property {string} until
 * @property {string} [phone] the id under which this phone was given it
 *
 * @typedef {object} Elsewhere where scans wait under another address
 * @property {string} address
 * @property {number} pending
 *
 * @typedef {object} Result
 * @property {string} id
 * @property {Verdict} verdict
 * @property {string} by who decided: "server", or "phone"
 * @property {Shown | null} ticket
 * @property {First | null} first
 * @property {Other | null} other
 * @property {number | null} due_cents
 * @property {string | null} currency
 *
 * @typedef {object} Shown
 * @property {string} id
 * @property {number} number
 * @property {string} first_name
 * @property {string | null} initial
 * @property {number} left how many more it admits
 *
 * @typedef {object} First
 * @property {string} at
 * @property {string | null} device
 * @property {string | null} door
 *
 * @typedef {object} Other
 * @property {string} title
 * @property {string} day
 *
 * @typedef {object} Numbers
 * @property {number} inside
 * @property {number} expected
 * @property {number} [admitted] entries
 * @property {number} [refused]
 * @property {number} [tickets] different ones that went in
 * @property {number} [conflicts]
 *
 * @typedef {object} Answer
 * @property {string} server_time
 * @property {number} cursor
 * @property {Result[]} results
 * @property {Numbers} [numbers]
 * @property {number | null} phone this phone's number at the door
 * @property {Place[] | null} places all that it holds to sell
 * @property {Elsewhere[]} elsewhere
 *
 * @typedef {object} Found
 * @property {string} id
 * @property {number} number
 * @property {string} short
 * @property {string} first_name
 * @property {string | null} initial
 * @property {string | null} last4 of the phone, to tell two of one name apart
 * @property {string} state
 * @property {number} left
 *
 * @typedef {object} Roster
 * @property {number} cursor
 * @property {boolean} reset what the phone had is to be forgotten first
 * @property {string} server_time
 * @property {About | null} about the whole door; null when this phone has it as it is
 * @property {Rostered[]} tickets
 * @property {Numbers | null} numbers where they may have changed
 *
 * @typedef {object} About what is so for the whole door
 * @property {string} version
 * @property {string} salt
 * @property {string} ends_at when the night's doors die, and the roster with them
 * @property {string} currency
 * @property {boolean} reentry whether whoever left may come back
 * @property {Priced[]} prices where this phone may sell
 * @property {Named[]} phones of this door
 * @property {string} exchange_key seals the QRs between phones, in hexadecimal
 * @property {Practised[]} practice tickets of the rehearsal that is on
 *
 * @typedef {object} Practised
 * @property {string} hash
 * @property {Verdict} verdict
 *
 * @typedef {object} Rostered
 * @property {string} id
 * @property {string} hash SHA-256 over the salt, then the code, in hexadecimal
 * @property {number} number
 * @property {string} short
 * @property {string} first_name
 * @property {string} initial
 * @property {string | null} surname3
 * @property {string | null} last4
 * @property {number} admits
 * @property {"valid" | "unpaid" | "voided" | "replaced"} state
 * @property {number} used how many went in with it, those who left again too
 * @property {number} inside how many of them are in there now
 * @property {First | null} first who went in first with it
 * @property {number} due_cents
 * @property {Conflict[]} conflicts
 *
 * @typedef {object} Priced
 * @property {string} id
 * @property {string} name
 * @property {number} amount_cents
 * @property {boolean} now in force today
 *
 * @typedef {object} Named a phone by its number
 * @property {number} number
 * @property {string} name
 * @property {number | null} seq what it showed to other phones up to this, the roster counts
 *
 * @typedef {object} Conflict two screens that let somebody in for one place, or one by a dead ticket
 * @property {string} id the scan that let in one too many
 * @property {"twice" | "voided" | "replaced"} kind
 * @property {Side | null} first
 * @property {Side} second
 *
 * @typedef {object} Side
 * @property {string} at
 * @property {string} door
 * @property {boolean} own whether it was this phone, or this member
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
    paid: null,
    sale: null,
    ...what,
  };
}

/** @param {{first_name: string, initial: string | null}} ticket @returns {string} "Mariana Q." */
export function nameOf({ first_name, initial }) {
  return initial ? `${first_name} ${initial}.` : first_name;
}

// @ts-check
// Puts a result into words: the verdict, who, one line that helps, and the one thing to do next.

import { day, hour, money, t } from "./texts.js";
import { nameOf } from "./wire.js";

/**
 * @typedef {import("./wire.js").Result} Result
 * @typedef {"undo" | "search" | "charge" | "next"} Act
 * @typedef {{verdict: import("./wire.js").Verdict, word: string, who: string, help: string, act: Act, by: "server" | "phone" | "practice"}} Wording
 */

/**
 * @param {Result} result
 * @param {{kind?: string, stranger?: import("./code.js").Kind}} about what was asked
 * @returns {Wording}
 */
export function wording(result, { kind = "entry", stranger } = {}) {
  const { verdict, ticket } = result;
  const by = /** @type {"phone" | "server"} */ (result.by === "phone" ? "phone" : "server");
  const key = verdict.replaceAll("_", "-");
  const who = ticket ? t("door-who", { name: nameOf(ticket), number: ticket.number }) : "";
  const whoAlone = ticket ? nameOf(ticket) : "";
  const base = { verdict, by, word: t(`door-word-${key}`), who, help: t(`door-help-${key}`) };
  switch (verdict) {
    case "admitted":
      return { ...base, who: whoAlone, help: admitted(result), act: "undo" };
    case "already_used":
      return { ...base, help: first(result) || base.help, act: "search" };
    case "other_concert":
      return { ...base, help: result.other ? otherConcert(result.other) : base.help, act: "search" };
    case "unpaid":
      return { ...base, who: owed(result, who), act: "charge" };
    case "exited":
      return kind === "exit"
        ? { ...base, word: t("door-word-exited-now"), help: t("door-help-exited-now"), act: "undo" }
        : { ...base, help: first(result) || base.help, act: "search" };
    case "not_a_ticket":
      return { ...base, who: t(`door-stranger-${stranger ?? "text"}`), act: "search" };
    case "undone":
      return { ...base, who: who || t("door-who-undone"), act: "next" };
    default:
      return { ...base, who: who || t(`door-who-${key}`), act: "search" };
  }
}

/** @param {Result} result */
function admitted({ ticket }) {
  const number = t("door-number", { number: ticket?.number ?? "" });
  if (!ticket?.left) return number;
  return `${number} · ${ticket.left === 1 ? t("door-left-one") : t("door-left-many", { n: ticket.left })}`;
}

/** "21:14, con Beto, entrada lateral" @param {Result} result */
function first({ first: before }) {
  if (!before) return "";
  // Another phone showed it, without the hour.
  if (!before.at) return t("door-on-phone-of", { device: before.device ?? "" });
  const device = before.device ? t("door-with", { device: before.device }) : "";
  return [hour(before.at), device, before.door ?? ""].filter(Boolean).join(", ");
}

/** @param {{title: string, day: string}} other */
function otherConcert(other) {
  return t("door-help-other-concert-which", { title: other.title, day: day(other.day) });
}

/** @param {Result} result @param {string} who */
function owed({ due_cents, currency }, who) {
  return due_cents === null ? who : `${money(due_cents, currency ?? "MXN")}, ${who}`;
}

/**
 * The whole verdict as one sentence, for a screen reader.
 * @param {Wording} wording
 */
export function spoken({ verdict, act, who, help, by }) {
  const noted = verdict === "exited" && act === "undo";
  const sentence = t(noted ? "door-say-exited-now" : `door-say-${verdict.replaceAll("_", "-")}`);
  return [sentence, who, help, t(`door-by-${by}`)].filter(Boolean).map((part) => part.replace(/[.]?$/, ".")).join(" ");
}

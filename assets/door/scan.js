// @ts-check
// The scanner: joins camera, decoder, roster, server and screen. A code comes into view, a verdict fills the screen, and on it goes.

import { Camera } from "./camera.js";
import { fromQr, kindOf } from "./code.js";
import { Decoder } from "./decode.js";
import { Doubles } from "./doubles.js";
import { isExchange } from "./exchange.js";
import { Heard } from "./heard.js";
import { forgetShell, keepShell } from "./keep.js";
import { Line } from "./line.js";
import { Live } from "./live.js";
import { handIn } from "./others.js";
import { Phone } from "./phone.js";
import { Queue } from "./queue.js";
import { Ready, button } from "./ready.js";
import { Rest } from "./rest.js";
import { Roster } from "./roster.js";
import { Search } from "./search.js";
import { Selling } from "./sell.js";
import { Sender } from "./send.js";
import { Showing } from "./showing.js";
import { Sight } from "./sight.js";
import { prepare, rhythm, signal } from "./signal.js";
import { Status } from "./status.js";
import { Store, sweep } from "./store.js";
import { Strip } from "./strip.js";
import { money, t } from "./texts.js";
import { Typing } from "./type.js";
import { VerdictScreen } from "./verdict.js";
import { stayAwake } from "./wake.js";
import { nameOf, scan } from "./wire.js";
import { spoken, wording } from "./wording.js";

/**
 * @typedef {import("./wire.js").Scan} Scan
 * @typedef {import("./wire.js").Result} Result
 * @typedef {import("./wording.js").Wording} Wording
 * @typedef {import("./code.js").Kind} Kind
 */

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);
const page = byId("door");
const { concert, csrf, worker, wasm } = page.dataset;
const sells = page.dataset.sells !== undefined;
/** @type {HTMLVideoElement} */
const video = byId("video");
/** @type {HTMLElement} */
const voice = byId("voice");

/** So long without reading anything, and the screen says what helps. */
const TILT_AFTER_MS = 2000;

/** What is being asked for the person who stands here now; one at a time. @type {Scan | null} */
let asking = null;
/** @type {"entry" | "exit"} */
let kind = "entry";
/** Asked and not answered, by what was asked: shown again, a ticket joins its own question. @type {Map<string, Scan>} */
const undecided = new Map();

/** @type {Ready} made last: it looks at all the others */
let ready;
const sight = new Sight();
const screen = new VerdictScreen(byId("verdict"), voice);
const strip = new Strip(byId("strip"));
const doubles = new Doubles(byId("doubles"));
// A lent phone isn't told of the others' scans; its own answers carry the numbers.
const live = new Live(byId("numbers"), page.dataset.live);
const status = new Status(page, () => leaveWaiting());
const heard = new Heard(concert ?? "");
const queue = new Queue(heard);
const lent = page.dataset.lent !== undefined;
const roster = new Roster(queue, heard);
const phone = new Phone(concert ?? "", sells && lent);
const line = new Line(page.dataset.address ?? `/door/${concert}`, csrf ?? "");
const sender = new Sender(line, queue, roster, phone, lent, {
  state: (state) => status.server(state, asking !== null),
  who: (who) => status.who(who),
  answer: ({ numbers, elsewhere }) => {
    live.show(numbers);
    status.elsewhere(elsewhere);
  },
  numbers: (numbers) => live.show(numbers),
  kept: () => {
    status.waiting(queue, roster.meta?.server_time ?? null);
    page.dataset.roster = roster.loaded ? "yes" : "no";
    doubles.show(roster.conflicts());
    ready?.show();
    selling?.refresh();
  },
  late: (made, result) => late(wording(result, { kind: made.kind }), result, made),
  ended: () => {
    forgetShell().catch(() => {});
  },
});
const decoder = new Decoder(worker ?? "", wasm ?? "");
const search = new Search(byId("search"), page.dataset.search ?? `/door/${concert}/search`, {
  ticket: (found) => decide(scan({ kind, source: "list", ticket_id: found.id })),
  code: (code) => decide(scan({ kind, source: "typed", code })),
}, {
  lent,
  alone: () => lent || sender.who === "phone",
  find: (words) => (roster.loaded ? roster.find(words) : null),
});
const typing = new Typing(byId("typing"), {
  code: (code) => decide(scan({ kind, source: "typed", code })),
  search: (words) => search.open(words),
});
const selling = sells ? new Selling(byId("selling"), {
  prices: () => roster.meta?.prices ?? [],
  currency: () => roster.meta?.currency ?? "MXN",
  left: () => phone.places.length,
  sold: (sale, n) => sell(sale, n),
}) : null;
const showing = new Showing(byId("showing"), async () => {
  const { exchange_key: key, reentry } = roster.meta ?? {};
  return key && phone.number ? heard.show(phone.number, key, reentry === true) : null;
});
const camera = new Camera(video, {
  trouble: (why) => status.trouble(why),
  running: () => {
    status.trouble(null);
    showTools();
    ready?.show();
  },
});
const rest = new Rest(byId("rest"), {
  rest: () => {
    camera.rest();
    sender.sleep(true);
  },
  wake: () => {
    camera.open();
    sender.sleep(false);
  },
});
ready = new Ready(byId("ready"), { camera, roster, phone, page });

/**
 * Has a scan decided, and shows the verdict if the person still stands here.
 * @param {Scan} made
 * @param {import("./store.js").Back | null} [back] what an undo takes back
 */
async function decide(made, back = null) {
  const practised = made.code ? await roster.practice(made.code) : null;
  if (practised) return rehearse(made, practised);
  const about = `${made.kind} ${made.code ?? made.ticket_id ?? made.takes_back}`;
  const before = undecided.get(about);
  asking = before ?? made;
  screen.leave();
  status.asking(true);
  if (before) return;
  undecided.set(about, made);
  const result = await sender.ask(made, back);
  // First of all the door is free again: whatever goes wrong with this answer, the next ticket is asked about.
  undecided.delete(about);
  const here = asking?.id === made.id;
  if (here) leaveWaiting();
  const words = wording(result, { kind: made.kind });
  if (here) show(words, result, made);
  else late(words, result, made);
}

/** Lets people in who bought their places here, one after another. @param {Omit<import("./wire.js").Sale, "phone">} sale @param {number} n */
async function sell(sale, n) {
  for (let nth = 0; nth < n; nth += 1) {
    const place = await phone.next();
    if (!place) return;
    phone.sold = true;
    const name = sale.name || t("door-sell-nameless");
    roster.sold.set(place.ticket_id, { number: place.number, name: name.split(" ")[0] });
    await decide(scan({ kind: "entry", source: "list", ticket_id: place.ticket_id, sale: { ...sale, name, phone: place.phone ?? phone.id } }));
  }
}

/** What was owed is paid, and they go in. @param {Result} result @param {Scan} made */
function charge(result, made) {
  const dialog = byId("charging");
  const amount_cents = result.due_cents ?? 0;
  const amount = money(amount_cents, result.currency ?? "MXN");
  byId("charging-who").textContent = result.ticket ? t("door-who", { name: nameOf(result.ticket), number: result.ticket.number }) : "";
  for (const button of dialog.querySelectorAll("[data-method]")) {
    const method = /** @type {"cash" | "card" | "spei"} */ (button.dataset.method);
    button.textContent = t(`door-paid-${method}`, { amount });
    button.onclick = () => {
      dialog.close();
      decide(scan({ kind: "entry", source: made.source, ticket_id: result.ticket?.id ?? null, paid: { amount_cents, method } }));
    };
  }
  screen.leave();
  dialog.showModal();
}

/** A practice ticket: shown as a real one, and counted nowhere. @param {Scan} made @param {import("./wire.js").Verdict} verdict */
function rehearse(made, verdict) {
  const ticket = { id: made.id, number: 0, first_name: t("door-practice-name"), initial: null, left: 0 };
  /** @type {Result} */
  const result = { id: made.id, verdict, by: "practice", ticket, first: null, other: null, due_cents: null, currency: null };
  rest.stir();
  signal(verdict, byId("verdict"));
  screen.show({ ...wording(result), by: "practice", act: "next" }, button(t("door-next"), () => screen.leave()), () => {});
  ready.practised(verdict);
}

/** What the server said after the phone had gone on. @param {Wording} words @param {Result} result @param {Scan} made */
function late(words, result, made) {
  strip.show(words, made.happened_at, stripAct(words, result, made), { late: true });
  voice.textContent = `${t("door-late-said")} ${spoken(words)}`;
}

/** @param {Wording} words @param {Result} result @param {Scan} made */
function show(words, result, made) {
  // An open sheet lies above everything: the verdict of the one who is waiting comes first.
  for (const dialog of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close();
  rest.stir();
  signal(words.verdict, byId("verdict"));
  screen.show(words, screenAct(words, result, made), () => {
    strip.show(words, made.happened_at, stripAct(words, result, made));
  });
}

/** A stranger's code: said as soon as it is kept, counted by the server, its content left here. @param {Kind} stranger @param {"camera" | "photo"} source */
async function refuseStranger(stranger, source) {
  const made = scan({ kind, source, phone_verdict: "not_a_ticket" });
  /** @type {Result} */
  const result = { id: made.id, verdict: "not_a_ticket", by: "phone", ticket: null, first: null, other: null, due_cents: null, currency: null };
  await sender.note(made, result);
  show(wording(result, { stranger }), result, made);
}

function leaveWaiting() {
  asking = null;
  status.asking(false);
}

/** @param {Result} result @param {Scan} made */
function undo(result, made) {
  screen.leave();
  strip.hide();
  const ticket = result.ticket?.id ?? null;
  decide(scan({ kind: "undo", source: made.source, ticket_id: ticket, takes_back: made.id }), { kind: made.kind, ticket });
}

/** @param {Wording} words @param {Result} result @param {Scan} made */
function screenAct(words, result, made) {
  if (words.act === "undo") return button(t("door-undo"), () => undo(result, made));
  if (words.act === "next") return button(t("door-next"), () => screen.leave());
  return chargeAct(words, result, made) ?? button(t("door-search-by-name"), () => {
    screen.leave();
    search.open();
  });
}

/** @param {Wording} words @param {Result} result @param {Scan} made */
function stripAct(words, result, made) {
  return words.act === "undo" ? button(t("door-undo"), () => undo(result, made)) : chargeAct(words, result, made);
}

/** Taking the money, for whoever may. @param {Wording} words @param {Result} result @param {Scan} made */
function chargeAct(words, result, made) {
  if (words.act !== "charge" || !sells || !result.ticket || !result.due_cents) return null;
  return button(t("door-charge", { amount: money(result.due_cents, result.currency ?? "MXN") }), () => charge(result, made));
}

/** Everything that one frame or photo holds. @param {string[]} contents @param {"camera" | "photo"} source @param {number} now */
function seen(contents, source, now) {
  const ours = contents.filter((content) => fromQr(content));
  const fresh = sight.look(ours.length ? ours : contents, now);
  if (fresh === null || asking) return;
  const code = fromQr(fresh);
  if (isExchange(fresh)) {
    sight.decided(fresh, now);
    listen(fresh);
    return;
  }
  sight.decided(fresh, now);
  if (code) decide(scan({ kind, source, code }));
  else refuseStranger(kindOf(fresh), source);
}

/** Another phone shows whom it let in. @param {string} content */
async function listen(content) {
  const key = roster.meta?.exchange_key;
  const taken = key ? await heard.take(content, phone.number, key) : null;
  const said = taken
    ? t("door-heard-from", { name: roster.nameOf(taken.page.subject), n: taken.page.counts.size, page: taken.page.n + 1, of: taken.page.m })
    : t("door-heard-not-ours");
  rhythm([60], byId("strip"));
  strip.note(said);
  voice.textContent = said;
}

async function takePhoto(/** @type {HTMLInputElement} */ input) {
  const [file] = input.files ?? [];
  if (!file) return;
  status.photo("reading");
  const contents = await decoder.read(file, true);
  input.value = "";
  status.photo(contents.length ? null : "empty");
  const ours = contents.find((content) => fromQr(content));
  if (!contents.length || asking) return;
  if (ours) decide(scan({ kind, source: "photo", code: fromQr(ours) }));
  else refuseStranger(kindOf(contents[0]), "photo");
}

function showTools() {
  byId("switch").hidden = !camera.several;
  byId("light").hidden = !camera.hasLight;
  byId("light").setAttribute("aria-pressed", String(camera.light));
  byId("light-label").textContent = t(camera.light ? "door-light-on" : "door-light-off");
}

/** @param {string} id @param {() => unknown} act */
function tool(id, act) {
  byId(id).addEventListener("click", act);
}

tool("light", () => camera.shine(!camera.light).then(showTools));
tool("switch", () => camera.next());
tool("find", () => search.open());
tool("type", () => typing.open());
tool("check", () => {
  byId("more-sheet").close();
  ready.open();
});
tool("show", () => {
  byId("more-sheet").close();
  showing.open();
});
tool("more", () => byId("more-sheet").showModal());
for (const button of document.querySelectorAll("dialog [data-close]")) {
  button.addEventListener("click", () => button.closest("dialog")?.close());
}
if (selling) {
  tool("sell", () => {
    phone.sell();
    selling.open();
  });
  byId("selling").addEventListener("close", () => {
    if (!lent && !phone.sold) phone.giveBack();
  });
}
tool("again", () => {
  if (decoder.broken) decoder.restart();
  camera.open();
});
tool("direction", () => {
  kind = kind === "entry" ? "exit" : "entry";
  page.dataset.kind = kind;
  byId("direction").textContent = t(kind === "entry" ? "door-direction-entry" : "door-direction-exit");
});
for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => takePhoto(/** @type {HTMLInputElement} */ (input)));
}

page.dataset.ready = "yes";
navigator.storage?.persist?.().catch(() => {});
Store.open(concert ?? "").then(async (store) => {
  // The service worker asks whose scans these are, also when the roster is gone.
  await store?.say("lent", lent).catch(() => {});
  await ready.load(store).catch(() => {});
  await sender.start(store);
});
sweep(concert ?? "").then((others) => handIn(others, csrf ?? "", (n) => status.elsewhen(n)), () => {});
keepShell(concert ?? "", JSON.parse(byId("shell").textContent)).catch(() => false).then((well) => {
  // A page that came out of the shell opens again, whether or not it could be renewed now. After a certificate's warning
  // that was clicked away there is a camera, and no door without a network.
  const opens = well || navigator.serviceWorker?.controller != null;
  page.dataset.shell = opens ? "yes" : "no";
  status.shell(opens);
  ready.show();
});
document.fonts?.load("100px Anton").then(() => screen.fitWord(), () => {});
prepare(() => (byId("loud").hidden = true));
stayAwake();
camera.open();
const talking = () => document.querySelector("dialog[open]") !== null || document.visibilityState !== "visible";
// While a verdict fills the screen nobody holds the next ticket up, and the phone may rest.
const looking = () => !talking() && !screen.open && camera.track?.readyState === "live";
let vain = 0;
decoder.film(video, looking, (contents, idle) => {
  const now = performance.now();
  if (decoder.broken) status.trouble("decoder");
  if (!looking()) return;
  sight.paused(idle);
  // Whoever holds a ticket there for two seconds in vain is told what helps.
  if (contents.length) rest.stir();
  if (contents.length || idle || !vain) vain = now;
  byId("tilt").hidden = now - vain < TILT_AFTER_MS || !byId("loud").hidden;
  seen(contents, "camera", now);
});

// @ts-check
// Stands beside a phone: taps and types the codes of a list as a person would, writes down what each screen showed and by
// whom, what the phone sent, and which answers came back whole. It changes nothing but how long the phone waits between
// two looks at the server, so that twenty restarts fit into a minute.
(() => {
  const later = window.setTimeout;
  const ask = window.fetch;
  const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
  const pause = (/** @type {number} */ ms) => new Promise((over) => later(over, ms));
  /** @type {{shown: object[], sent: Record<string, object[]>, answers: string[], enough: boolean, done: boolean}} */
  const watched = { shown: [], sent: {}, answers: [], enough: false, done: false };

  /** One and two seconds between questions are a quarter each. @type {any} */
  const sooner = (act, ms, ...more) => later(act, ms === 1000 || ms === 2000 ? 250 : ms, ...more);
  window.setTimeout = sooner;

  window.fetch = async (address, how) => {
    const scans = String(address).endsWith("/scans") ? JSON.parse(String(how?.body)).scans : null;
    for (const scan of scans ?? []) (watched.sent[scan.id] ??= []).push(scan);
    const response = await ask(address, how);
    if (scans?.length && response.ok) watched.answers.push(await response.clone().text());
    return response;
  };

  /** Has each code decided, one after another, until told that it is enough. @param {[string, number][]} list with pauses */
  const scansAll = async (list) => {
    for (const [code, ms] of list) {
      await pause(ms);
      if (watched.enough) break;
      const screen = byId("verdict");
      if (!screen.hidden) screen.querySelector(".verdict-text").click();
      byId("type").click();
      byId("typing-code").value = code;
      const begun = performance.now();
      byId("typing").querySelector("form").requestSubmit();
      while (screen.hidden) await pause(5);
      const said = (/** @type {Element} */ one, /** @type {string} */ kind) =>
        [...one.classList].find((name) => name.startsWith(`${kind}--`))?.slice(kind.length + 2);
      const by = said(screen.querySelector(".decider"), "decider");
      watched.shown.push({ code, verdict: said(screen, "verdict"), by, ms: Math.round(performance.now() - begun) });
    }
    watched.done = true;
  };

  /** Sends all that was ever sent once more, as it was sent last. @returns {Promise<string>} the answer as it came */
  const sendsAgain = async () => {
    const { concert, csrf, address = `/door/${concert}` } = byId("door").dataset;
    const scans = Object.values(watched.sent).map((all) => all.at(-1));
    const body = JSON.stringify({ device_clock_ms: Date.now(), scans });
    const headers = { "content-type": "application/json", accept: "application/json", "x-csrf-token": csrf ?? "" };
    return (await ask(`${address}/scans`, { method: "POST", headers, body })).text();
  };

  Object.assign(window, { watched, scansAll, sendsAgain });
})();

// @ts-check
/**
 * Type-ahead, as the ARIA combobox pattern has it: `<input data-suggest="/fans/suggest" data-suggest-into="fan_id">`.
 * The address answers `?q=` with `[{id, name, detail}]`. The chosen one's id goes to the hidden input of that name in the same form;
 * whatever is typed without choosing leaves it empty, so that the server treats it as a new name. What a screen reader is told stands in
 * `data-suggest-none`, `-one` and `-some`, where `{n}` is how many.
 * @typedef {{id: string, name: string, detail?: string | null}} Found
 */

const PAUSE_MS = 160;
const LEAST = 2;
let made = 0;

/** @param {HTMLInputElement} input */
function attach(input) {
  const into = input.form?.elements.namedItem(input.dataset.suggestInto ?? "");
  const hidden = into instanceof HTMLInputElement ? into : null;
  const box = document.createElement("div");
  box.className = "suggest";
  const list = document.createElement("ul");
  list.id = `suggest-${++made}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? "");
  const said = document.createElement("span");
  said.className = "sr";
  said.setAttribute("role", "status");
  input.replaceWith(box);
  box.append(input, list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";
  input.spellcheck = false;
  input.toggleAttribute("data-chosen", Boolean(hidden?.value));

  /** @type {Found[]} */
  let found = [];
  let at = -1;
  let timer = 0;
  /** @type {AbortController | null} */
  let asking = null;

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} index */
  function mark(index) {
    const options = list.children;
    at = (index + options.length) % options.length;
    for (let i = 0; i < options.length; i++) options[i].setAttribute("aria-selected", String(i === at));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  function choose(index) {
    const one = found[index];
    if (!one) return;
    input.value = one.name;
    if (hidden) hidden.value = one.id;
    input.setAttribute("data-chosen", "");
    close();
    input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: one }));
  }

  function show() {
    list.replaceChildren(
      ...found.map((one, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(one.name);
        if (one.detail) {
          const detail = document.createElement("small");
          detail.textContent = one.detail;
          option.append(" ", detail);
        }
        return option;
      }),
    );
    const { suggestNone, suggestOne, suggestSome } = input.dataset;
    said.textContent = (found.length === 0 ? suggestNone : found.length === 1 ? suggestOne : suggestSome?.replace("{n}", String(found.length))) ?? "";
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  async function look() {
    asking?.abort();
    const q = input.value.trim();
    if (q.length < LEAST) {
      said.textContent = "";
      return close();
    }
    const mine = (asking = new AbortController());
    try {
      const url = new URL(input.dataset.suggest ?? "", location.href);
      url.searchParams.set("q", q);
      const answer = await fetch(url, { signal: mine.signal, headers: { accept: "application/json" } });
      if (!answer.ok) return close();
      found = await answer.json();
      if (!mine.signal.aborted && document.activeElement === input) show();
    } catch {
      if (!mine.signal.aborted) close();
    }
  }

  input.addEventListener("input", () => {
    if (hidden) hidden.value = "";
    input.removeAttribute("data-chosen");
    clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? found.length - 1 : at - 1);
      else look();
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      choose(at);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab" && open && at >= 0) choose(at);
  });
  // Pressing in the list must not take the focus (and with it the keyboard of a phone) from the input.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
    if (option) choose([...list.children].indexOf(option));
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asking?.abort();
    close();
  });
}

export function suggest() {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-suggest]"))) attach(input);
}

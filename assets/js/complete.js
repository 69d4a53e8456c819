// @ts-check
// Completes names of tables and columns in the editor: a list below it while a word is typed; Tab or a tap takes one.

const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("[data-complete]"));

if (field) {
  const words = (field.dataset.complete ?? "").split(" ");
  const list = document.createElement("div");
  list.className = "complete";
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", field.dataset.completeLabel ?? "");
  field.after(list);

  /** The word before the caret. */
  const begun = () => /[a-z_][a-z0-9_]*$/i.exec(field.value.slice(0, field.selectionStart))?.[0] ?? "";

  /** @param {string} word */
  const take = (word) => {
    field.focus();
    field.setRangeText(word, field.selectionStart - begun().length, field.selectionStart, "end");
    show();
  };

  const show = () => {
    const start = begun().toLowerCase();
    const found = start.length < 2 ? [] : words.filter((word) => word.startsWith(start) && word !== start).slice(0, 6);
    list.replaceChildren(...found.map((word) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link mono";
      button.textContent = word;
      button.addEventListener("click", () => take(word));
      return button;
    }));
  };

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    const first = list.firstElementChild;
    if (event.key === "Tab" && !event.shiftKey && first) {
      event.preventDefault();
      take(first.textContent ?? "");
    } else if (event.key === "Escape") {
      list.replaceChildren();
    }
  });
}

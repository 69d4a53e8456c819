// @ts-check
/**
 * A button with `data-confirm="question"` asks in a dialog before its form is sent; the way back is worded by the body's `data-back`.
 * Without script the form is simply sent.
 */

/** @param {HTMLElement} button @returns {Promise<boolean>} */
function ask(button) {
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  form.method = "dialog";
  const question = document.createElement("p");
  question.id = "ask";
  question.textContent = button.dataset.confirm ?? "";
  dialog.setAttribute("aria-labelledby", question.id);
  const acts = document.createElement("div");
  acts.className = "acts";
  const yes = document.createElement("button");
  yes.className = button.classList.contains("btn--danger") ? "btn btn--danger" : "btn btn--main";
  yes.value = "yes";
  yes.textContent = button.textContent;
  const no = document.createElement("button");
  no.className = "btn";
  no.value = "";
  no.textContent = button.dataset.cancel ?? document.body.dataset.back ?? "";
  no.autofocus = true;
  acts.append(no, yes);
  form.append(question, acts);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      button.focus();
      resolve(dialog.returnValue === "yes");
    });
  });
}

export function confirm() {
  /** @type {WeakSet<HTMLElement>} */
  const agreed = new WeakSet();
  document.addEventListener(
    "click",
    async (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-confirm]") : null;
      if (!(button instanceof HTMLButtonElement) || agreed.has(button)) return;
      event.preventDefault();
      event.stopPropagation();
      if (button.form && !button.form.reportValidity()) return;
      if (!(await ask(button))) return;
      agreed.add(button);
      button.click();
      agreed.delete(button);
    },
    true,
  );
}

// @ts-check
/**
 * A one-time link carries its secret after the `#`, where no server or preview sees it. This puts it into the field that
 * waits for it, hides that field, and takes the secret out of the address bar; not with `data-keep`, where the person is
 * about to take the address to another browser: there `[data-address]` shows it, to be copied.
 */
export function fragment() {
  const field = /** @type {HTMLElement | null} */ (document.querySelector("[data-fragment]"));
  const secret = location.hash.slice(1);
  if (!field || !/^[0-9a-f]{16,64}$/.test(secret)) return;
  const input = field.querySelector("input");
  if (!input) return;
  input.value = secret;
  field.hidden = true;
  if (!field.hasAttribute("data-keep")) return history.replaceState(null, "", location.pathname);
  const shown = /** @type {HTMLElement | null} */ (document.querySelector("[data-address]"));
  const code = shown?.querySelector("code");
  if (!shown || !code) return;
  code.textContent = location.href;
  shown.hidden = false;
}

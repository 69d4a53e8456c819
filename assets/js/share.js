// @ts-check
/**
 * A link with `data-share` opens a chat; where the phone can share files, the ticket's picture is shared first and the
 * chat opens after. Where it can't, the picture is saved beside it, unless `data-share-save="no"`. With `data-share-stays`
 * the picture is all there is: it is shared and that is it. Without script the link alone works.
 */
export function share() {
  for (const link of document.querySelectorAll("a[data-share]")) {
    link.addEventListener("click", (event) => void send(event, /** @type {HTMLAnchorElement} */ (link)));
  }
}

/** @param {Event} event @param {HTMLAnchorElement} link */
async function send(event, link) {
  const address = link.dataset.share ?? "";
  const name = link.dataset.shareName ?? "boleto.png";
  const probe = new File([""], name, { type: "image/png" });
  const stays = "shareStays" in link.dataset;
  if (!("canShare" in navigator) || !navigator.canShare({ files: [probe] })) {
    if (!stays && link.dataset.shareSave !== "no") save(address, name);
    return;
  }
  event.preventDefault();
  try {
    const picture = await (await fetch(address)).blob();
    await navigator.share({ files: [new File([picture], name, { type: "image/png" })] });
  } catch {
    // Sharing was put away, or isn't possible here: the chat opens all the same.
  }
  if (stays) return;
  // In this window: after sharing, the tap is used up, and browsers open no new one.
  location.assign(link.href);
}

/** @param {string} address @param {string} name */
function save(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

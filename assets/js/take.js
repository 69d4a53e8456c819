// @ts-check
/** A link with `data-take` tells the server that its chat is being opened, so that nobody else takes that ticket meanwhile. */
export function take() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-take]") : null;
    if (!(link instanceof HTMLElement)) return;
    const { take: address = "", takeTicket = "", takeSaid = "", csrf = "" } = link.dataset;
    navigator.sendBeacon(address, new URLSearchParams({ _csrf: csrf, ticket: takeTicket, said: takeSaid }));
  });
}

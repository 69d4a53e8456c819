//! Every page with something on it, for what is asked of all of them.

use crate::visitor::Visitor;

/// Fills a house as a band does in its first week; gives the address of every page that a member opens.
pub async fn filled(member: &Visitor) -> Vec<String> {
    let concert = member.concert(&[("price_until", "")]).await;
    let later = [
        ("venue_name", "Galpón Siete"),
        ("title", "Fin de año con un título bastante más largo que los demás"),
        ("day", "2026-12-19"),
    ];
    let later = member.concert(&later).await;
    let fan = member
        .fan("Mariana Quiroz Villaseñor", &[("phone", "55 1234 5678"), ("email", "mariana@example.mx"), ("age", "26")])
        .await;
    member.fan("Mariana Q.", &[("email", "otra.direccion.bastante.larga@correo.example.mx")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let (request, price) = (form.field("request"), form.between("name=\"price\" value=\"", "\""));
    let issue = [
        ("concert", &*concert),
        ("fan", ""),
        ("fan_id", &fan),
        ("method", "spei"),
        ("price", &price),
        ("request", &request),
    ];
    let ticket = member.post("/tickets", &issue).await.made();
    let list = [
        ("concert", &*concert),
        ("pasted", "Juan +1\nPepe x3 55 8765 4321\nMariana (Beto)"),
        ("method", "courtesy"),
        ("price", &price),
    ];
    let batch = member.post("/tickets/list", &list).await.ok().field("batch");
    let batch = member.post("/tickets/list/confirm", &[list.as_slice(), &[("batch", &batch)]].concat()).await.made();
    let venue = member.get("/venues").await.ok().between("href=\"/venues/", "\"");
    let venue = venue.split('/').next().unwrap_or_default().to_owned();
    let pages = [
        "/",
        "/account",
        "/look",
        "/logout",
        "/fans",
        "/fans?q=mariana",
        "/fans?q=nadie",
        "/fans/new",
        "/fans/import",
        "/concerts",
        "/concerts/new",
        "/venues",
        "/tickets",
        "/tickets/new",
        "/tickets/list",
        "/scan",
        "/consult",
        "/consult?q=loyal",
        "/insights/attendance",
        "/insights/who",
        "/insights/worked",
        "/insights/explore",
        "/segments",
        "/segments/new?rule=came:least:2&rule=news:is:",
        "/messages",
        "/nada-aqui",
        "/door/open",
    ];
    let mut all: Vec<String> = pages.iter().map(|path| (*path).to_owned()).collect();
    for end in ["", "/edit", "/merge", "/erase"] {
        all.push(format!("/fans/{fan}{end}"));
    }
    let notice = [("responsible", "Anomalia"), ("address", "Calle Sin Nombre 91"), ("contact", "datos@example.mx")];
    member.post("/privacy/edit", &notice).await.to("/privacy");
    let join = format!("/concerts/{later}/join");
    member.post(&join, &[("did", "open")]).await.to(&join);
    let public = member.get(&join).await.ok().between("href=\"/j/", "\"");
    let asks = [("name", "Caro Vela"), ("phone", "55 4321 8765"), ("people", "2")];
    member.post(&format!("/j/{public}"), &asks).await.to(&format!("/j/{public}/thanks"));
    all.push(join);
    all.extend([
        "/privacy".to_owned(),
        "/privacy/edit".to_owned(),
        format!("/j/{public}"),
        format!("/j/{public}/thanks"),
    ]);
    let queue = format!("/concerts/{concert}/send");
    member.post(&queue, &[]).await.to(&queue);
    let page = member.get(&format!("/tickets/{ticket}")).await.ok().between("/t/", "<");
    all.push(format!("/t/{page}"));
    member.post(&format!("/concerts/{concert}/rehearsal"), &[]).await.is(303);
    for end in ["", "/edit", "/move", "/cancel", "/send", "/report", "/door", "/door/paper", "/rehearsal"] {
        all.push(format!("/concerts/{concert}{end}"));
    }
    all.push(format!("/venues/{venue}"));
    all.push(format!("/venues/{venue}/edit"));
    all.push(format!("/tickets/{ticket}"));
    all.push(format!("/tickets/batches/{batch}"));
    all.push(format!("/tickets?concert={concert}"));
    all
}

//! Hundreds of tickets as one file: drawn while it is sent, read by a program that we didn't write, in constant memory.

use std::io::Write;

use reqwest::Method;

use crate::house::{EVENING, Process, change};
use crate::house::{first_member, folder, outsider};

/// The most memory that a process ever had resident, in KiB; counted anew from now on where `anew`.
fn resident(process: u32, anew: bool) -> u64 {
    if anew {
        std::fs::write(format!("/proc/{process}/clear_refs"), "5").expect("counted anew");
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_pictures_are_one_file_that_takes_no_more_memory_than_a_few() {
    let program = Process::start(folder("bundle").join("data"), &["--clock", EVENING], &[]);
    let member = first_member(&program).await;
    let concert = member.concert(&[("price_until", ""), ("capacity", "2000")]).await;
    let form = member.get(&format!("/tickets/new?concert={concert}")).await.ok();
    let price = form.between("name=\"price\" value=\"", "\"");
    let fields = [("concert", &*concert), ("fan", "Mariana Quiroz"), ("method", "cash"), ("price", &price)];
    member.post("/tickets", &fields).await.made();
    change(
        &program.data.join("anomalia.db"),
        "with recursive n(n) as (select 2 union all select n + 1 from n where n < 600)
         insert into ticket (id, concert_id, fan_id, number, code, link_token, admits, price_name, price_cents, currency, method,
           issued_at, issued_by, cursor)
         select substr(id, 1, 16) || printf('%010d', n), concert_id, fan_id, n, printf('ZZZZ%012d', n), printf('%064d', n), admits,
           price_name, 0, currency, 'courtesy', issued_at, issued_by, cursor
         from (select * from ticket limit 1), n",
    );
    // What one picture takes, and the concert's background, is taken by now.
    let warm = member.get(&format!("/tickets?concert={concert}")).await.ok().between("href=\"/tickets/0", "\"");
    member.get(&format!("/tickets/0{warm}.png")).await.ok();
    let before = resident(program.id(), true);
    let path = format!("/tickets/pictures.zip?concert={concert}");
    // As browsers ask for it.
    let request = member.request(Method::GET, &path).header("accept-encoding", "gzip, deflate, br");
    // Six hundred pictures, drawn by a program that wasn't built for it.
    let request = request.timeout(std::time::Duration::from_secs(600));
    let mut answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert!(!answer.headers().contains_key("content-encoding"), "packed once");
    let here = folder("bundle-file").join("boletos.zip");
    let mut file = std::fs::File::create(&here).expect("a file");
    while let Some(part) = answer.chunk().await.expect("it goes on") {
        file.write_all(&part).expect("kept");
    }
    let after = resident(program.id(), false);
    let whole = std::fs::metadata(&here).expect("a file").len();
    println!("{whole} bytes; resident {before} KiB before, {after} at most while it was sent");
    assert!(whole > 28_000_000, "{whole}");
    assert!(after < before + 24_000, "{before} KiB, then {after}");
    let read = "import sys, zipfile
path = sys.stdin.read()
with zipfile.ZipFile(path) as whole:
    assert whole.testzip() is None
    sizes = [info.file_size for info in whole.infolist()]
    assert all(whole.read(name)[:8] == b'\\x89PNG\\r\\n\\x1a\\n' for name in whole.namelist()[:20])
    print(len(set(whole.namelist())), max(sizes) < 250_000, whole.namelist()[0])";
    let said = outsider(read, here.display().to_string().as_bytes());
    assert_eq!(said, "600 True boleto-1-ruido-blanco-mariana-quiroz.png");
}

"""How long every page of figures and every list takes as the history grows: growth.py PROGRAM COUNTED FANS...

For each number of fans (five tickets a fan) it fills a folder, serves it, signs in, asks each page nine times and keeps
the median, in milliseconds as a client sees them over loopback. Then COUNTED (tests/chores/counted.rs) serves the same
folder, and says how many statements a page takes and how many rows, of tables and of indexes, they read. The last columns
are how much longer the largest took than the smallest, and how many times more it read. Nothing but Python's own
library."""

import http.cookiejar
import os
import platform
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

PAGES = [
    "/",
    "/insights/attendance",
    "/insights/arrival",
    "/insights/who",
    "/insights/who?period=all",
    "/insights/value",
    "/insights/value?age=18-24&found=friend",
    "/insights/loyalty",
    "/insights/worked",
    "/insights/explore?count=fans&by=age&and=found",
    "/insights/explore?count=money&by=year&and=venue",
    "/insights/fans?period=all&age=18-24&visits=3-4",
    "/insights/fans?concert={concert}",
    "/fans",
    "/fans?q=maria",
    "/fans?after={fan}",
    "/fans/{fan}",
    "/segments",
    "/segments/00000000000000000000000005",
    "/messages",
    "/concerts",
    "/concerts/{concert}",
    "/concerts/{concert}/report",
    "/tickets",
    "/tickets?concert={concert}",
    "/consult",
]


class Visitor:
    """A browser of one member: cookies, forms with their token."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path):
        request = urllib.request.Request(self.address + path, headers={"accept": "text/html", "accept-language": "es"})
        with self.opener.open(request, timeout=120) as answer:
            return answer.read().decode()

    def post(self, path, fields):
        token = re.search(r'name="_csrf" value="([^"]*)"', self.get(path)).group(1)
        body = urllib.parse.urlencode({**fields, "_csrf": token}).encode()
        headers = {"accept": "text/html", "origin": self.address, "sec-fetch-site": "same-origin"}
        with self.opener.open(urllib.request.Request(self.address + path, body, headers), timeout=120) as answer:
            return answer.read().decode()


class Served:
    """A program that serves a folder, with a member signed in; what it prints can be read line by line."""

    def __init__(self, command):
        begun = time.monotonic()
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        found = None
        while not found:
            line = self.server.stdout.readline()
            if not line:
                raise SystemExit(f"{command[0]} didn't serve")
            found = re.search(rb"Anomalia serves (\S+)", line)
        self.started = (time.monotonic() - begun) * 1000
        self.visitor = Visitor(found.group(1).decode())
        self.visitor.post("/login", {"username": "Banco", "password": "una-clave-larga"})

    def counts(self):
        """Statements and rows since it was asked last."""
        self.server.stdin.write(b"\n")
        self.server.stdin.flush()
        return [int(number) for number in self.server.stdout.readline().split()]

    def memory(self):
        """Resident, and the most that it was, in MiB."""
        status = open(f"/proc/{self.server.pid}/status").read()
        return [int(re.search(name + r":\s+(\d+)", status).group(1)) / 1024 for name in ("VmRSS", "VmHWM")]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


def milliseconds(visitor, path):
    visitor.get(path)
    took = []
    for _ in range(9):
        begun = time.monotonic()
        visitor.get(path)
        took.append((time.monotonic() - begun) * 1000)
    return statistics.median(took)


def measured(program, counted, fans):
    folder = tempfile.mkdtemp(prefix="anomalia-growth-")
    data = os.path.join(folder, "data")
    try:
        begun = time.monotonic()
        subprocess.run([program, "--data", data, "demo", "--fans", str(fans)], check=True, stdout=subprocess.DEVNULL)
        said = {"made": time.monotonic() - begun}
        said["bytes"] = os.path.getsize(f"{data}/anomalia.db") / 1024 / 1024
        subprocess.run(
            [program, "--data", data, "admin", "add", "Banco"], check=True, input=b"una-clave-larga", stdout=subprocess.DEVNULL
        )
        database = sqlite3.connect(f"file:{data}/anomalia.db?mode=ro", uri=True)
        concert = database.execute("select id from concert order by doors_at desc limit 1 offset 1").fetchone()[0]
        fan = database.execute("select id from fan order by id limit 1 offset 40").fetchone()[0]
        said["tickets"] = database.execute("select count(*) from ticket").fetchone()[0]
        paths = {page: page.format(concert=concert, fan=fan) for page in PAGES}
        with Served([program, "--data", data, "--port", "5471"]) as served:
            said["started"], (said["idle"], _) = served.started, served.memory()
            begun = time.monotonic()
            served.visitor.get("/segments")
            while database.execute("select count(*) from segment where counted_at is not null").fetchone()[0] < 6:
                time.sleep(0.2)
                served.visitor.get("/segments")
            said["counted"] = time.monotonic() - begun
            said["times"] = {page: milliseconds(served.visitor, path) for page, path in paths.items()}
            said["memory"], said["most"] = served.memory()
        database.close()
        said["statements"], said["rows"] = {}, {}
        with Served([counted, "counted", data, "5472"]) as served:
            for page, path in paths.items():
                served.visitor.get(path)
                served.counts()
                served.visitor.get(path)
                said["statements"][page], said["rows"][page] = served.counts()
        return said
    finally:
        shutil.rmtree(folder, ignore_errors=True)


OTHERS = [
    ("tickets", "tickets"),
    ("bytes", "MiB of database"),
    ("made", "s to invent it"),
    ("started", "ms to start"),
    ("counted", "s to count all segments"),
    ("idle", "MiB resident at the start"),
    ("memory", "MiB resident afterwards"),
    ("most", "MiB resident at most"),
]


def main():
    program, counted, sizes = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), [int(size) for size in sys.argv[3:]]
    results = {fans: measured(program, counted, fans) for fans in sizes}
    model = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    print(f"{platform.machine()}, {os.cpu_count()} cores, {model.group(1) if model else 'unknown'}; {time.strftime('%Y-%m-%d')}")
    print()
    heads = [f"{fans:,} fans: ms" for fans in sizes] + ["grows"] + [f"{fans:,}: rows" for fans in sizes] + ["grows", "statements"]
    print("| page | " + " | ".join(heads) + " |")
    print("|---|" + "--:|" * len(heads))
    for page in PAGES:
        times = [results[fans]["times"][page] for fans in sizes]
        rows = [results[fans]["rows"][page] for fans in sizes]
        cells = [f"{value:.1f}" for value in times] + [f"× {times[-1] / times[0]:.1f}"]
        cells += [f"{value:,}" for value in rows] + [f"× {rows[-1] / max(rows[0], 1):.1f}"]
        print(f"| `{page}` | " + " | ".join(cells) + f" | {results[sizes[-1]]['statements'][page]} |")
    print()
    print("| | " + " | ".join(f"{fans:,} fans" for fans in sizes) + " |")
    print("|---|" + "--:|" * len(sizes))
    for what, name in OTHERS:
        print(f"| {name} | " + " | ".join(f"{results[fans][what]:,.0f}" for fans in sizes) + " |")


if __name__ == "__main__":
    main()

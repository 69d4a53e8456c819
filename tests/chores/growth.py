"""How long every page of figures and every list takes as the history grows: growth.py PROGRAM FANS...

For each number of fans (five tickets a fan) it fills a folder, serves it, signs in, asks each page nine times and keeps
the median, in milliseconds as a client sees them over loopback. The last column is how much longer the largest took than
the smallest. Nothing but Python's own library."""

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


def measured(program, fans):
    folder = tempfile.mkdtemp(prefix="anomalia-growth-")
    data = os.path.join(folder, "data")
    try:
        begun = time.monotonic()
        subprocess.run([program, "--data", data, "demo", "--fans", str(fans)], check=True, stdout=subprocess.DEVNULL)
        made = time.monotonic() - begun
        subprocess.run(
            [program, "--data", data, "admin", "add", "Banco"], check=True, input=b"una-clave-larga", stdout=subprocess.DEVNULL
        )
        log = open(os.path.join(folder, "log"), "w+b")
        begun = time.monotonic()
        server = subprocess.Popen([program, "--data", data, "--port", "5471"], stdout=log, stderr=subprocess.DEVNULL)
        try:
            address = None
            while not address:
                time.sleep(0.005)
                log.seek(0)
                found = re.search(rb"Anomalia serves (\S+)", log.read())
                address = found and found.group(1).decode()
            started = (time.monotonic() - begun) * 1000
            visitor = Visitor(address)
            visitor.post("/login", {"username": "Banco", "password": "una-clave-larga"})
            database = sqlite3.connect(f"file:{data}/anomalia.db?mode=ro", uri=True)
            concert = database.execute("select id from concert order by doors_at desc limit 1 offset 1").fetchone()[0]
            fan = database.execute("select id from fan order by id limit 1 offset 40").fetchone()[0]
            begun = time.monotonic()
            visitor.get("/segments")
            while database.execute("select count(*) from segment where counted_at is not null").fetchone()[0] < 6:
                time.sleep(0.2)
                visitor.get("/segments")
            counted = time.monotonic() - begun
            times = {}
            for page in PAGES:
                path = page.format(concert=concert, fan=fan)
                visitor.get(path)
                took = []
                for _ in range(9):
                    begun = time.monotonic()
                    visitor.get(path)
                    took.append((time.monotonic() - begun) * 1000)
                times[page] = statistics.median(took)
            memory = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{server.pid}/status").read()).group(1)) / 1024
            tickets = database.execute("select count(*) from ticket").fetchone()[0]
            database.close()
        finally:
            server.terminate()
            server.wait()
        return {"made": made, "started": started, "counted": counted, "times": times, "memory": memory, "tickets": tickets}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    program, sizes = os.path.abspath(sys.argv[1]), [int(size) for size in sys.argv[2:]]
    results = {fans: measured(program, fans) for fans in sizes}
    model = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    print(f"{platform.machine()}, {os.cpu_count()} cores, {model.group(1) if model else 'unknown'}; {time.strftime('%Y-%m-%d')}")
    print()
    print("| ms | " + " | ".join(f"{fans:,} fans" for fans in sizes) + " | grows |")
    print("|---|" + "--:|" * (len(sizes) + 1))
    for page in PAGES:
        times = [results[fans]["times"][page] for fans in sizes]
        cells = " | ".join(f"{value:.1f}" for value in times)
        print(f"| `{page}` | {cells} | × {times[-1] / times[0]:.1f} |")
    for what, name in [("made", "s to invent it"), ("started", "ms to start"), ("counted", "s to count all segments"), ("memory", "MiB resident afterwards"), ("tickets", "tickets")]:
        print(f"| {name} | " + " | ".join(f"{results[fans][what]:,.0f}" for fans in sizes) + " | |")


if __name__ == "__main__":
    main()

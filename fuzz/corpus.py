"""Keeps what fuzzing has found as lines of text, an input a line, in which all but plain signs stand as \\xNN:
corpus.py unpack FILE FOLDER · corpus.py pack FOLDER FILE"""

import hashlib
import os
import re
import sys


def unpack(file, folder):
    os.makedirs(folder, exist_ok=True)
    for line in open(file, encoding="ascii"):
        plain = re.sub(r"\\x(..)", lambda found: chr(int(found.group(1), 16)), line.rstrip("\n"))
        data = plain.encode("latin-1")
        with open(os.path.join(folder, hashlib.sha1(data).hexdigest()), "wb") as kept:
            kept.write(data)


def pack(folder, file):
    found = {open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder)}
    with open(file, "w", encoding="ascii") as lines:
        for data in sorted(found, key=lambda data: (len(data), data)):
            lines.write("".join(chr(byte) if 32 <= byte < 127 and byte != 92 else f"\\x{byte:02x}" for byte in data) + "\n")


if __name__ == "__main__":
    {"unpack": unpack, "pack": pack}[sys.argv[1]](*sys.argv[2:])

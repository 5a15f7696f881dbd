"""Writes sketch.golden.json: vectors of the sketch's definition (docs/design/sketches.md), one entry at a time in
Python's integers, sharing no code with clients/python or src/fisher/sketch. Run: python3 generate.py"""

import json
import pathlib

M = 2**32


def mix(x):
    x %= M
    x ^= x >> 16
    x = x * 0x7FEB352D % M
    x ^= x >> 15
    x = x * 0x846CA68B % M
    return x ^ x >> 16


def key(seed, name, lane):
    h = mix(seed ^ lane)
    for byte in name.encode("utf-8"):
        h = mix((h ^ byte) + 0x9E3779B9)
    return h


def places(seed, name, index, dimension):
    k0, k1 = key(seed, name, 0x243F6A88), key(seed, name, 0x85A308D3)
    h = mix((mix(index % M ^ k0) ^ index // M) + k1)
    result = []
    for block in range(8):
        bits = mix(h + (block + 1) * 0x9E3779B9)
        bucket = block * (dimension // 8) + bits % (dimension // 8)
        result.append([bucket, -1 if bits >= 2**31 else 1])
    return result


entries = [
    (seed, name, index, dimension)
    for seed in (0, 7, 2**32 - 1)
    for name in ("w", "layers.0.attention.weight", "größe", "")
    for index in (0, 1, 4095, 2**31, 2**32 - 1, 2**32, 7_000_000_000)
    for dimension in (64, 8192)
]
tensors = [
    {"name": "layers.0.weight", "start": 0, "values": [(k * 37 % 101) - 50 for k in range(300)]},
    {"name": "layers.0.bias", "start": 0, "values": [(k * 11 % 13) - 6 for k in range(17)]},
    {"name": "embedding", "start": 2**32 - 5, "values": [k - 4 for k in range(10)]},
]
total = [0] * 256
for tensor in tensors:
    for k, value in enumerate(tensor["values"]):
        for bucket, sign in places(7, tensor["name"], tensor["start"] + k, 256):
            total[bucket] += sign * value

lines = sorted(f"{t['name']}:{len(t['values'])}\n" for t in tensors)
golden = {
    "version": 1,
    "nonzeros": 8,
    "entries": [
        {"seed": s, "name": n, "index": i, "dimension": d, "places": places(s, n, i, d)} for s, n, i, d in entries
    ],
    "sketch": {"seed": 7, "dimension": 256, "tensors": tensors, "values": total},
    "layout": "".join(f"{key(0, ''.join(lines), lane):08x}" for lane in (0x243F6A88, 0x85A308D3)),
}
path = pathlib.Path(__file__).with_name("sketch.golden.json")
path.write_text(json.dumps(golden) + "\n")

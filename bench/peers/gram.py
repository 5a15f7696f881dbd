"""Peer of bench/gram.ts: the Gram matrix of a memory-mapped file of rows, by torch and numpy in blocks of columns."""

import json
import sys
import time

missing = []
try:
    import numpy as np
except ImportError:
    missing.append("numpy")
try:
    import torch
except ImportError:
    missing.append("torch")


def by_torch(path, offset, rows, columns, block=1 << 15):
    """Mapped and multiplied in blocks: on this machine the fastest of whole, mapped in blocks, and read at once."""
    x = torch.from_numpy(np.memmap(path, dtype="<f4", mode="c", offset=offset, shape=(rows, columns)))
    total = torch.zeros(rows, rows, dtype=torch.float64)
    for at in range(0, columns, block):
        part = x[:, at : at + block]
        total += part @ part.T
    return total.numpy()


def by_numpy(path, offset, rows, columns, block=1 << 17):
    x = np.memmap(path, dtype="<f4", mode="r", offset=offset, shape=(rows, columns))
    total = np.zeros((rows, rows))
    for at in range(0, columns, block):
        part = np.ascontiguousarray(x[:, at : at + block])
        total += part @ part.T
    return total


print(json.dumps({"missing": missing}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "torch" not in missing:
        torch.set_num_threads(request.pop("threads"))
    work = {"torch": by_torch, "numpy": by_numpy}[request.pop("work")]
    began = time.perf_counter()
    gram = work(**request)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "first": float(gram[0, 0]), "trace": float(gram.trace())}), flush=True)

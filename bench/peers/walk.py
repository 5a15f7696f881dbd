"""Peer of bench/walk.ts: the clipped walk in numpy, vectorised over trials; the reflected law with scipy."""

import json
import sys
import time

missing = []
try:
    import numpy as np
except ImportError:
    missing.append("numpy")
try:
    from scipy.integrate import quad
    from scipy.special import log_ndtr, ndtr
except ImportError:
    missing.append("scipy")


def walk(start, drift, noise, steps, trials, seed):
    """Noise comes in blocks of about 32,000 numbers: fastest both for few and for many trials."""
    rng = np.random.default_rng(seed)
    block = max(1, 32_000 // trials)
    entropy = np.full(trials, start)
    for first in range(0, steps, block):
        for push in drift + noise * rng.standard_normal((min(block, steps - first), trials)):
            entropy += push
            np.maximum(entropy, 0, out=entropy)
    return {"mean": entropy.mean(), "sd": entropy.std(ddof=1)}


def law(start, drift, noise, time):
    """Mean and sd of reflected Brownian motion from its survival function."""
    spread = noise * time**0.5
    free = start + drift * time

    def survival(y):
        return ndtr((free - y) / spread) + np.exp(2 * drift * y / noise**2 + log_ndtr((-y - free) / spread))

    upper = max(0, free) + 10 * spread
    mean = quad(survival, 0, upper, epsabs=1e-11, epsrel=1e-11)[0]
    second = quad(lambda y: 2 * y * survival(y), 0, upper, epsabs=1e-11, epsrel=1e-11)[0]
    return {"mean": mean, "sd": (second - mean**2) ** 0.5}


print(json.dumps({"missing": missing}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    work = {"walk": walk, "law": law}[request.pop("work")]
    began = time.perf_counter()
    answer = work(**request)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, **{k: float(v) for k, v in answer.items()}}), flush=True)

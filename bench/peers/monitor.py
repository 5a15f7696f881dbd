"""Peer of bench/monitor.ts: entropy of windows and a change detector on it, with river and with pandas.

Less than ours does: the plug-in entropy without an interval, no fidelity, no trend, no repeats or late observations.
"""

import json
import math
import sys
import time

missing = []
try:
    from river import drift, proba
except ImportError:
    missing.append("river")
try:
    import numpy
    import pandas
except ImportError:
    missing.append("pandas")

print(json.dumps({"missing": missing}), flush=True)


def entropy(shares):
    return -sum(p * math.log(p) for p in shares if p > 0)


def by_observation(labels, window):
    """river's multinomial by window, Page-Hinkley on the entropy."""
    detector, counts, windows = drift.PageHinkley(), proba.Multinomial(), 0
    for i, label in enumerate(labels):
        counts.update(label)
        if (i + 1) % window == 0:
            detector.update(entropy(counts(goal) for goal in list(counts)))
            counts = proba.Multinomial()
            windows += 1
    return windows


def by_batch(labels, window):
    """pandas: all windows at once."""
    frame = pandas.DataFrame({"goal": labels})
    counts = frame.groupby(frame.index // window)["goal"].value_counts().unstack(fill_value=0)
    shares = counts.to_numpy() / counts.sum(axis=1).to_numpy()[:, None]
    values = -(shares * numpy.log(numpy.where(shares > 0, shares, 1))).sum(axis=1)
    detector = drift.PageHinkley()
    for value in values:
        detector.update(float(value))
    return len(values)


labels, window = [], 1
for line in sys.stdin:
    request = json.loads(line)
    if request["work"] == "prepare":
        labels, window = [f"goal {label}" for label in request["labels"]], request["window"]
        print(json.dumps({}), flush=True)
        continue
    work = {"river": by_observation, "pandas": by_batch}[request["work"]]
    began = time.perf_counter()
    windows = work(labels, window)
    print(json.dumps({"seconds": time.perf_counter() - began, "windows": windows}), flush=True)

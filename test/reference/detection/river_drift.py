"""river's Page-Hinkley and ADWIN on a stream that any language makes exactly: python3 river_drift.py > river.golden.json

x_i = ((7919 i^2 + 104729 i) mod 1000)/1000 + level, level 0, 0.25, 0, -0.25, ... for 2500 observations each. river starts
afresh after an alarm. `alarms` are the indices of alarms; `statistics` the larger of the two statistics at each 1000th
observation (Page-Hinkley only: ADWIN gives none).
"""

import json

from river import __version__, drift

N, LENGTH = 15_000, 2500
LEVELS = [0, 0.25, 0, -0.25]
STREAM = [((7919 * i * i + 104729 * i) % 1000) / 1000 + LEVELS[i // LENGTH % 4] for i in range(N)]


def alarms(detector, seen=lambda i: None):
    found = []
    for i, x in enumerate(STREAM):
        detector.update(x)
        if detector.drift_detected:
            found.append(i)
        seen(i)
    return found


def page_hinkley(**options):
    detector = drift.PageHinkley(**options)
    statistics = []

    def seen(i):
        if i % 1000 == 999:
            up = detector._sum_increase - detector._min_increase
            down = detector._max_decrease - detector._sum_decrease
            statistics.append(max(up, down))

    return {"alarms": alarms(detector, seen), "statistics": statistics}


print(
    json.dumps(
        {
            "river": __version__,
            "n": N,
            "length": LENGTH,
            "levels": LEVELS,
            "page_hinkley": page_hinkley(),
            "page_hinkley_20": page_hinkley(threshold=20, delta=0.02, alpha=0.999),
            "adwin": {"alarms": alarms(drift.ADWIN())},
        },
        indent=1,
    )
)

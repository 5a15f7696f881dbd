"""Jeffreys intervals of a proportion: quantiles of Beta(x + 1/2, n - x + 1/2) by scipy (Boost).

python jeffreys_interval.py > jeffreys-interval.golden.json   (scipy 1.17)
"""

import json

from scipy.stats import beta

rows = []
for count, n, level in [
    (1, 2, 0.95),
    (1, 10, 0.95),
    (5, 10, 0.9),
    (9, 10, 0.95),
    (46, 50, 0.95),
    (3, 50, 0.5),
    (1, 1000, 0.999),
    (123456, 1000000, 0.95),
    (5000000000, 10000000000, 0.95),
]:
    lower, upper = beta.ppf([(1 - level) / 2, (1 + level) / 2], count + 0.5, n - count + 0.5)
    rows.append({"count": count, "n": n, "level": level, "lower": lower, "upper": upper})
print(json.dumps(rows, indent=1))

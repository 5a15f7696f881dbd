"""Quantiles of the beta distribution by scipy (Boost).

python3 beta_quantile.py > beta-quantile.golden.json   (scipy 1.17)
"""

import json

from scipy.stats import beta

cases = [
    (0.025, 0.3, 40), (0.975, 0.3, 40), (0.5, 3, 3), (0.025, 1.5, 100.5), (0.975, 90.5, 10.5),
    (0.005, 0.5, 0.5), (0.025, 0.2, 1.7), (0.9, 2e3, 5e3), (0.025, 4e4, 12.5),
]
print(json.dumps([{"q": q, "a": a, "b": b, "x": beta.ppf(q, a, b)} for q, a, b in cases], indent=1))

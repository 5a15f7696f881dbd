"""Golden values of ordinary least squares by numpy and scipy: python3 least_squares.py > least-squares.golden.json"""

import json

import numpy as np
from scipy import stats

generator = np.random.default_rng(20)


def case(n, columns):
    x = np.column_stack([np.ones(n), generator.normal(3, 2, (n, columns - 1))])
    y = x @ np.arange(1, columns + 1) + generator.normal(0, 0.5, n)
    b, *_ = np.linalg.lstsq(x, y, rcond=None)
    s = np.sqrt(np.sum((y - x @ b) ** 2) / (n - columns))
    half = stats.t.ppf(0.975, n - columns) * s * np.sqrt(np.diag(np.linalg.inv(x.T @ x)))
    return {
        "rows": x.tolist(),
        "y": y.tolist(),
        "residualSd": s,
        "coefficients": [
            {"value": v, "lower": v - h, "upper": v + h} for v, h in zip(b.tolist(), half.tolist())
        ],
    }


print(json.dumps([case(3, 2), case(12, 2), case(15, 4)], indent=1))

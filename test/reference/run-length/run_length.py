"""Average run lengths by the run-length integral equation: 80 Gauss-Legendre nodes, standard normal observations.

python3 run_length.py > run-length.golden.json (numpy, scipy). `mu` is the shift of the mean in sigma. `cusum_two` is the
two-sided tabular CUSUM with k = 0.5, by threshold h; `ewma` has keys "lambda,width"; `shewhart` is two-sided, by limit.
The values of CUSUM and EWMA agree with the tables quoted by the R package spc [Knoth].
"""

import json

import numpy as np
from scipy.stats import norm

MU = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(80)


def cusum_one(k, h, mu):
    x, w = (NODES + 1) * h / 2, WEIGHTS * h / 2
    u = np.concatenate([[0], x])
    q = np.column_stack([norm.cdf(k - u - mu), w * norm.pdf(x + k - u[:, None] - mu)])
    return np.linalg.solve(np.eye(len(u)) - q, np.ones(len(u)))[0]


def cusum_two(k, h, mu):
    return 1 / (1 / cusum_one(k, h, mu) + 1 / cusum_one(k, h, -mu))


def ewma(smoothing, width, mu):
    c = width * np.sqrt(smoothing / (2 - smoothing))
    x, w = NODES * c, WEIGHTS * c

    def density(u):
        return w * norm.pdf((x - (1 - smoothing) * u) / smoothing - mu) / smoothing

    q = np.array([density(u) for u in x])
    lengths = np.linalg.solve(np.eye(len(x)) - q, np.ones(len(x)))
    return 1 + density(0) @ lengths


def shewhart(limit, mu):
    return 1 / (norm.sf(limit - mu) + norm.cdf(-limit - mu))


EWMA = [(0.4, 3.054), (0.25, 2.998), (0.2, 2.962), (0.1, 2.814), (0.05, 2.615), (0.1, 2.7)]
print(
    json.dumps(
        {
            "mu": MU,
            "cusum_two": {f"{h:g}": [cusum_two(0.5, h, mu) for mu in MU] for h in (4, 4.77, 5)},
            "ewma": {f"{s:g},{w:g}": [ewma(s, w, mu) for mu in MU] for s, w in EWMA},
            "shewhart": {f"{limit:g}": [shewhart(limit, mu) for mu in MU] for limit in (2.5, 3)},
        },
        indent=1,
    )
)

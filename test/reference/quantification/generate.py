"""Golden values of src/goals/quantification: python generate.py > quantification.golden.json

Matrices have one column a true class. The inverse comes from numpy, the maximum likelihood weights from plain EM run
far beyond convergence, the projection from a bisection on its threshold. Needs numpy.
"""

import json

import numpy as np

M = np.array([[0.8, 0.1, 0.1], [0.15, 0.7, 0.2], [0.05, 0.2, 0.7]])


def em(likelihood, multiplicity, steps=50_000):
    p = np.full(likelihood.shape[1], 1 / likelihood.shape[1])
    for _ in range(steps):
        r = likelihood * p
        p = multiplicity @ (r / r.sum(1, keepdims=True))
        p /= p.sum()
    return p


def project(x):
    low, high = x.min() - 1, x.max()
    for _ in range(200):
        t = (low + high) / 2
        low, high = (t, high) if np.maximum(0, x - t).sum() > 1 else (low, t)
    return np.maximum(0, x - t)


def case(q):
    q = np.array(q)
    inverse = np.linalg.solve(M, q)
    clipped = np.maximum(0, inverse)
    return {
        "observed": q.tolist(),
        "inverse": inverse.tolist(),
        "clipped": (clipped / clipped.sum()).tolist(),
        "projected": project(inverse).tolist(),
        "em": em(M, q).tolist(),
    }


p0 = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.3, 0.2, 0.1])
soft = np.stack([p0, 1 - p0], 1)

def joint_posterior(calibration, observed, cells=160):
    """Two classes, two labels: p and both rates under Beta(1/2, 1/2), by quadrature; x = sin(t)^2 makes them flat in t."""
    t = (np.arange(cells) + 0.5) * (np.pi / 2) / cells
    x = np.sin(t) ** 2
    (a0, a1), (b0, b1) = calibration  # label 0 and label 1 by class
    p, h, f = np.meshgrid(x, x, x, indexing="ij")  # p(class 0), P(label 0 | class 0), P(label 0 | class 1)
    q = p * h + (1 - p) * f
    log_density = a0 * np.log(h) + b0 * np.log1p(-h) + a1 * np.log(f) + b1 * np.log1p(-f)
    log_density += observed[0] * np.log(q) + observed[1] * np.log1p(-q)
    density = np.exp(log_density - log_density.max()).sum((1, 2))
    density /= density.sum()
    entropy = -x * np.log(x) - (1 - x) * np.log1p(-x)
    mean = density @ entropy
    return {
        "calibration": [a0, a1, b0, b1],
        "observed": observed,
        "prevalence": float(density @ x),
        "entropy": float(mean),
        "sd": float(np.sqrt(density @ entropy**2 - mean**2)),
    }


def weighed_posterior(calibration, observed, draws=4_000_000, chunk=200_000):
    """Any classes and labels: p ~ Dir(1) and the columns of M from their calibration posterior (b = 1/2), weighed by the
    likelihood of the labels. Moments with the standard errors of the weighing."""
    calibration, observed = np.array(calibration, float), np.array(observed)
    rng = np.random.default_rng(1)
    total, sums, squares = 0.0, np.zeros(3), np.zeros((3, 3))
    for _ in range(draws // chunk):
        p = rng.dirichlet(np.ones(calibration.shape[1]), chunk)
        M = np.stack([rng.dirichlet(column + 0.5, chunk) for column in calibration.T], 2)
        r = np.einsum("nlc,nc->nl", M, p)
        w = np.exp(np.log(r) @ observed - observed @ np.log(observed / observed.sum()))
        S = -(p * np.log(np.maximum(p, 1e-300))).sum(1)
        f = np.stack([S, S**2, p[:, 0]], 1)
        total += w.sum()
        sums += w @ f
        g = w[:, None] * np.stack([f[:, 0], f[:, 2], np.ones(chunk)], 1)
        squares += g.T @ g
    mean, square, first = sums / total
    error = lambda i, m: float(np.sqrt(squares[i, i] - 2 * m * squares[i, 2] + m**2 * squares[2, 2]) / total)
    return {
        "calibration": calibration.ravel().astype(int).tolist(),
        "classes": calibration.shape[1],
        "observed": observed.tolist(),
        "entropy": float(mean),
        "entropyError": error(0, mean),
        "sd": float(np.sqrt(square - mean**2)),
        "prevalence": float(first),
        "prevalenceError": error(1, first),
    }


print(
    json.dumps(
        {
            "weighed": [
                weighed_posterior([[9, 1, 1], [1, 8, 2], [0, 1, 7]], [14, 5, 3]),
                weighed_posterior([[9, 1, 2], [0, 0, 0], [1, 8, 7]], [9, 4, 6]),
                weighed_posterior([[6, 1, 1], [1, 5, 1], [0, 1, 6], [3, 3, 2]], [7, 5, 3, 9]),
                weighed_posterior([[9, 2, 1], [1, 8, 7]], [14, 9]),
                weighed_posterior([[9, 1, 1, 0], [1, 8, 0, 1], [0, 1, 7, 1], [2, 0, 1, 6]], [10, 2, 6, 3]),
                weighed_posterior(
                    [[8, 1, 1, 0, 0], [1, 7, 0, 1, 1], [0, 1, 7, 1, 0], [1, 0, 1, 6, 1], [0, 1, 0, 1, 5]],
                    [9, 2, 4, 3, 1],
                ),
            ],
            "joint": [
                joint_posterior([[18, 5], [2, 15]], [30, 20]),
                joint_posterior([[9, 1], [1, 9]], [170, 30]),
            ],
            "rates": M.ravel().tolist(),
            "condition": float(np.linalg.cond(M)),
            "cases": [case([0.5, 0.3, 0.2]), case([0.75, 0.2, 0.05]), case([0.2, 0.3, 0.5])],
            "soft": {
                "probabilities": soft.ravel().tolist(),
                "evenPrior": em(soft / 0.5, np.ones(8)).tolist(),
                "unevenPrior": em(soft / [0.45, 0.55], np.ones(8)).tolist(),
            },
        },
        indent=1,
    )
)

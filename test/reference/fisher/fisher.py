"""Golden values of Fisher spectra by numpy and scipy, from their definitions: python3 fisher.py > fisher.golden.json

Fisher matrices are sums of g g' over the labels that a model may give, weighted by its probabilities, one gradient after
the other: no Gauss-Newton products, no Kronecker factors. Eigenvalues are LAPACK's, or in closed form where there is one.
"""

import json
import math

import numpy as np
from scipy import integrate, optimize

generator = np.random.default_rng(7)
RIDGES = (0.01, 0.1, 1.0)
MOMENTS = 6


def spectrum(name, matrix, eigenvalues=None):
    if eigenvalues is None:
        eigenvalues = np.linalg.eigvalsh(matrix)
    eigenvalues = np.sort(eigenvalues)[::-1]
    return {
        "name": name,
        "size": len(matrix),
        "matrix": np.ravel(matrix).tolist(),
        "eigenvalues": eigenvalues.tolist(),
        "trace": float(np.trace(matrix)),
        "effectiveDimension": float(np.trace(matrix) / eigenvalues[0]),
        "ridgeDimension": [
            {"ridge": c, "value": float(np.trace(np.linalg.solve(matrix + c * np.eye(len(matrix)), matrix)))}
            for c in RIDGES
        ],
        # (1/N) tr A^k, by products of the matrix.
        "moments": [
            float(np.trace(np.linalg.matrix_power(matrix, k)) / len(matrix)) for k in range(1, MOMENTS + 1)
        ],
    }


def softmax_fisher(x, w):
    """E_x E_{y ~ p(y|x)} g g', g the gradient of -ln p(y|x) in W [classes, d], p = softmax(W x)."""
    classes, d = w.shape
    fisher = np.zeros((classes * d, classes * d))
    for row in x:
        p = np.exp(w @ row - np.max(w @ row))
        p /= p.sum()
        for label in range(classes):
            g = np.outer(p - np.eye(classes)[label], row).ravel()
            fisher += p[label] * np.outer(g, g) / len(x)
    return fisher


def logistic_fisher(x, w):
    fisher = np.zeros((len(w), len(w)))
    for row in x:
        p = 1 / (1 + math.exp(-row @ w))
        for label, weight in ((1, p), (0, 1 - p)):
            g = (p - label) * row
            fisher += weight * np.outer(g, g) / len(x)
    return fisher


def toeplitz(n):
    """-1, 2, -1 along the diagonals: eigenvalues 2 - 2 cos(k pi / (n + 1))."""
    matrix = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    return matrix, 2 - 2 * np.cos(np.arange(1, n + 1) * np.pi / (n + 1))


def spike(n, height):
    """I + height u u': eigenvalues 1 + height, 1, ..., 1."""
    u = np.arange(1, n + 1) / np.linalg.norm(np.arange(1, n + 1))
    return np.eye(n) + height * np.outer(u, u), np.array([1 + height] + [1.0] * (n - 1))


def samples(name, g):
    """Rows g_j: the Gram matrix, and what is made of it, computed in the space of the parameters."""
    n, p = g.shape
    fisher = g.T @ g / n
    eigenvalues = np.linalg.eigvalsh(g @ g.T / n)[::-1]
    left_out = []
    for c in RIDGES:
        quadratic = [
            g[j] @ np.linalg.solve(np.delete(g, j, 0).T @ np.delete(g, j, 0) / (n - 1) + c * np.eye(p), g[j])
            for j in range(n)
        ]
        lower = float(np.trace(np.linalg.solve(fisher + c * np.eye(p), fisher)))
        left_out.append({"ridge": c, "lower": lower, "upper": float(np.mean(quadratic))})
    return {
        "name": name,
        "rows": n,
        "parameters": p,
        "gram": np.ravel(g @ g.T).tolist(),
        "eigenvalues": eigenvalues.tolist(),
        "effectiveDimension": left_out,
        # Yata & Aoshima 2012, eq. (5), without centring.
        "noiseReduction": float(eigenvalues[0] - (np.trace(fisher) - eigenvalues[0]) / (n - 1)),
        "spikedModel": spiked(eigenvalues, p),
    }


def marchenko_pastur_median(c):
    low, high = (1 - math.sqrt(c)) ** 2, (1 + math.sqrt(c)) ** 2
    density = lambda x: math.sqrt(max(0, (high - x) * (x - low))) / (2 * math.pi * c * x)
    return optimize.brentq(
        lambda m: integrate.quad(density, low, m, limit=200)[0] - 0.5, low * (1 + 1e-9), high, xtol=1e-13
    )


def spiked(eigenvalues, p):
    """The population spike whose sample eigenvalue is the one seen: the forward map of Baik & Silverstein 2006, inverted
    by bisection, where telostat has the closed form."""
    n = len(eigenvalues)
    c = p / n
    seen = eigenvalues[: min(n, p)]
    noise = np.median(seen) / (c * marchenko_pastur_median(1 / c) if c > 1 else marchenko_pastur_median(c))
    x = eigenvalues[0] / noise
    if x <= (1 + math.sqrt(c)) ** 2:
        return None
    forward = lambda l: l * (1 + c / (l - 1)) - x
    return float(noise * optimize.brentq(forward, 1 + math.sqrt(c), x + 1, xtol=1e-13))


x = generator.normal(size=(12, 4)).round(3)
w = generator.normal(size=(3, 4)).round(3)
spiky = generator.normal(size=(24, 60))
spiky[:, 0] *= 8
golden = {
    "spectra": [
        spectrum("linear regression X'X/n", x.T @ x / len(x)),
        spectrum("logistic regression", logistic_fisher(x, w[0])),
        spectrum("softmax regression", softmax_fisher(x, w)),
        spectrum("Toeplitz", *toeplitz(16)),
        spectrum("spike", *spike(12, 5.0)),
    ],
    "samples": [
        samples("a spike in noise", spiky),
        samples("noise", generator.normal(size=(16, 40))),
        samples("more rows than parameters", generator.normal(size=(30, 6)) * np.array([4, 2, 1, 1, 1, 1])),
    ],
}
print(json.dumps(golden))

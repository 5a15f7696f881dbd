"""Golden values of the Pitman-Yor mixture: python pitman_yor.py > pitman-yor.golden.json

An independent route to the same integral: Gauss-Legendre panels in (ln h, gamma), where the prior is q(gamma) dh dgamma
and needs no Jacobian, with (alpha, d) by inverting the digamma function; two resolutions must agree to 1e-10. The
moments at one (alpha, d) come from the decomposition H = (1-p*) H_p + p* H_pi + h(p*) and are checked by stick-breaking.
published_program() shows where the authors' program (PYMentropy) differs. Needs numpy and scipy. About half a minute.
"""

import json
from functools import lru_cache

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma as psi
from scipy.special import polygamma, zeta

psi1 = lambda x: polygamma(1, x)


def rise(t):
    """psi(1+t) - psi(1)."""
    small = np.where(np.abs(t) < 0.05, t, 0)
    series = sum((-1) ** k * zeta(k) * small ** (k - 1) for k in range(2, 16))
    return np.where(np.abs(t) < 0.05, series, psi(1 + t) - psi(1))


def inverse_rise(x):
    """t > -1 with psi(1+t) - psi(1) = x: Newton from the asymptotes (Minka 2000), polished."""
    y = x + psi(1)
    with np.errstate(over="ignore"):
        t = np.where(y >= -2.22, np.exp(np.minimum(y, 700)) - 0.5, -1 / np.minimum(x, -1e-300) - 1)
    t = np.where(np.abs(x) < 0.1, x / zeta(2), t)
    for _ in range(15):
        t = np.maximum(t - (rise(t) - x) / psi1(1 + t), (t - 1) / 2)
    return t


def log_evidence(counts, alpha, d, rest):
    n, k = sum(counts), len(counts)
    total = -sum(np.log(alpha + j) for j in range(1, n)) + sum(np.log(alpha + l * d) for l in range(1, k))
    for c in counts:
        total = total + sum(np.log(rest + j) for j in range(c - 1))
    return total


def dirichlet_moments(alpha):
    """Mean and second moment of the entropy of Dir(alpha), from the double sum of Wolpert and Wolf."""
    A = sum(alpha)
    mean = psi(A + 1) - sum(a / A * psi(a + 1) for a in alpha)
    y = [psi(a + 1) - psi(A + 2) for a in alpha]
    second = sum(a * b for a, b in zip(alpha, y)) ** 2 - sum((a * b) ** 2 for a, b in zip(alpha, y))
    second = second - psi1(A + 2) * (A**2 - sum(a**2 for a in alpha))
    for a in alpha:
        second = second + a * (a + 1) * ((psi(a + 2) - psi(A + 2)) ** 2 + psi1(a + 2) - psi1(A + 2))
    return mean, second / (A * (A + 1))


def conditional(counts, alpha, d, rest):
    n, k = sum(counts), len(counts)
    seen, unseen = n - k * d, alpha + k * d
    total = seen + unseen
    mean_p, second_p = dirichlet_moments([c - 1 + rest for c in counts])
    mean_pi = psi(unseen + 1) - psi(rest)
    variance_pi = (unseen + d) / ((unseen + 1) ** 2 * rest) + rest / (unseen + 1) * psi1(1 + rest) - psi1(unseen + 2)
    e1, e2 = unseen / total, unseen * (unseen + 1) / (total * (total + 1))
    mean_h, second_h = dirichlet_moments([unseen, seen])
    tilted_h = dirichlet_moments([unseen + 1, seen])[0]
    # V = (1 - p*) m_p + p* m_pi + h(p*) = m_p + p* D + h(p*)
    D = mean_pi - mean_p
    variance_v = (e2 - e1**2) * D**2 + second_h - mean_h**2 + 2 * D * e1 * (tilted_h - mean_h)
    mean = mean_p + e1 * D + mean_h
    variance = variance_v + (1 - 2 * e1 + e2) * (second_p - mean_p**2) + e2 * variance_pi
    return mean, variance


def panels(low, high, count, order):
    nodes, weights = np.polynomial.legendre.leggauss(order)
    edges = np.linspace(low, high, count + 1)
    half = np.diff(edges)[:, None] / 2
    return ((edges[:-1, None] + half) + half * nodes).ravel(), (half * weights).ravel()


@lru_cache
def parameter_grid(refinement):
    s, ws = panels(-30, 5, 70 * refinement, 10)
    g, wg = panels(0, 1, 10 * refinement, 10)
    h, gamma = np.meshgrid(np.exp(s), g, indexing="ij")
    minus_d = inverse_rise(-gamma * h)
    alpha = inverse_rise((1 - gamma) * h)
    return alpha, -minus_d, 1 + minus_d, s[:, None] - 10 / (1 - gamma), ws[:, None] * wg


def mixture(counts, refinement):
    alpha, d, rest, log_prior, cell = parameter_grid(refinement)
    with np.errstate(over="ignore", invalid="ignore"):
        logs = log_evidence(counts, alpha, d, rest) + log_prior
    logs = np.where(np.isfinite(logs), logs, -np.inf)
    weight = np.exp(logs - logs.max()) * cell
    weight /= weight.sum()
    keep = weight > 1e-25
    mean, variance = conditional(counts, alpha[keep], d[keep], rest[keep])
    weight = weight[keep]
    centre = weight @ mean
    return np.array([centre, np.sqrt(weight @ variance + weight @ (mean - centre) ** 2)])


def stick_breaking(counts, alpha, d, draws=6_000, sticks=1_000):
    """Monte Carlo mean and sd of H given the sample, alpha and d, with the standard error of the mean."""
    rng = np.random.default_rng(2)
    k, values = len(counts), []
    unseen = alpha + k * d
    for _ in range(6):
        p = rng.dirichlet([c - d for c in counts] + [unseen], size=draws // 6)
        v = rng.beta(1 - d, unseen + d * np.arange(1, sticks + 1), size=(draws // 6, sticks))
        pi = v * np.cumprod(np.hstack([np.ones((len(v), 1)), 1 - v[:, :-1]]), axis=1)
        q = np.hstack([p[:, :-1], p[:, -1:] * pi])
        values.append(-(q * np.log(np.maximum(q, 1e-300))).sum(axis=1))
    values = np.concatenate(values)
    return values.mean(), values.std(ddof=1), values.std(ddof=1) / np.sqrt(draws)


def published_program(counts):
    """What PYMentropy computes: q(gamma) as the density of (alpha, d), on the box of 6 sd about the peak."""

    def log_density(alpha, d):
        x, y = -rise(-d), rise(alpha)
        return log_evidence(counts, alpha, d, 1 - d) - 10 * (x + y) / y

    objective = lambda t: -log_density(t[0], t[1])
    starts = ([1, 0.01], [2, 0.1], [5, 0.001])
    bounds = [(1e-9, None), (1e-9, 1 - 1e-9)]
    peak = min((minimize(objective, t, bounds=bounds, tol=1e-14) for t in starts), key=lambda r: r.fun).x
    step = 1e-4 * np.maximum(peak, 0.01)
    base = np.maximum(peak, 2e-4)
    e = np.diag(step)
    second = lambda i, j: sum(
        a * b * objective(base + a * e[i] + b * e[j]) for a in (1, -1) for b in (1, -1)
    ) / (4 * step[i] * step[j])
    hessian = np.array([[second(i, j) for j in (0, 1)] for i in (0, 1)])
    reach = 6 * np.sqrt(np.abs(np.diag(np.linalg.inv(hessian))))
    a, wa = panels(max(peak[0] - reach[0], 1e-15), peak[0] + reach[0], 1, 26)
    d, wd = panels(max(peak[1] - reach[1], 1e-15), min(1 - 1e-15, peak[1] + reach[1]), 1, 26)
    alpha, d = np.meshgrid(a, d, indexing="ij")
    weight = np.exp(log_density(alpha, d) - log_density(*peak)) * np.outer(wa, wd)
    return (weight * conditional(counts, alpha, d, 1 - d)[0]).sum() / weight.sum()


def main():
    published = {(1, 2, 2, 4): 2.1476, (2, 1, 1, 1): 3.965631, (2, 2, 1, 1): 3.067407, (5, 3, 2, 1): 1.894591}
    for counts, value in published.items():
        assert abs(published_program(list(counts)) / value - 1) < 1e-4, counts

    cases = []
    for counts in ([1, 2, 2, 4], [2, 1, 1, 1], [5, 3, 2, 1], [5], [2], [10, 10, 10, 10], [100, 50, 20, 10, 5, 2, 1]):
        coarse, fine = mixture(counts, 1), mixture(counts, 2)
        assert np.abs(coarse / fine - 1).max() < 1e-9, (counts, coarse, fine)
        cases.append({"counts": counts, "mean": fine[0], "sd": fine[1]})

    given = []
    for counts, alpha, d in (([1, 2, 2, 4], 1.5, 0.2), ([5], 0.3, 0.05), ([2, 1, 1, 1], 3.0, 0.25)):
        mean, variance = conditional(counts, alpha, d, 1 - d)
        sampled, spread, error = stick_breaking(counts, alpha, d)
        assert abs(sampled - mean) < 4 * error, (counts, mean, sampled, error)
        assert abs(spread / np.sqrt(variance) - 1) < 4 * 1.5 / np.sqrt(2 * 6_000), (counts, variance, spread)
        given.append({"counts": counts, "alpha": alpha, "d": d, "mean": mean, "variance": variance})

    print(json.dumps({"generator": "pitman_yor.py", "mixture": cases, "given": given}, indent=1, default=float))


if __name__ == "__main__":
    main()

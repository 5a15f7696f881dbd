"""Golden values of src/entropy, except pitman-yor (pitman_yor.py): python generate.py > entropy.golden.json

Every value is computed from the formula as its source prints it (sums over j and v, products, the double sum of Wolpert
and Wolf), in 40-digit arithmetic, so that it shares neither closed forms nor cancellations with the code under test.
Needs numpy and mpmath. Takes about half a minute.
"""

import json
from collections import Counter

import mpmath as mp
import numpy as np

mp.mp.dps = 40
psi = mp.digamma


def plug_in(p):
    return -mp.fsum(x * mp.log(x) for x in p if x > 0)


def smoothed(counts, a):
    total = sum(counts) + len(counts) * a
    return plug_in([(c + a) / total for c in counts])


def shrinkage(counts):
    n, k = sum(counts), len(counts)
    u = [mp.mpf(c) / n for c in counts]
    distance = mp.fsum((x - mp.mpf(1) / k) ** 2 for x in u)
    if n <= 1 or distance == 0:
        return mp.mpf(1)
    return min(mp.mpf(1), mp.fsum(x * (1 - x) for x in u) / (n - 1) / distance)


def james_stein(counts):
    n, k, lam = sum(counts), len(counts), shrinkage(counts)
    return plug_in([lam / k + (1 - lam) * c / n for c in counts])


def chao_shen(counts):
    n, f1 = sum(counts), counts.count(1)
    coverage = 1 - mp.mpf(n - 1 if f1 == n else f1) / n
    p = [coverage * c / n for c in counts if c > 0]
    return -mp.fsum(x * mp.log(x) / (1 - (1 - x) ** n) for x in p)


def grassberger_2003(counts):
    n = sum(counts)
    g = lambda c: psi(c) + mp.mpf(-1) ** c / 2 * (psi(mp.mpf(c + 1) / 2) - psi(mp.mpf(c) / 2))
    return mp.log(n) - mp.fsum(c * g(c) for c in counts if c > 0) / n


def grassberger_1988(counts):
    n = sum(counts)
    return mp.fsum(mp.mpf(c) / n * (mp.log(n) - psi(c) - mp.mpf(-1) ** c / (c + 1)) for c in counts if c > 0)


def zhang(counts):
    n = sum(counts)
    if n > 10_000:  # the closed form of Schuermann (2015)
        return mp.fsum(mp.mpf(c) / n * (psi(n) - psi(c)) for c in counts if c > 0)
    total = mp.mpf(0)
    for c in counts:
        product = mp.mpf(1)
        for v in range(1, n - c + 1) if c > 0 else ():
            product *= 1 - mp.mpf(c - 1) / (n - v)
            total += mp.mpf(c) / n * product / v
    return total


def unseen_tail(n, A):
    """(1-A)^(1-n) [-ln A - sum_{r<n} (1-A)^r / r]; for large n the integral it equals."""
    q = 1 - A
    if q == 0:
        return mp.mpf(0)
    if n > 10_000:
        panels = [0, *(mp.mpf(10) ** k for k in range(-4, 2)), 20, 50, 100]
        return q / n * mp.quad(lambda t: mp.exp(-t) / (A - q * mp.expm1(-t / n)), panels)
    with mp.workdps(1100):
        return (-mp.log(A) - mp.fsum(q**r / r for r in range(1, n))) * q ** (1 - n)


def chao_wang_jost(counts):
    n, f1, f2 = sum(counts), counts.count(1), counts.count(2)
    seen = mp.fsum(mp.mpf(c) / n * (psi(n) - psi(c)) for c in counts if 1 <= c <= n - 1)
    if f1 == 0:
        return seen
    A = mp.mpf(2 * f2) / ((n - 1) * f1 + 2 * f2) if f2 > 0 else mp.mpf(2) / ((n - 1) * (f1 - 1) + 2)
    return seen + mp.mpf(f1) / n * unseen_tail(n, A)


def bonachela(counts):
    n = sum(counts)
    if n > 10_000:
        return mp.fsum((c + 1) * (psi(n + 3) - psi(c + 2)) for c in counts) / (n + 2)
    return mp.fsum((c + 1) * mp.fsum(mp.mpf(1) / j for j in range(c + 2, n + 3)) for c in counts) / (n + 2)


def dirichlet_moments(alpha, multiplicity=None):
    """E[S] and E[S^2] for p ~ Dir(alpha): the sums of Wolpert and Wolf (1995)."""
    m = multiplicity or [1] * len(alpha)
    total = mp.fsum(k * a for k, a in zip(m, alpha))
    first = psi(total + 1) - mp.fsum(k * a / total * psi(a + 1) for k, a in zip(m, alpha))
    top, top1 = psi(total + 2), mp.psi(1, total + 2)
    y = [psi(a + 1) - top for a in alpha]
    # sum over i != j of a_i a_j (y_i y_j - psi_1(A + 2))
    cross = mp.fsum(k * a * b for k, a, b in zip(m, alpha, y)) ** 2 - mp.fsum(
        k * (a * b) ** 2 for k, a, b in zip(m, alpha, y)
    )
    cross -= top1 * (total**2 - mp.fsum(k * a**2 for k, a in zip(m, alpha)))
    own = mp.fsum(
        k * a * (a + 1) * ((psi(a + 2) - top) ** 2 + mp.psi(1, a + 2) - top1) for k, a in zip(m, alpha)
    )
    return first, (cross + own) / (total * (total + 1))


def mean_sd(first, second):
    return [first, mp.sqrt(second - first**2)]


def wolpert_wolf(counts, a):
    return mean_sd(*dirichlet_moments([mp.mpf(c) + a for c in counts]))


def nsb(counts):
    """Gauss-Legendre in ln a between unit steps; the weight in gamma functions, as printed."""
    k, n = len(counts), sum(counts)
    values, multiplicity = zip(*sorted(Counter(counts).items()))

    def log_weight(u):
        a = mp.exp(u)
        prior = k * mp.psi(1, k * a + 1) - mp.psi(1, a + 1)
        likelihood = mp.loggamma(k * a) - mp.loggamma(n + k * a)
        likelihood += mp.fsum(m * (mp.loggamma(c + a) - mp.loggamma(a)) for c, m in zip(values, multiplicity))
        return u + mp.log(prior) + likelihood

    grid = np.arange(-30, 45)
    with mp.workdps(60):
        logs = [log_weight(mp.mpf(int(u))) for u in grid]
        peak = max(logs)
        edges = [int(u) for u, x in zip(grid, logs) if x > peak - 70]
        sums = [mp.mpf(0)] * 3
        nodes, weights = np.polynomial.legendre.leggauss(20)
        # Legendre nodes are good to 1e-16: enough for 1e-13 in the moments.
        for low in range(edges[0] - 1, edges[-1] + 1):
            for x, w in zip(nodes, weights):
                u = mp.mpf(low) + (mp.mpf(float(x)) + 1) / 2
                weight = mp.mpf(float(w)) * mp.exp(log_weight(u) - peak)
                if weight < mp.mpf(10) ** -25:
                    continue
                moments = dirichlet_moments([c + mp.exp(u) for c in values], multiplicity)
                sums = [s + weight * f for s, f in zip(sums, (1, *moments))]
        return mean_sd(sums[1] / sums[0], sums[2] / sums[0])


def estimates(counts, with_nsb=True):
    n, k = sum(counts), len(counts)
    ml = smoothed(counts, mp.mpf(0))
    values = {
        "maximum-likelihood": ml,
        "miller-madow": ml + mp.mpf(sum(c > 0 for c in counts) - 1) / (2 * n),
        "jeffreys": smoothed(counts, mp.mpf(1) / 2),
        "laplace": smoothed(counts, mp.mpf(1)),
        "schuermann-grassberger": smoothed(counts, mp.mpf(1) / k),
        "minimax": smoothed(counts, mp.sqrt(n) / k),
        "james-stein": james_stein(counts),
        "chao-shen": chao_shen(counts),
        "grassberger-2003": grassberger_2003(counts),
        "grassberger-1988": grassberger_1988(counts),
        "chao-wang-jost": chao_wang_jost(counts),
        "zhang": zhang(counts),
        "bonachela": bonachela(counts),
        "wolpert-wolf": wolpert_wolf(counts, 1)[0],
    }
    case = {
        "counts": counts,
        "estimates": values,
        "shrinkage": shrinkage(counts),
        "wolpertWolf": {"1": wolpert_wolf(counts, 1), "0.5": wolpert_wolf(counts, mp.mpf(1) / 2)},
    }
    if with_nsb:
        case["nsb"] = nsb(counts)
    return case


def sampled_quantiles(alpha, draws=4_000_000):
    """Equal-tailed 95% ends of S for p ~ Dir(alpha), and the density there, from which a standard error follows."""
    rng = np.random.default_rng(1)
    p = np.maximum(rng.dirichlet(alpha, size=draws), 1e-300)
    s = np.sort(-(p * np.log(p)).sum(axis=1))
    ends, densities = [], []
    for q in (0.025, 0.975):
        ends.append(float(np.quantile(s, q)))
        low, high = np.quantile(s, [q - 0.005, q + 0.005])
        densities.append(float(0.01 / (high - low)))
    return {"interval95": ends, "density": densities, "draws": draws}


def main():
    readme = [4, 12, 4, 5, 3, 1, 5, 1, 2, 2, 2, 2, 11, 3, 4, 12, 12, 1, 2]
    cases = [
        [4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1],
        [1, 2, 3, 2, 1],
        [5, 3, 2],
        [10, 10, 10, 10],
        readme + [0] * (100 - len(readme)),
        [1, 0, 0],
        [1, 1, 1, 1],
        [0, 5, 0],
        [2, 1, 1, 1, 0],
        [1000, 200, 30, 4, 1, 1, 0, 0],
    ]
    golden = {
        "generator": "generate.py",
        "cases": [estimates(counts) for counts in cases]
        + [estimates(counts, with_nsb=False) for counts in ([10**9, 3, 0, 1], [10**9, 10**9 - 7, 1, 1, 2])],
        "unseenTail": [
            {"n": n, "A": A, "value": unseen_tail(n, mp.mpf(A))}
            for n in (1, 2, 10, 500)
            for A in (2.0**-12, 0.01, 0.1, 0.5, 0.99)
        ]
        + [
            {"n": n, "A": A, "value": unseen_tail(n, mp.mpf(A))}
            for n in (10**6, 10**9)
            for A in (0.01 / n, 0.9 / n, 1.1 / n, 20 / n, 1e-3)
        ],
        "logMultisetCoefficient": [
            {"x": x, "m": m, "value": mp.loggamma(mp.mpf(x) + m) - mp.loggamma(x) - mp.loggamma(mp.mpf(m) + 1)}
            for x in (1e-20, 0.3, 2.5, 15.9, 16.1, 1e4, 1e15, 1e25)
            for m in (0, 1, 15, 16, 1000, 10**9)
        ],
        "trigammaExcess": [
            {"x": x, "value": x * mp.psi(1, mp.mpf(x)) - 1} for x in (0.01, 1.0, 7.5, 29.9, 30.0, 1e3, 1e9, 1e17)
        ],
        "dirichlet": [
            {"alpha": alpha, "moments": mean_sd(*dirichlet_moments([mp.mpf(a) for a in alpha]))}
            for alpha in ([8, 4, 2, 1], [1, 1, 1, 1], [1, 1], [1e9, 5, 0.01], [1e9, 1e9, 1e9], [1e-3, 1e-3, 1e-3])
        ],
        "dirichletInterval": {"alpha": [8, 4, 2, 1], **sampled_quantiles([8, 4, 2, 1])},
        "initialEntropy": [
            {"goals": k, "fidelity": f, "value": plug_in([mp.mpf(f)] + [(1 - mp.mpf(f)) / (k - 1)] * (k - 1))}
            for k, f in ((2, 0.9), (5, 0.9), (20, 0.25), (3, 1.0))
        ],
    }
    print(json.dumps(golden, indent=1, default=float))


if __name__ == "__main__":
    main()

"""Golden values of src/goals/population: python generate.py > population.golden.json

Independent of the code under test: the maximum likelihood weights come from a general constrained optimiser, posteriors
from quadrature over the weights, and the dominant-goal prior's moments from closed forms, by mixture component.
Needs numpy, scipy and mpmath. Takes a few seconds.
"""

import json

import mpmath as mp
import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, xlogy

rng = np.random.default_rng(20240601)


def maximum_likelihood(log_likelihood):
    likelihood = np.exp(log_likelihood)
    k = likelihood.shape[1]
    # In the softmax basis the optimum may lie at infinity, so: SLSQP on the simplex, from several starts.
    best = None
    for start in [np.full(k, 1 / k), *rng.dirichlet(np.ones(k), 5)]:
        result = minimize(
            lambda w: -np.log(likelihood @ w).sum(),
            start,
            jac=lambda w: -(likelihood / (likelihood @ w)[:, None]).sum(0),
            bounds=[(0, 1)] * k,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(k)},
            method="SLSQP",
            options={"ftol": 1e-15, "maxiter": 1000},
        )
        if best is None or result.fun < best.fun:
            best = result
    return {"weights": best.x.tolist(), "logLikelihood": -best.fun}


def mixture_case(n, k, scale):
    log_likelihood = np.round(rng.normal(0, scale, (n, k)), 3)
    return {"logLikelihood": log_likelihood.ravel().tolist(), "goals": k, **fit(log_likelihood)}


def fit(log_likelihood):
    result = maximum_likelihood(log_likelihood)
    return {"weights": result["weights"], "maximum": result["logLikelihood"]}


def two_goal_posterior(n, scale):
    """Beta(1/2, 1/2) prior; w = sin(t)^2 makes it flat in t, so a midpoint rule in t converges fast."""
    log_likelihood = np.round(rng.normal(0, scale, (n, 2)), 3)
    m = 200_000
    t = (np.arange(m) + 0.5) * (np.pi / 2) / m
    w = np.sin(t) ** 2
    log_posterior = np.zeros(m)
    for a, b in log_likelihood:
        log_posterior += np.logaddexp(a + np.log(w), b + np.log1p(-w))
    p = np.exp(log_posterior - log_posterior.max())
    p /= p.sum()
    entropy = -xlogy(w, w) - xlogy(1 - w, 1 - w)
    order = np.argsort(entropy)
    cumulative = np.cumsum(p[order])
    quantile = lambda q: float(entropy[order][np.searchsorted(cumulative, q)])
    return {
        "logLikelihood": log_likelihood.ravel().tolist(),
        "weight": float(p @ w),
        "entropy": float(p @ entropy),
        "sd": float(np.sqrt(p @ entropy**2 - (p @ entropy) ** 2)),
        "lower": quantile(0.025),
        "upper": quantile(0.975),
    }


def three_goal_posterior(n, scale, alpha):
    """Dir(alpha) prior; w_g = u_g^(1/alpha)-like substitution: integrate on a fine triangular grid of cell centres."""
    log_likelihood = np.round(rng.normal(0, scale, (n, 3)), 3)
    m = 1200
    x = (np.arange(m) + 0.5) / m
    # w1 = 1 - s, (w2, w3) = s (r, 1 - r); s = x^2 (3 - 2x) style stretching keeps the corners resolved.
    stretch = x**3 * (10 - 15 * x + 6 * x**2)
    jacobian = 30 * x**2 * (1 - x) ** 2
    s, r = np.meshgrid(stretch, stretch, indexing="ij")
    weight = np.outer(jacobian, jacobian) * s
    w = np.stack([1 - s, s * r, s * (1 - r)], -1)
    log_posterior = (alpha - 1) * np.log(w).sum(-1) + np.log(weight)
    for row in log_likelihood:
        log_posterior += np.log(w @ np.exp(row))
    p = np.exp(log_posterior - log_posterior.max())
    p /= p.sum()
    entropy = -xlogy(w, w).sum(-1)
    mean = float((p * entropy).sum())
    return {
        "logLikelihood": log_likelihood.ravel().tolist(),
        "alpha": alpha,
        "weights": (p[..., None] * w).sum((0, 1)).tolist(),
        "entropy": mean,
        "sd": float(np.sqrt((p * entropy**2).sum() - mean**2)),
    }


mp.mp.dps = 30


def dominant_goal(counts, concentrations):
    """E w and E S over the mixture of (d, a): w_d ~ Beta(n_d + 1/2, n - n_d + 1/2), the rest Dirichlet."""
    counts = [mp.mpf(c) for c in counts]
    k, n = len(counts), sum(counts)
    total, weights, entropy = mp.mpf(0), [mp.mpf(0)] * k, mp.mpf(0)
    for a, prior in concentrations:
        a = mp.mpf(a)
        for d in range(k):
            rest = [counts[g] for g in range(k) if g != d]
            m = n - counts[d]
            evidence = prior * mp.beta(counts[d] + 0.5, m + 0.5)
            evidence *= mp.gamma((k - 1) * a) / mp.gamma((k - 1) * a + m)
            for c in rest:
                evidence *= mp.gamma(a + c) / mp.gamma(a)
            x, y = counts[d] + mp.mpf(1) / 2, m + mp.mpf(1) / 2
            f = x / (x + y)
            # E of the binary entropy of f, and of the rest's entropy, both Dirichlet (Wolpert & Wolf).
            binary = mp.digamma(x + y + 1) - f * mp.digamma(x + 1) - (1 - f) * mp.digamma(y + 1)
            alphas = [c + a for c in rest]
            z = sum(alphas)
            inner = mp.digamma(z + 1) - sum(b / z * mp.digamma(b + 1) for b in alphas)
            total += evidence
            entropy += evidence * (binary + (1 - f) * inner)
            for g in range(k):
                share = f if g == d else (1 - f) * (counts[g] + a) / z
                weights[g] += evidence * share
    return {
        "counts": [float(c) for c in counts],
        "weights": [float(w / total) for w in weights],
        "entropy": float(entropy / total),
    }


def nodes(step):
    """a = 2^x, x from -10 to 10 by `step`, weighted by the density a / (1 + a)^2 of ln a."""
    xs = np.arange(-10, 10 + step / 2, step)
    return [(2.0**x, 2.0**x / (1 + 2.0**x) ** 2) for x in xs]


def log_density(weights, concentrations):
    """ln of the dominant-goal prior's density on the simplex, up to a constant."""
    w = [mp.mpf(x) for x in weights]
    k, total = len(w), mp.mpf(0)
    for a, prior in concentrations:
        for d in range(k):
            rest = 1 - w[d]
            density = prior / mp.sqrt(w[d] * rest) / rest ** (k - 2)
            density *= mp.gamma((k - 1) * a) / mp.gamma(a) ** (k - 1)
            for g in range(k):
                if g != d:
                    density *= (w[g] / rest) ** (a - 1)
            total += density
    return float(mp.log(total))


points = [[0.25, 0.25, 0.25, 0.25], [0.9, 0.05, 0.03, 0.02], [0.5, 0.4999, 0.00005, 0.00005]]
cases = [[0, 0, 0], [9, 1, 0], [3, 3, 3, 3], [28, 1, 1, 0, 0, 0, 0], [5, 0, 0, 12, 0.5, 2.25]]

print(
    json.dumps(
        {
            "mixtures": [mixture_case(12, 3, 1.5), mixture_case(40, 4, 0.7), mixture_case(25, 6, 3)],
            "twoGoals": [two_goal_posterior(12, 1.5), two_goal_posterior(60, 0.8)],
            "threeGoals": [three_goal_posterior(15, 1.5, 2.0), three_goal_posterior(30, 1, 1.0)],
            "logDensity": [{"weights": w, "value": log_density(w, nodes(1))} for w in points],
            "dominantGoal": [
                {**dominant_goal(c, nodes(1)), "fineEntropy": dominant_goal(c, nodes(0.125))["entropy"]}
                for c in cases
            ],
        },
        indent=1,
    )
)

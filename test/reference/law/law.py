"""Writes law.golden.json: laws of S to 15 digits, by methods other than those of src/law.

Run: python law.py > law.golden.json     (mpmath 1.3, numpy 2.4, scipy 1.17)
"""

import json

import mpmath as mp
import numpy as np
from scipy.linalg import solve_continuous_lyapunov

mp.mp.dps = 40


def reflected(start, drift, noise, time):
    """Harrison 1985: moments by quadrature of the density, the derivative of the distribution function."""
    x, mu, s, t = (mp.mpf(v) for v in (start, drift, noise, time))
    w = s * mp.sqrt(t)

    def cdf(y):
        return mp.ncdf((y - x - mu * t) / w) - mp.exp(2 * mu * y / s**2) * mp.ncdf((-y - x - mu * t) / w)

    def density(y):
        image = mp.exp(2 * mu * y / s**2)
        return (
            mp.npdf((y - x - mu * t) / w) / w
            + image * mp.npdf((-y - x - mu * t) / w) / w
            - 2 * mu / s**2 * image * mp.ncdf((-y - x - mu * t) / w)
        )

    centre = max(mp.mpf(0), x + mu * t)
    scales = [w] + ([s**2 / (-2 * mu)] if mu < 0 else [])
    points = sorted(
        {mp.mpf(0)}
        | {centre + k * w for k in range(-12, 13) if centre + k * w > 0}
        | {k * scale for scale in scales for k in (1, 2, 4, 8, 16, 32) if k * scale < centre + 12 * w}
    )
    mean = mp.quad(lambda y: y * density(y), points)
    variance = mp.quad(lambda y: (y - mean) ** 2 * density(y), points)
    at = [float(q) for q in (mean / 4, mean, 2 * mean)]
    return {
        "start": start, "drift": drift, "noise": noise, "time": time,
        "mean": float(mean), "sd": float(mp.sqrt(variance)),
        "cdf": [[y, float(cdf(mp.mpf(y)))] for y in at],
    }


def two_walls(start, drift, noise, time, ceiling):
    """Brownian motion reflected at 0 and at a ceiling: the eigenfunction series of its density."""
    x, mu, s, t, b = (mp.mpf(v) for v in (start, drift, noise, time, ceiling))
    a = mu / s**2

    def density(y):
        total = 2 * a * mp.exp(2 * a * y) / mp.expm1(2 * a * b) if a != 0 else 1 / b
        for n in range(1, 200):
            k = n * mp.pi / b
            rate = (mu**2 / s**2 + s**2 * k**2) / 2
            if rate * t > 90:
                break
            form = lambda z: mp.cos(k * z) + a / k * mp.sin(k * z)
            total += (
                2 / b * k**2 / (k**2 + a**2) * mp.exp(a * (y - x) - rate * t) * form(x) * form(y)
            )
        return total

    points = mp.linspace(0, b, 9)
    mean = mp.quad(lambda y: y * density(y), points)
    variance = mp.quad(lambda y: (y - mean) ** 2 * density(y), points)
    at = [float(b * f / 4) for f in (1, 2, 3)]
    return {
        "start": start, "drift": drift, "noise": noise, "time": time, "ceiling": ceiling,
        "mass": float(mp.quad(density, points)),
        "mean": float(mean), "sd": float(mp.sqrt(variance)),
        "cdf": [[y, float(mp.quad(density, mp.linspace(0, mp.mpf(y), 5)))] for y in at],
    }


def clipped_from_zero(drift, noise, steps):
    """Spitzer's identity: sum t^n E exp(l S_n) = exp sum t^k E exp(l W_k^+) / k for the clipped walk from 0."""
    a, b = [mp.mpf(0)], [mp.mpf(0)]
    for k in range(1, steps + 1):
        m, w = mp.mpf(drift) * k, mp.mpf(noise) * mp.sqrt(k)
        a.append((m * mp.ncdf(m / w) + w * mp.npdf(m / w)) / k)
        b.append(((m**2 + w**2) * mp.ncdf(m / w) + m * w * mp.npdf(m / w)) / k)
    mean = mp.fsum(a)
    sums = [mp.mpf(0)]
    for value in a[1:]:
        sums.append(sums[-1] + value)
    second = mp.fsum(b) + mp.fsum(a[k] * sums[steps - k] for k in range(1, steps + 1))
    atom = [mp.mpf(1)]  # n P(S_n = 0) = sum_k P(W_k <= 0) P(S_{n-k} = 0)
    for n in range(1, steps + 1):
        atom.append(
            mp.fsum(mp.ncdf(-mp.mpf(drift) * mp.sqrt(k) / noise) * atom[n - k] for k in range(1, n + 1)) / n
        )
    return {
        "start": 0, "drift": drift, "noise": noise, "steps": steps,
        "mean": float(mean), "sd": float(mp.sqrt(second - mean**2)), "atom": float(atom[steps]),
    }


def clipped_two_steps(start, drift, noise):
    """Two steps from any start, by quadrature over the first."""
    x, m, s = mp.mpf(start), mp.mpf(drift), mp.mpf(noise)
    first = lambda y: mp.npdf((y - x - m) / s) / s
    points = [mp.mpf(0)] + [p for p in (x + m + k * s for k in range(-12, 13)) if p > 0]
    atom = mp.ncdf(-(x + m) / s)

    def after(f):
        return atom * f(mp.mpf(0)) + mp.quad(lambda y: first(y) * f(y), points)

    def moment(order):
        def f(y):
            c = y + m
            one = c * mp.ncdf(c / s) + s * mp.npdf(c / s)
            return one if order == 1 else (c**2 + s**2) * mp.ncdf(c / s) + c * s * mp.npdf(c / s)
        return after(f)

    mean = moment(1)
    return {
        "start": start, "drift": drift, "noise": noise, "steps": 2,
        "mean": float(mean), "sd": float(mp.sqrt(moment(2) - mean**2)),
        "atom": float(after(lambda y: mp.ncdf(-(y + m) / s))),
    }


def ornstein_uhlenbeck():
    rng = np.random.default_rng(7)
    a = rng.standard_normal((3, 3))
    b = rng.standard_normal((3, 3))
    curvature, noise = a + a.T, b @ b.T
    proxy, reference = rng.standard_normal(3), rng.standard_normal(3)
    eta, gamma = 0.1, float(1 - np.linalg.eigvalsh(curvature)[0])
    pull = curvature + gamma * np.eye(3)
    return {
        "curvature": curvature.ravel().tolist(), "gradientNoise": noise.ravel().tolist(),
        "proxyOptimum": proxy.tolist(), "reference": reference.tolist(),
        "learningRate": eta, "gamma": gamma,
        "lowest": float(np.linalg.eigvalsh(curvature)[0]),
        "mean": np.linalg.solve(pull, curvature @ proxy + gamma * reference).tolist(),
        "covariance": solve_continuous_lyapunov(pull, eta * noise).ravel().tolist(),
    }


def mean_entropy_two_goals(mean, sd):
    """E[S] of softmax(z, 0), z ~ N(mean, sd^2)."""
    m, s = mp.mpf(mean), mp.mpf(sd)

    def entropy(z):
        p = 1 / (1 + mp.exp(-z))
        return -p * mp.log(p) - (1 - p) * mp.log(1 - p)

    value = mp.quad(
        lambda z: entropy(z) * mp.npdf((z - m) / s) / s, [m + k * s for k in range(-10, 11, 2)]
    )
    return {"mean": mean, "sd": sd, "entropy": float(value)}


print(
    json.dumps(
        {
            "reflectedBrownian": [
                reflected(*case)
                for case in (
                    (0.32, 1.2e-4, 0.01, 10_000), (0.32, 6e-5, 0.01, 10_000), (0.32, 0, 0.01, 10_000),
                    (0.32, -1.92e-3, 0.01, 10_000), (0, 1e-3, 0.01, 400), (5, -0.3, 0.5, 10), (0.32, 1.2e-4, 0.01, 1e-4),
                )
            ],
            "twoWalls": [
                two_walls(*case)
                for case in (
                    (0.32, 1.2e-4, 0.01, 1000, 1.6094379124341003), (0.32, -3e-4, 0.01, 2500, 0.6931471805599453),
                    (0.6, 0, 0.02, 300, 0.6931471805599453),
                )
            ],
            "clippedWalk": [
                clipped_from_zero(0, 0.01, 300), clipped_from_zero(-0.0005, 0.01, 300),
                clipped_from_zero(0.002, 0.01, 120), clipped_two_steps(0.005, -0.002, 0.01),
                clipped_two_steps(0.32, 0.1, 0.2),
            ],
            "ornsteinUhlenbeck": ornstein_uhlenbeck(),
            "meanEntropyTwoGoals": [mean_entropy_two_goals(2.2, 0.7), mean_entropy_two_goals(0.3, 3)],
        },
        indent=1,
    )
)

"""Writes special.golden.json: special functions to 25 digits, computed with 40 or more (mpmath).

Run: python special.py > special.golden.json     (mpmath 1.3)
Arguments are the exact doubles that JavaScript reads from the JSON; their order is that of src/numeric/special.ts.
"""

import json

import mpmath as mp

mp.mp.dps = 40
half = mp.mpf(1) / 2


def log_normal_cdf(z):
    return mp.log1p(-mp.ncdf(-z)) if z > 0 else mp.log(mp.ncdf(z))


def normal_quantile(p):
    with mp.workdps(360):  # 2p - 1 keeps every digit of p = 1e-300
        return mp.sqrt(2) * mp.erfinv(2 * p - 1)


def student_t_cdf(t, df):
    tail = mp.betainc(df / 2, half, 0, df / (df + t * t), regularized=True) / 2
    return 1 - tail if t > 0 else tail


def student_t_quantile(p, df):
    """Bisection on ln|t|; the upper half by symmetry."""
    if p == half:
        return mp.mpf(0)
    if p > half:
        return -student_t_quantile(1 - p, df)
    low, high = mp.mpf(-60), mp.mpf(800)
    for _ in range(160):
        middle = (low + high) / 2
        low, high = (middle, high) if student_t_cdf(-mp.exp(middle), df) > p else (low, middle)
    return -mp.exp((low + high) / 2)


cases = {
    "erf": (mp.erf, [-5.5, -2, -0.5, -1e-3, 0, 1e-300, 1e-10, 0.1, 0.3, 0.84375, 1, 1.25, 2, 3.5, 5]),
    "erfc": (mp.erfc, [-5.5, -2, -0.5, 0, 1e-10, 0.1, 0.84375, 1, 1.25, 2, 3.5, 5, 10, 20, 26]),
    "lgamma": (
        lambda x: mp.log(abs(mp.gamma(x))),
        [-10.5, -0.5, 1e-300, 1e-8, 1e-3, 0.5, 0.9, 0.9999, 1, 1.0001, 1.5, 1.9999, 2, 2.0001, 2.5, 5, 10, 100, 1e5, 1e10],
    ),
    "digamma": (mp.digamma, [-0.5, 1e-8, 1e-3, 0.3, 0.5, 1, 1.4616, 1.5, 2, 3, 9.9, 10, 10.1, 100, 1e5, 1e10]),
    "trigamma": (lambda x: mp.psi(1, x), [1e-8, 1e-3, 0.3, 0.5, 1, 1.5, 2, 3, 7.9, 8.1, 10, 100, 1e5, 1e10]),
    "betaInc": (
        lambda x, a, b: mp.betainc(a, b, 0, x, regularized=True),
        [
            [0, 2, 3], [1, 2, 3], [0.1, 0.5, 0.5], [0.5, 2, 3], [0.01, 10, 0.5], [0.9, 10, 0.5], [0.999, 50, 0.5],
            [0.3, 100, 200], [0.35, 100, 200], [1e-6, 0.5, 0.5], [0.2, 0.01, 5], [0.5, 1000, 1000], [0.01, 30, 7],
            [0.7, 3, 1], [0.7, 1, 3], [1e-10, 0.05, 40], [0.999999, 0.3, 0.2], [0.02, 1, 999],
        ],
    ),
    "gammaInc": (
        lambda s, x: mp.gammainc(s, 0, x, regularized=True),
        [
            [1, 0], [0.5, 0.1], [1, 1], [5, 2], [5, 10], [120, 100], [0.1, 1e-5], [30, 50], [2, 1e-6], [0.01, 3],
            [50, 20], [1000, 1000], [1000, 900], [3, 40], [7.5, 7.5],
        ],
    ),
    "normalCdf": (mp.ncdf, [-37, -30, -20, -10, -5, -1, -1e-3, 0, 1e-10, 0.5, 3, 8]),
    "logNormalCdf": (
        log_normal_cdf,
        [-1000, -300, -100, -50, -38, -20, -12, -10.0001, -10, -9.9999, -5, -1, -1e-3, 0, 1e-10, 0.5, 1, 3, 8, 20, 37],
    ),
    "normalQuantile": (
        normal_quantile,
        [1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.025, 0.1, 0.25, 0.3, 0.49, 0.4999999, 0.5, 0.5000001, 0.7, 0.975, 0.999, 0.9999999],
    ),
    "studentTCdf": (
        student_t_cdf,
        [
            [-2, 3], [0.5, 10], [-6.998, 19], [-6.998, 38], [-14.54, 38], [1.96, 1000], [0, 4], [1e-10, 19], [-1e-6, 19],
            [1e-3, 1e6], [-1, 1], [-1e6, 1], [-1e3, 2.5], [-3, 0.5], [-5, 1e5], [-10, 1e3], [-30, 1e4], [40, 5], [-4.3589, 19],
        ],
    ),
    "studentTQuantile": (
        student_t_quantile,
        [
            [0.975, 1], [0.975, 2], [0.975, 3], [0.975, 4.5], [0.975, 19], [0.975, 38], [0.975, 1000], [0.95, 7], [0.5, 5],
            [0.6, 5], [0.4999, 12], [0.025, 1e5], [1e-6, 19], [1e-10, 8], [1e-20, 38], [0.9, 0.5], [0.001, 1.5], [0.75, 30],
        ],
    ),
}


def table(function, rows):
    for row in rows:
        arguments = row if isinstance(row, list) else [row]
        value = function(*(mp.mpf(float(x)) for x in arguments))
        yield [arguments, mp.nstr(value, 25)]


print(
    "{\n"
    + ",\n".join(
        f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(row)}" for row in table(function, rows)) + "\n  ]"
        for name, (function, rows) in cases.items()
    )
    + "\n}"
)

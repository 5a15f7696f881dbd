"""statsmodels' local linear trend with each reading's own variance: python3 local_linear_trend.py > local-linear-trend.golden.json

UnobservedComponents(level="lltrend") with exact diffuse start, its state covariance replaced by that of continuous time,
on readings at whole times with some missing. `log_likelihood` is that of the readings after the first two; rows are
[time, value, standard error], `filtered` [level, slope, var level, cov, var slope] at each reading from the second on.
"""

import json

import numpy as np
import statsmodels
from statsmodels.tsa.statespace.structural import UnobservedComponents

TIMES = [0, 1, 2, 4, 5, 9, 10, 11, 12, 17, 18, 19]


def series(seed):
    rng = np.random.default_rng(seed)
    errors = rng.uniform(0.05, 0.2, len(TIMES))
    values = 0.3 + 0.04 * np.array(TIMES) + errors * rng.standard_normal(len(TIMES))
    return values.round(6), errors.round(6)


def case(seed, level, slope):
    values, errors = series(seed)
    length = TIMES[-1] + 1
    y = np.full(length, np.nan)
    y[TIMES] = values
    variance = np.ones((1, 1, length))
    variance[0, 0, TIMES] = errors**2
    model = UnobservedComponents(y, level="lltrend", use_exact_diffuse=True)
    model.update([0.0, 1.0, 1.0])
    model.ssm["obs_cov"] = variance
    model.ssm["state_cov"] = [[level + slope / 3, slope / 2], [slope / 2, slope]]
    result = model.ssm.filter()
    filtered = []
    for t in TIMES[1:]:
        p = result.filtered_state_cov[:, :, t]
        filtered.append([*result.filtered_state[:, t], p[0, 0], p[0, 1], p[1, 1]])
    return {
        "noise": {"level": level, "slope": slope},
        "readings": [[t, v, e] for t, v, e in zip(TIMES, values, errors)],
        "filtered": filtered,
        "log_likelihood": float(sum(result.llf_obs[t] for t in TIMES[2:])),
    }


noises = [(0, 0), (1e-3, 0), (0, 1e-4), (2e-3, 5e-4), (0.1, 0.05)]
cases = [case(seed, *noise) for seed, noise in enumerate(noises)]
print(json.dumps({"statsmodels": statsmodels.__version__, "cases": cases}, indent=1))

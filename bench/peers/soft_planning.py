"""Peer of bench/soft-planning.ts: soft value iteration as in irl-maxent's local_causal_action_probabilities and
imitation's MCE IRL, with beta, and with transitions in scipy.sparse: theirs are dense, 3.2 GB for this world.

One goal at a time: faster here than all columns at once, because a goal's arrays stay in the cache.
"""

import functools
import json
import sys
import time

missing = []
try:
    import numpy as np
except ImportError:
    missing.append("numpy")
try:
    from scipy.sparse import csr_matrix
except ImportError:
    missing.append("scipy")

ACTIONS = [(1, 0), (-1, 0), (0, 1), (0, -1)]


@functools.cache
def transitions(size, slip):
    """Row 4 s + a, column s'."""
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    x, y = x.ravel(), y.ravel()
    reached = []
    for dx, dy in ACTIONS:
        inside = (0 <= x + dx) & (x + dx < size) & (0 <= y + dy) & (y + dy < size)
        reached.append(np.where(inside, (y + dy) * size + x + dx, y * size + x))
    rows, columns, values = [], [], []
    for a in range(4):
        for b in range(4):
            rows.append(4 * np.arange(size * size) + a)
            columns.append(reached[b])
            values.append(np.full(size * size, slip / 4 + (1 - slip) * (a == b)))
    entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return csr_matrix(entries, shape=(4 * size * size, size * size))


def soft_value_iteration(P, reward, beta, discount, residual):
    V = np.zeros(len(reward))
    while True:
        Q = beta * (reward[:, None] + discount * (P @ V).reshape(-1, 4))
        top = Q.max(axis=1)
        soft = top + np.log(np.exp(Q - top[:, None]).sum(axis=1))
        change = np.abs(soft / beta - V).max()
        V = soft / beta
        if change <= residual:
            return V, Q - soft[:, None]


def goal_posteriors(policies, walks):
    """p(goal | first t steps), [goals, walks, steps]."""
    logs = np.cumsum(policies[:, walks], axis=2)
    p = np.exp(logs - logs.max(axis=0))
    return p / p.sum(axis=0)


def work(P, targets, beta, discount, residual, walks):
    values, policies = [], []
    for target in targets:
        reward = np.zeros(P.shape[1])
        reward[target] = 1
        V, policy = soft_value_iteration(P, reward, beta, discount, residual)
        values.append(V)
        policies.append(policy.ravel())
    if len(walks) == 0:
        return {"value": values[0][0]}
    p = goal_posteriors(np.array(policies), walks)
    index = np.arange(len(walks))
    return {"value": values[0][0], "confidence": p[index % len(targets), index].mean()}


print(json.dumps({"missing": missing}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    P = transitions(request.pop("size"), request.pop("slip"))
    request["walks"] = np.array(request["walks"])
    began = time.perf_counter()
    answer = work(P, **request)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, **{k: float(v) for k, v in answer.items()}}), flush=True)

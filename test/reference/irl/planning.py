"""Writes planning.golden.json: planning and inverse planning by plain value iteration and recursion (numpy).

Run: python planning.py > planning.golden.json     (numpy 2.4)

"published" holds figures as printed by others, with the tolerance they are good to:
- icyGrid: irl-maxent (M. Luz, github.com/qzed/irl-maxent), IcyGridWorld(size=5, p_slip=0.2), stopped at eps=1e-5.
  Its causal sum of visits, 70.6819, is left out: the policy printed beside it gives 70.7326.
- twoByTwo, threeByThree: Bayesian IRL test cases (Ramachandran & Amir 2007 as implemented in public course code).
- restaurant: agentmodels.org chapter 4, WebPPL 0.9.15, makeGridWorldMDP with noReverse, maxTimeAtRestaurant 2, start
  [3, 1], totalTime 11. A visit is two states: the agent arrives with timeAtRestaurant 0, and 1 ends the episode.
"""

import functools
import itertools
import json

import numpy as np

PUBLISHED = {
    "icyGrid": {
        "pathPolicy": [0.356626, 0.172568, 0.298238, 0.172568],
        "pathVisits": 17.82797,
        "causalPolicy": [0.252241, 0.249112, 0.249534, 0.249112],
    },
    "twoByTwo": {
        "noisy": [34.21558, 36.22837, 37.32727, 38.73392],
        "terminal": [1, -2.04957, -3.1545, -6.4722],
    },
    "threeByThree": [-0.7781844092, -2.9522474866],
    "restaurant": {
        "left": [0.9105589095, 0.0604486147, 0.0289924758],
        "leftEntropy": 0.3575870493,
        "up": [0.1743122587, 0.5212457815, 0.3044419598],
        "upEntropy": 1.0061816,
        "path": [0.9501226007, 0.0335196193, 0.0163577801],
        "prior": 0.1851851852,
        "afterLeft": {"donut": 0.3055070704, "alpha": [0.21365863, 0.20849603, 0.27396522, 0.30388012]},
        "afterBoth": {"donut": 0.4078206274, "alpha": [0.28614065, 0.46057313, 0.25323229, 5.3934e-05]},
    },
}


def log_sum_exp(x, axis):
    top = x.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(x - top).sum(axis=axis))


def value_iteration(P, R, discount, value_of, fixed=(), sweeps=20000):
    """P[s, a, s'], R[s]; `fixed` states keep their reward as value."""
    V = np.zeros(len(R))
    for _ in range(sweeps):
        Q = R[:, None] + discount * P @ V
        next_V = value_of(Q)
        for s in fixed:
            next_V[s] = R[s]
        if np.abs(next_V - V).max() == 0:
            break
        V = next_V
    return V, Q


def soft(beta):
    return lambda Q: log_sum_exp(beta * Q, 1) / beta


# -- IcyGrid ------------------------------------------------------------------

SIZE = 5
MOVES = [(1, 0), (-1, 0), (0, 1), (0, -1)]


def grid(size, weights):
    """weights[a][b]: probability of moving along b when a is meant; state y * size + x; off the grid stays."""
    P = np.zeros((size * size, 4, size * size))
    for s in range(size * size):
        for a in range(4):
            for b, (dx, dy) in enumerate(MOVES):
                x, y = s % size + dx, s // size + dy
                to = y * size + x if 0 <= x < size and 0 <= y < size else s
                P[s, a, to] += weights[a][b]
    return P


def visits(P, policy, end):
    """Expected visits of each state from state 0 until `end`, which is visited once."""
    chain = np.einsum("sa,sat->st", policy, P)
    chain[end] = 0
    return np.linalg.solve(np.eye(len(chain)) - chain.T, np.eye(len(chain))[0])


def icy_grid():
    slip = 0.2
    P = grid(SIZE, slip / 4 * np.ones((4, 4)) + (1 - slip) * np.eye(4))
    R = np.zeros(25)
    R[24], R[8] = 1, 0.65
    z = np.zeros(25)
    z[24] = 1
    for _ in range(2 * 25):
        za = np.exp(R)[:, None] * (P @ z)
        z = za.sum(axis=1)
    path_policy = za / z[:, None]
    V, Q = value_iteration(P, R, 0.7, soft(1))
    causal_policy = np.exp(Q - V[:, None])
    return {
        "pathPolicy": path_policy[0].tolist(),
        "pathVisits": visits(P, path_policy, 24).sum(),
        "causalValues": V.tolist(),
        "causalPolicy": causal_policy[0].tolist(),
        "causalVisits": visits(P, causal_policy, 24).sum(),
    }


# -- Bayesian IRL -------------------------------------------------------------


def optimal(Q):
    return Q.max(axis=1)


def two_by_two():
    """A tenth of the moves goes to each side of where it is meant to."""
    sideways = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0]])
    P = grid(2, 0.8 * np.eye(4) + 0.1 * sideways)
    return {
        "noisy": value_iteration(P, np.array([1.0, 2, 3, 4]), 0.9, optimal)[0].tolist(),
        "terminal": value_iteration(P, np.array([1.0, -2, -3, -4]), 0.95, optimal, [0])[0].tolist(),
    }


def three_by_three():
    """ln pi of one step, pi proportional to exp beta Q*."""
    P = grid(3, np.eye(4))
    down, up = 2, 3
    result = []
    for weights, state, action, beta in (({"b": 1, "w": 0, "r": -1}, 2, down, 10), ({"b": 1, "w": 1, "r": -1}, 4, up, 1)):
        R = np.array([weights[mark] for mark in "brwwrwwww"], float)
        _, Q = value_iteration(P, R, 0.9, optimal, [0])
        scaled = beta * Q[state]
        result.append(scaled[action] - log_sum_exp(scaled, 0).item())
    return result


# -- the restaurants of agentmodels.org ---------------------------------------

MAP = ["####V#", "###___", "##D_#_", "###_#_", "###___", "###_#N", "____##", "S##_##"]
STEP = {"l": (-1, 0), "r": (1, 0), "u": (0, 1), "d": (0, -1)}


def mark(x, y):
    return MAP[7 - y][x] if 0 <= x < 6 and 0 <= y < 8 else "#"


def transition(state, action):
    """A state is (cell, previous cell, time left, time at restaurant, whether it is the last)."""
    cell, _, left, at_restaurant, _ = state
    if mark(*cell) != "_":
        return (cell, cell, left, at_restaurant + 1, True)
    x, y = cell[0] + STEP[action][0], cell[1] + STEP[action][1]
    to = cell if mark(x, y) == "#" else (x, y)
    return (to, cell, left - 1, None if mark(*to) == "_" else 0, left - 1 <= 1)


def actions(state):
    cell, previous = state[:2]
    moving = [a for a in STEP if transition(state, a)[0] not in (cell, previous)]
    return moving or ["l"]


def walker(utility, time_cost, alpha):
    """log P(actions), actions by softmax of expected utility."""

    def gain(state):
        place = mark(*state[0])
        return time_cost if place == "_" else utility[{"S": "D"}.get(place, place)]

    @functools.cache
    def choice(state):
        expected = np.array([worth(state, a) for a in actions(state)], float)
        p = np.exp(alpha * (expected - expected.max()))
        return expected, p / p.sum()

    @functools.cache
    def worth(state, action):
        if state[4]:
            return gain(state)
        expected, p = choice(transition(state, action))
        return gain(state) + p @ expected

    def log_likelihood(path):
        state, total = ((3, 1), None, 11, None, False), 0.0
        for action in path:
            total += np.log(choice(state)[1][actions(state).index(action)])
            state = transition(state, action)
        return total

    return log_likelihood


def normalised(logs):
    p = np.exp(np.array(logs) - max(logs))
    return p / p.sum()


def restaurant():
    def favourite(path):
        logs = [walker({k: 1 + (k == best) for k in "DVN"}, -0.04, 2)(path) for best in "DVN"]
        return normalised(logs).tolist()

    grid_of = [
        (dict(zip("DVN", utilities)), cost, alpha)
        for utilities in itertools.product((0, 1, 2), repeat=3)
        for cost in (-0.1, -0.3, -0.6)
        for alpha in (0.1, 1, 10, 100)
    ]
    walkers = [walker(*point) for point in grid_of]

    def joint(*paths):
        p = normalised([sum(map(w, paths)) for w in walkers])
        donut = sum(q for q, (u, _, _) in zip(p, grid_of) if u["D"] > u["V"] and u["D"] > u["N"])
        return {"donut": donut, "alpha": [sum(q for q, point in zip(p, grid_of) if point[2] == a) for a in (0.1, 1, 10, 100)]}

    return {
        "left": favourite("l"),
        "up": favourite("u"),
        "path": favourite("uuuull"),
        "afterLeft": joint("l"),
        "afterBoth": joint("uuuul", "llld"),
    }


# -- a process without pattern ------------------------------------------------


def patternless():
    """Six states, three actions, state 5 terminal: soft values for several beta and discounts."""
    random = np.random.default_rng(20250101)
    P = random.dirichlet(0.5 * np.ones(6), size=(6, 3)).round(3)
    P[..., 0] += 1 - P.sum(axis=-1)
    R = random.normal(-1, 0.5, size=(6, 3)).round(3)
    end = 0.25
    cases = []
    for beta, discount in itertools.product((0.01, 2, 40), (0.5, 0.99, 1)):
        V = np.zeros(6)
        V[5] = end
        for _ in range(200000):
            Q = R + discount * P @ V
            next_V = soft(beta)(Q)
            next_V[5] = end
            change = np.abs(next_V - V).max()
            V = next_V
            if change < 1e-15 * max(1, np.abs(V).max()):
                break
        cases.append({"beta": beta, "discount": discount, "values": V.tolist()})
    return {"transition": P.tolist(), "reward": R.tolist(), "terminalValue": end, "cases": cases}


if __name__ == "__main__":
    golden = {
        "published": PUBLISHED,
        "icyGrid": icy_grid(),
        "twoByTwo": two_by_two(),
        "threeByThree": three_by_three(),
        "restaurant": restaurant(),
        "patternless": patternless(),
    }
    print(json.dumps(golden, indent=1))

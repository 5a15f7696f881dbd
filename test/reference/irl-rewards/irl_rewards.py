"""Golden values of src/goals/irl: python irl_rewards.py > irl-rewards.golden.json

EPIC: the definition, with every expectation written out as a sum (Gleave et al. 2021, definitions 4.1 and 4.9).
Average linkage: scipy.cluster.hierarchy. Silhouettes: Rousseeuw 1987, from the distance matrix.
Maximum causal entropy: the mean weighted causal log loss is minimised by BFGS, and everything else (gradient, scores,
information) is taken by central differences of log pi; neither occupancies nor successor features are used.
Needs numpy and scipy. Takes about a minute.
"""

import itertools
import json

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import minimize
from scipy.special import logsumexp
from scipy.spatial.distance import squareform


def canonical(reward, discount):
    states, actions, _ = reward.shape
    out = np.empty_like(reward)
    for s, a, t in itertools.product(range(states), range(actions), range(states)):
        extra = [
            discount * reward[t, b, v] - reward[s, b, v] - discount * reward[u, b, v]
            for u, b, v in itertools.product(range(states), range(actions), range(states))
        ]
        out[s, a, t] = reward[s, a, t] + np.mean(extra)
    return out.ravel()


def epic(first, second, discount):
    rho = np.corrcoef(canonical(first, discount), canonical(second, discount))[0, 1]
    return float(np.sqrt((1 - rho) / 2))


def epic_cases():
    k = np.arange(8.0).reshape(2, 2, 2)
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 3, 2, 3)).round(3)
    return [
        dict(states=2, actions=2, discount=0.9, first=(k**2).ravel().tolist(), second=np.sin(k).ravel().tolist(),
             distance=epic(k**2, np.sin(k), 0.9)),
        dict(states=3, actions=2, discount=0.5, first=a.ravel().tolist(), second=b.ravel().tolist(),
             distance=epic(a, b, 0.5)),
    ]


def silhouette(distances, labels):
    widths = []
    for i, own in enumerate(labels):
        inside = [distances[i, j] for j in range(len(labels)) if labels[j] == own and j != i]
        if not inside:
            widths.append(0.0)
            continue
        a = np.mean(inside)
        b = min(np.mean(distances[i, labels == other]) for other in set(labels) if other != own)
        widths.append((b - a) / max(a, b))
    return float(np.mean(widths))


def clustering():
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(c, 0.6, size=(n, 2)) for c, n in [((0, 0), 4), ((4, 0), 3), ((1, 5), 5)]])
    points = points[rng.permutation(len(points))].round(3)
    distances = np.linalg.norm(points[:, None] - points[None], axis=-1).round(6)
    tree = linkage(squareform(distances), "average")
    cuts = {k: fcluster(tree, k, "maxclust") for k in range(2, len(points))}
    return dict(
        n=len(points),
        distances=distances.ravel().tolist(),
        heights=tree[:, 2].tolist(),
        cuts={k: c.tolist() for k, c in cuts.items()},
        silhouettes=[silhouette(distances, c) for c in cuts.values()],
    )


# Five states, the last terminal; each action is {successor: probability}.
PROCESS = [
    [{1: 0.8, 2: 0.2}, {2: 0.7, 0: 0.3}],
    [{3: 1.0}, {0: 0.5, 4: 0.5}],
    [{0: 0.1, 3: 0.9}, {4: 0.25, 2: 0.75}, {1: 1.0}],
    [{4: 0.6, 1: 0.4}, {2: 1.0}],
    [],
]
STARTS = [0, 2]
ROWS = [(s, a) for s, actions in enumerate(PROCESS) for a in range(len(actions))]
FIRST = [sum(len(actions) for actions in PROCESS[:s]) for s in range(len(PROCESS))]


def q_values(values, reward, discount):
    return [
        [reward[FIRST[s] + a] + discount * sum(p * values[t] for t, p in action.items()) for a, action in enumerate(actions)]
        for s, actions in enumerate(PROCESS)
    ]


def backup(values, reward, discount, beta):
    return np.array([logsumexp(beta * np.array(q)) / beta if q else 0.0 for q in q_values(values, reward, discount)])


def stationary_values(reward, discount, beta):
    values = np.zeros(len(PROCESS))
    for _ in range(100_000):
        new = backup(values, reward, discount, beta)
        if np.max(np.abs(new - values)) < 1e-14:
            return new
        values = new
    raise RuntimeError("no convergence")


def value_table(reward, discount, beta, horizon, length):
    """values[t], t = 0 .. length; the same at all t for an infinite horizon."""
    if horizon is None:
        return [stationary_values(reward, discount, beta)] * (length + 1)
    table = [np.zeros(len(PROCESS))]
    for _ in range(horizon):
        table.append(backup(table[-1], reward, discount, beta))
    return table[::-1]


def sample(rng, table, reward, discount, beta, length):
    state, rows = STARTS[rng.integers(2)], []
    for t in range(length):
        if not PROCESS[state]:
            break
        q = np.array(q_values(table[t + 1], reward, discount)[state])
        p = np.exp(beta * q - logsumexp(beta * q))
        action = rng.choice(len(p), p=p / p.sum())
        rows.append(int(FIRST[state] + action))
        successors = list(PROCESS[state][action].items())
        state = successors[rng.choice(len(successors), p=[p for _, p in successors])][0]
    return rows


def maximum_causal_entropy(seed, discount, beta, horizon, length, l2, weighting="discounted", episodes=40):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(len(ROWS), 3)).round(2)
    truth = np.array([1.0, -0.5, 0.8])
    table = value_table(features @ truth, discount, beta, horizon, length)
    demonstrations = [sample(rng, table, features @ truth, discount, beta, length) for _ in range(episodes)]
    importance = [discount**t if weighting == "discounted" else 1.0 for t in range(length)]

    def log_policy(w):
        """[t][state]: log pi of its actions."""
        v = value_table(features @ w, discount, beta, horizon, length)
        tables = [q_values(v[t + 1], features @ w, discount) for t in range(length)]
        return [[beta * np.array(q) - logsumexp(beta * np.array(q)) if q else None for q in qs] for qs in tables]

    def episode_losses(w):
        log = log_policy(w)
        return np.array([
            -sum(importance[t] * log[t][ROWS[row][0]][ROWS[row][1]] for t, row in enumerate(rows))
            for rows in demonstrations
        ])

    def loss(w):
        return float(np.mean(episode_losses(w)) + l2 / 2 * w @ w)

    def derivative(f, w, h=1e-5):
        return np.stack([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))], axis=-1)

    def information(w):
        """Expected over actions of the outer product of the score of each visited state, plus l2."""
        log = log_policy(w)
        flat = lambda x: np.concatenate([row for rows in log_policy(x) for row in rows if row is not None])
        scores, at, where = derivative(flat, w), 0, {}
        for t in range(length):
            for s, actions in enumerate(PROCESS):
                where[t, s] = slice(at, at + len(actions))
                at += len(actions)
        total = l2 * np.eye(3) * episodes
        for rows in demonstrations:
            for t, row in enumerate(rows):
                s = ROWS[row][0]
                g = scores[where[t, s]]
                total += importance[t] * g.T @ (np.exp(log[t][s])[:, None] * g)
        return total / episodes

    best = minimize(loss, np.zeros(3), jac=lambda w: derivative(loss, w), method="BFGS", options=dict(gtol=1e-8))
    w = best.x
    bread = np.linalg.inv(information(w))
    meat = np.cov(derivative(episode_losses, w).T, ddof=len(w))
    return dict(
        discount=discount, beta=beta, horizon=horizon, l2=l2, weighting=weighting, features=features.ravel().tolist(),
        demonstrations=demonstrations, weights=w.tolist(), loss=best.fun,
        standardErrors=np.sqrt(np.diag(bread @ meat @ bread) / episodes).tolist(),
    )


print(json.dumps(dict(
    epic=epic_cases(),
    clustering=clustering(),
    process=[[list(action.items()) for action in actions] for actions in PROCESS],
    maximumCausalEntropy=[
        maximum_causal_entropy(3, 0.9, 1.0, None, 30, 0.0),
        maximum_causal_entropy(14, 0.8, 1.0, None, 4, 0.0, "equal"),
        maximum_causal_entropy(5, 1.0, 1.0, 6, 6, 0.0),
        maximum_causal_entropy(16, 0.95, 0.7, 8, 5, 0.01),
    ],
)))

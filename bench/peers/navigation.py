"""Peer of bench/navigation.ts: the same features, policy and likelihoods in numpy and scipy.sparse, a target at a time."""

import json
import sys
import time

missing = []
try:
    import numpy as np
except ImportError:
    missing.append("numpy")
try:
    from scipy import sparse
except ImportError:
    missing.append("scipy")


def prepare(nodes, links, categories, weights, walks, candidates, dimensions):
    """What does not depend on the target; not timed."""
    source, sink = np.array(links).T
    adjacency = sparse.csr_matrix((np.ones(len(source)), (source, sink)), shape=(nodes, nodes))
    backward = adjacency.T.tocsr()
    links_of = np.asarray(adjacency.sum(1)).ravel()
    referrers = np.asarray(adjacency.sum(0)).ravel()

    def rows(matrix, column_sums):
        rarity = np.log(nodes / np.maximum(column_sums, 1))
        weighted = (matrix @ sparse.diags(rarity)).tocsr()
        return matrix, weighted, np.sqrt(np.asarray(weighted.sum(1)).ravel())

    category = np.array(categories)
    kinds = category.max() + 1
    points = np.random.default_rng(1).standard_normal((nodes, dimensions))
    walks = np.array(walks)
    uses = {}
    for walk, list_ in enumerate(candidates):
        for candidate in list_:
            uses.setdefault(candidate, []).append(walk)
    return {
        "nodes": nodes,
        "adjacency": adjacency,
        "random": (sparse.diags(1 / np.maximum(links_of, 1)) @ adjacency).tocsr(),
        "forward_rows": rows(adjacency, referrers),
        "backward_rows": rows(backward, links_of),
        "log_links": np.log1p(links_of),
        "log_referrers": np.log1p(referrers),
        "category": category,
        "similarity": np.eye(kinds),
        "points": points / np.linalg.norm(points, axis=1, keepdims=True),
        "weights": np.array(weights).T,
        "walks": walks,
        "uses": {target: np.array(of) for target, of in uses.items()},
    }


def hops_to(adjacency, target, nodes):
    hops = np.full(nodes, 255)
    hops[target] = 0
    frontier = np.zeros(nodes)
    frontier[target] = 1
    for distance in range(1, 255):
        reached = (adjacency @ frontier > 0) & (hops == 255)
        if not reached.any():
            break
        hops[reached] = distance
        frontier = reached.astype(float)
    return hops


def cosine(rows, target):
    matrix, weighted, norms = rows
    shared = weighted @ matrix[target].toarray().ravel()
    return np.divide(shared, norms * norms[target], out=np.zeros_like(shared), where=shared > 0)


def features(world, target):
    hops = hops_to(world["adjacency"], target, world["nodes"])
    reach = np.zeros(world["nodes"])
    reach[target] = 1
    for _ in range(3):
        reach = world["random"] @ reach
        reach[target] = 1
    columns = [
        hops == 0,
        hops == 1,
        hops == 2,
        np.clip(hops, 3, 6) - 3,
        world["similarity"][world["category"][target]][world["category"]],
        cosine(world["forward_rows"], target),
        cosine(world["backward_rows"], target),
        world["log_links"],
        world["log_referrers"],
        np.log(reach + 1e-5),
        world["points"] @ world["points"][target],
        world["adjacency"][target].toarray().ravel(),
    ]
    table = np.column_stack(columns).astype(float)
    table[target] = 0
    table[target, 0] = 1
    return hops, table


def score(world):
    """The sum of all finite log-likelihoods of clicks, over walks and their candidates."""
    total = 0.0
    for target, walks in world["uses"].items():
        hops, table = features(world, target)
        utility = table @ world["weights"]
        top = utility.max(0)
        log_total = np.log(world["adjacency"] @ np.exp(utility - top)) + top
        nodes = world["walks"][walks]
        start, end = nodes[:, :-1], nodes[:, 1:]
        context = (np.clip(hops[start], 1, 4) - 1) * 3 + np.minimum(np.arange(start.shape[1]), 2)
        logs = utility[end, context] - log_total[start, context]
        passed = np.logical_or.accumulate(nodes == target, axis=1)[:, 1:]
        total += logs[~passed].sum()
    return {"total": total}


print(json.dumps({"missing": missing}), flush=True)
world = None
for line in sys.stdin:
    request = json.loads(line)
    work = request.pop("work")
    began = time.perf_counter()
    if work == "prepare":
        world, answer = prepare(**request), {}
    else:
        answer = score(world)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, **{k: float(v) for k, v in answer.items()}}), flush=True)

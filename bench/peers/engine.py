"""Peer of bench/engine.ts: the same programs in PyTorch, on the CPU, with as many threads as the request says."""

import json
import sys
import time

missing = []
try:
    import torch
    from torch import nn
    from torch.func import functional_call, grad, jvp, vjp, vmap
    from torch.nn.functional import cross_entropy

    from decoder import transformer
except ImportError:
    missing.append("torch")


def mlp(*sizes):
    layers = [(nn.Linear(a, b), nn.ReLU()) for a, b in zip(sizes, sizes[1:])]
    return nn.Sequential(*[part for pair in layers for part in pair][:-1])


def programs():
    torch.manual_seed(0)
    small, large, decoder = mlp(64, 128, 10), mlp(784, 256, 10), transformer()
    optimiser = torch.optim.SGD(small.parameters(), lr=0.01)
    x, y = torch.randn(64, 64), torch.randint(0, 10, (64,))
    images = torch.randn(512, 784)
    weights = {name: p.detach() for name, p in large.named_parameters()}
    tangent = {name: torch.randn_like(p) for name, p in weights.items()}
    frozen = {name: p.detach() for name, p in small.named_parameters()}
    text = torch.randint(0, 1536, (16, 129))

    def step():
        optimiser.zero_grad()
        loss = cross_entropy(small(x), y)
        loss.backward()
        optimiser.step()
        return loss.item()

    def product():
        def forward(p):
            return functional_call(large, p, (images,))

        z, dz = jvp(forward, (weights,), (tangent,))
        p = torch.softmax(z, -1)
        weighted = p * dz
        _, pullback = vjp(forward, weights)
        return pullback((weighted - p * weighted.sum(-1, keepdim=True)) / len(images))

    def loss_of_one(p, a, b):
        return cross_entropy(functional_call(small, p, (a[None],)), b[None])

    per_example = vmap(grad(loss_of_one), in_dims=(None, 0, 0))

    def backward():
        decoder.zero_grad()
        logits = decoder(text[:, :-1])
        cross_entropy(logits.flatten(0, 1), text[:, 1:].flatten()).backward()

    return {
        "step": step,
        "product": product,
        "per-example": lambda: per_example(frozen, x, y),
        "transformer": backward,
    }


print(json.dumps({"missing": missing}), flush=True)
runs = {} if missing else programs()
for line in sys.stdin:
    request = json.loads(line)
    torch.set_num_threads(request["threads"])
    run = runs[request["work"]]
    run()
    began = time.perf_counter()
    for _ in range(request["repeats"]):
        run()
    print(json.dumps({"seconds": (time.perf_counter() - began) / request["repeats"]}), flush=True)

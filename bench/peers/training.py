"""PyTorch peer of bench/training.ts: SGD step, Gauss-Newton product and forward pass of the default learner.

One request a line on stdin ({"case": ..., "repeats": n}), one answer a line on stdout (seconds per repeat).
"""
import json
import sys
import time

import torch
from torch.func import functional_call, jvp, vjp

torch.manual_seed(0)
threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
torch.set_num_threads(threads)

model = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
parameters = {name: p.detach() for name, p in model.named_parameters()}
optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
inputs, labels = torch.randn(64, 64), torch.randint(0, 10, (64,))
fisher_inputs, conflict = torch.randn(512, 64), torch.randn(2000, 64)
tangent = {name: torch.randn_like(p) for name, p in parameters.items()}


def step():
    optimiser.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(inputs), labels)
    loss.backward()
    optimiser.step()
    return loss.item()


def product():
    f = lambda p: functional_call(model, p, (fisher_inputs,))
    z, dz = jvp(f, (parameters,), (tangent,))
    p = torch.softmax(z, -1)
    weighted = p * dz
    _, pullback = vjp(f, parameters)
    return pullback((weighted - p * weighted.sum(-1, keepdim=True)) / 512)


def probabilities():
    with torch.no_grad():
        return torch.softmax(model(conflict), -1).numpy()


cases = {"step": step, "product": product, "probabilities": probabilities}
for line in sys.stdin:
    request = json.loads(line)
    run = cases[request["case"]]
    began = time.perf_counter()
    for _ in range(request["repeats"]):
        run()
    print(json.dumps({"seconds": (time.perf_counter() - began) / request["repeats"]}), flush=True)

"""Peer of bench/curvature.ts: curvature of the same network in PyTorch, by hand, by PyHessian and by curvlinops."""

import base64
import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")
missing = []
try:
    import numpy as np
    import torch
    from torch import nn
    from torch.func import functional_call, jvp, vjp
    from torch.nn.functional import cross_entropy
except ImportError:
    missing.append("torch")
try:
    from pyhessian import hessian as PyHessian
except ImportError:
    missing.append("pyhessian")
try:
    import curvlinops
except ImportError:
    missing.append("curvlinops-for-pytorch")


def decode(text, shape):
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), dtype=np.float32).reshape(shape).copy())


class Case:
    """The network, inputs and labels that the request brings."""

    def __init__(self, request):
        sizes, batch = request["sizes"], request["batch"]
        layers = [(nn.Linear(a, b), nn.ReLU()) for a, b in zip(sizes, sizes[1:])]
        self.model = nn.Sequential(*[part for pair in layers for part in pair][:-1])
        linear = [module for module in self.model if isinstance(module, nn.Linear)]
        vector = decode(request["parameters"], (-1,))
        offset = 0
        for module in linear:
            a, b = module.in_features, module.out_features
            module.weight.data = vector[offset : offset + a * b].reshape(a, b).T.contiguous()
            module.bias.data = vector[offset + a * b : offset + a * b + b].clone()
            offset += a * b + b
        self.x = decode(request["inputs"], (batch, sizes[0]))
        self.y = decode(request["labels"], (batch, sizes[-1])).argmax(-1)
        self.weights = {name: p.detach() for name, p in self.model.named_parameters()}
        self.shapes = [(name, p.shape, p.numel()) for name, p in self.weights.items()]
        self.size = offset

    def unflatten(self, v):
        parts = v.split([count for _, _, count in self.shapes])
        return {name: part.view(shape) for (name, shape, _), part in zip(self.shapes, parts)}

    def outputs(self, p):
        return functional_call(self.model, p, (self.x,))

    def product(self, kept):
        """Gauss-Newton product v -> J'HJv: jvp, output curvature, vjp; the forward pass of the vjp kept, or not."""
        pullback = vjp(self.outputs, self.weights)[1] if kept else None

        def apply(v):
            z, dz = jvp(self.outputs, (self.weights,), (self.unflatten(v),))
            p = torch.softmax(z, -1)
            weighted = p * dz
            back = pullback or vjp(self.outputs, self.weights)[1]
            (result,) = back((weighted - p * weighted.sum(-1, keepdim=True)) / len(self.x))
            return torch.cat([part.reshape(-1) for part in result.values()])

        return apply, self.size

    def dual_product(self):
        """Product u -> S'JJ'S u / n of the dual, SS' the output curvature: vjp with its forward pass kept, then jvp."""
        z, pullback = vjp(self.outputs, self.weights)
        p = torch.softmax(z, -1)
        root = p.sqrt()

        def apply(u):
            weighted = root * u.view(z.shape)
            (gradient,) = pullback((weighted - p * weighted.sum(-1, keepdim=True)) / len(self.x))
            _, dz = jvp(self.outputs, (self.weights,), (gradient,))
            return (root * (dz - (p * dz).sum(-1, keepdim=True))).reshape(-1)

        return apply, z.numel()


def lanczos(product, size, tolerance, limit=100):
    """The same algorithm and stop: full reorthogonalisation, min(residual, residual^2 / gap) of the top Ritz pair."""
    basis = torch.empty(limit, size)
    q = torch.randn(size)
    basis[0] = q / q.norm()
    alpha, beta = [], []
    while True:
        m = len(alpha) + 1
        w = product(basis[m - 1])
        alpha.append(torch.dot(basis[m - 1], w).item())
        before = w.norm().item()
        w -= basis[:m].T @ (basis[:m] @ w)
        spread = w.norm().item()
        if spread <= 0.1 * before:
            w -= basis[:m].T @ (basis[:m] @ w)
            spread = w.norm().item()
        ritz, vectors = np.linalg.eigh(np.diag(alpha) + np.diag(beta, 1) + np.diag(beta, -1))
        residual = spread * np.abs(vectors[-1])
        error = residual[-1]
        if m > 1:
            gap = ritz[-1] - ritz[-2] - residual[-2]
            if gap > 0:
                error = min(error, residual[-1] ** 2 / gap)
        if error <= tolerance * abs(ritz[-1]) or m == limit:
            return ritz[-1], m
        beta.append(spread)
        basis[m] = w / spread


def power(case, tolerance, limit=100):
    values, _ = PyHessian(case.model, nn.CrossEntropyLoss(), data=(case.x, case.y), cuda=False).eigenvalues(
        maxIter=limit, tol=tolerance, top_n=1
    )
    return values[0]


def accurate_power(case, tolerance, exact):
    """The loosest stop, by halves, that brings PyHessian within the tolerance of the exact value; its time alone."""
    for stop in [tolerance / 2**k for k in range(24)]:
        began = time.perf_counter()
        value = power(case, stop, limit=2000)
        if abs(value / exact - 1) <= tolerance:
            break
    return value, time.perf_counter() - began


def eig(matrix, eigenvectors):
    """torch.eig, which PyHessian still calls and PyTorch no longer has, of a symmetric matrix."""
    values, vectors = torch.linalg.eigh(matrix)
    return torch.stack([values, torch.zeros_like(values)], 1), vectors


def density(case, vectors, depth):
    """Stochastic Lanczos quadrature; the largest of its nodes."""
    torch.eig = eig
    nodes, _ = PyHessian(case.model, nn.CrossEntropyLoss(), data=(case.x, case.y), cuda=False).density(
        iter=depth, n_v=vectors
    )
    return max(max(rule) for rule in nodes), vectors * depth


def trace(case, probes):
    operator = curvlinops.GGNLinearOperator(
        case.model, nn.CrossEntropyLoss(), list(case.model.parameters()), [(case.x, case.y)], check_deterministic=False
    )
    return float(curvlinops.hutchinson_trace(operator, num_matvecs=probes)), probes


print(json.dumps({"missing": missing}), flush=True)
case = None
for line in sys.stdin:
    request = json.loads(line)
    if request["work"] == "prepare":
        case = Case(request)
        print("{}", flush=True)
        continue
    torch.set_num_threads(request["threads"])
    torch.manual_seed(request["seed"])
    began = time.perf_counter()
    if request["work"] == "lanczos-dual":
        value, products = lanczos(*case.dual_product(), request["tolerance"])
    elif request["work"].startswith("lanczos"):
        value, products = lanczos(*case.product(request["work"] == "lanczos-kept"), request["tolerance"])
    elif request["work"] == "pyhessian":
        value, products = power(case, request["tolerance"]), None
    elif request["work"] == "pyhessian-accurate":
        value, elapsed = accurate_power(case, request["tolerance"], request["exact"])
        began, products = time.perf_counter() - elapsed, None
    elif request["work"] == "density":
        value, products = density(case, request["vectors"], request["depth"])
    else:
        value, products = trace(case, request["probes"])
    seconds = time.perf_counter() - began
    case.model.zero_grad()
    print(json.dumps({"seconds": seconds, "value": float(value), "products": products}), flush=True)

"""Peer of bench/training.ts: step, Gauss-Newton product and forward pass of the default learner, and the losses of a
population of small ones, in PyTorch, 1 thread."""

import repeated

missing = []
try:
    import torch
    from torch.func import functional_call, jvp, vjp, vmap
except ImportError:
    missing.append("torch")


def programs():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    parameters = {name: p.detach() for name, p in model.named_parameters()}
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    inputs, labels = torch.randn(64, 64), torch.randint(0, 10, (64,))
    fisher, conflict = torch.randn(512, 64), torch.randn(2000, 64)
    tangent = {name: torch.randn_like(p) for name, p in parameters.items()}

    def step():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimiser.step()
        return loss.item()

    def product():
        def forward(p):
            return functional_call(model, p, (fisher,))

        z, dz = jvp(forward, (parameters,), (tangent,))
        p = torch.softmax(z, -1)
        weighted = p * dz
        _, pullback = vjp(forward, parameters)
        return pullback((weighted - p * weighted.sum(-1, keepdim=True)) / 512)

    def probabilities():
        with torch.no_grad():
            return torch.softmax(model(conflict), -1).numpy()

    small = torch.nn.Sequential(torch.nn.Linear(64, 16), torch.nn.ReLU(), torch.nn.Linear(16, 10))
    members = {name: torch.randn(64, *p.shape) for name, p in small.named_parameters()}

    def member_loss(p):
        return torch.nn.functional.cross_entropy(functional_call(small, p, (inputs,)), labels)

    def population():
        with torch.no_grad():
            return vmap(member_loss)(members).numpy()

    return {"step": step, "product": product, "probabilities": probabilities, "population": population}


repeated.serve(programs, missing)

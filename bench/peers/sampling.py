"""Peer of bench/sampling.ts: completions and a policy-gradient step of the same transformer in PyTorch, 1 thread."""

import repeated

missing = []
try:
    import torch
    from torch.nn.functional import cross_entropy

    from decoder import transformer
except ImportError:
    missing.append("torch")

VOCABULARY, PROMPT, RESPONSE = 37, 4, 5


def programs():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = transformer(VOCABULARY, PROMPT + RESPONSE - 1, width=32, heads=4, blocks=2)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)

    def complete(size):
        """A growing prefix, the fastest plain way for so few tokens."""
        text = torch.randint(0, VOCABULARY, (size, PROMPT))
        with torch.no_grad():
            for _ in range(RESPONSE):
                probabilities = torch.softmax(model(text)[:, -1], -1)
                text = torch.cat([text, torch.multinomial(probabilities, 1)], 1)
        return text

    def policy_gradient():
        text = complete(64)
        advantages = torch.randn(64, 1)
        optimiser.zero_grad()
        logits = model(text[:, :-1])[:, PROMPT - 1 :]
        losses = cross_entropy(logits.flatten(0, 1), text[:, PROMPT:].flatten(), reduction="none")
        (losses.view(64, RESPONSE) * advantages).mean().backward()
        optimiser.step()

    return {
        "sample-64": lambda: complete(64),
        "sample-800": lambda: complete(800),
        "policy-gradient": policy_gradient,
    }


repeated.serve(programs, missing)

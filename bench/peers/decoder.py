"""The decoder-only transformer of src/training/architectures/transformer.ts in PyTorch, for the peers that time one."""

from torch import nn
from torch.nn.functional import gelu, scaled_dot_product_attention


def transformer(vocabulary=1536, tokens=128, width=128, heads=4, blocks=4):
    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
            self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

        def forward(self, x):
            b, t, d = x.shape
            q, k, v = (
                y.view(b, t, heads, d // heads).transpose(1, 2) for y in self.qkv(self.norm1(x)).chunk(3, -1)
            )
            mixed = scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out(mixed.transpose(1, 2).reshape(b, t, d))
            return x + self.down(gelu(self.up(self.norm2(x))))

    class Transformer(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(tokens, width)
            self.blocks, self.norm = nn.ModuleList(Block() for _ in range(blocks)), nn.LayerNorm(width)

        def forward(self, x):
            h = self.embedding(x) + self.positions.weight[: x.shape[1]]
            for block in self.blocks:
                h = block(h)
            return self.norm(h) @ self.embedding.weight.T

    return Transformer()

"""Sketches of gradients for `telostat fisher`: version 1, in numpy, or in PyTorch or JAX on any device.

    sketch = Sketch(seed=7, dimension=8192)
    for name, gradient in gradients_of_one_sample:        # any order, whole tensors or flat shards
        sketch.add(name, gradient)
    rows.append(sketch.take())
    save("sketches.safetensors", rows, sketch)

In JAX the gradient's pytree at once, also within jit, vmap and grad:

    rows = jax.jit(jax.vmap(lambda x, y: sketch.tree(jax.grad(loss)(parameters, x, y))))(xs, ys)

The definition stands in docs/design/sketches.md; test/reference/sketch/sketch.golden.json fixes it bit for bit.
"""

import json
import struct

VERSION = 1
NONZEROS = 8
GOLDEN = 0x9E3779B9
LANES = (0x243F6A88, 0x85A308D3)
MASK = 0xFFFFFFFF


def mix(x):
    """lowbias32 of a Python int."""
    x &= MASK
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & MASK
    x = ((x ^ (x >> 15)) * 0x846CA68B) & MASK
    return x ^ (x >> 16)


def keys(seed, name):
    result = []
    for lane in LANES:
        h = mix(seed ^ lane)
        for byte in name.encode():
            h = mix((h ^ byte) + GOLDEN)
        result.append(h)
    return result


def layout(sizes):
    """16 hexadecimal digits of {tensor name: entries}."""
    lines = sorted(f"{name}:{entries}\n" for name, entries in sizes.items())
    return "".join(f"{key:08x}" for key in keys(0, "".join(lines)))


class Sketch:
    """The projection of one gradient after the other."""

    def __init__(self, seed, dimension=8192):
        if not (0 <= seed <= MASK):
            raise ValueError("seed: expected 0 to 2^32 - 1")
        if not (64 <= dimension <= 2**24 and dimension & (dimension - 1) == 0):
            raise ValueError("dimension: expected a power of two from 64 to 2^24")
        self.seed, self.dimension = seed, dimension
        self.sizes = None
        self._reset()

    def _reset(self):
        self._sum, self._seen = None, {}

    def add(self, name, values, start=0, chunk=1 << 22):
        """Adds entries start, start + 1, ... of the flattened tensor `name`: an array of numpy or JAX, a torch tensor."""
        add = _add_torch if hasattr(values, "detach") else _add_jax if hasattr(values, "aval") else _add_numpy
        self._sum = add(self._sum, self.dimension, keys(self.seed, name), values, start, chunk)
        self._seen[name] = self._seen.get(name, 0) + _size(values)

    def take(self):
        """The sketch of the gradient that was added, as float64 numbers (in JAX float32 unless x64 is on); begins the next."""
        if self._sum is None or not self._seen:
            raise ValueError("nothing was added: did the hook run?")
        if self.sizes is not None and self.sizes != self._seen:
            raise ValueError("this gradient has other tensors or entries than the one before")
        self.sizes, row = self._seen, self._sum
        self._reset()
        return row.cpu().numpy() if hasattr(row, "cpu") else row

    def tree(self, gradient):
        """The sketch of a pytree of JAX arrays, its tensors named by their paths: "layers.0.weight"."""
        import jax

        for path, values in jax.tree_util.tree_leaves_with_path(gradient):
            self.add(".".join(_key(step) for step in path), values)
        return self.take()

    def metadata(self):
        if self.sizes is None:
            raise ValueError("no gradient has been sketched")
        values = {
            "version": VERSION,
            "seed": self.seed,
            "dimension": self.dimension,
            "parameters": sum(self.sizes.values()),
            "layout": layout(self.sizes),
        }
        return {f"telostat.sketch.{key}": str(value) for key, value in values.items()}


def _size(values):
    return values.numel() if hasattr(values, "numel") else values.size


def _add_numpy(total, dimension, key, values, start, chunk):
    import numpy as np

    def mix32(x):
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
        x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
        return x ^ (x >> np.uint32(16))

    total = np.zeros(dimension) if total is None else total
    size = dimension // NONZEROS
    flat = np.ravel(values)
    for at in range(0, flat.size, chunk):
        part = flat[at : at + chunk].astype(np.float64)
        index = np.arange(start + at, start + at + part.size, dtype=np.uint64)
        low, high = index.astype(np.uint32), (index >> np.uint64(32)).astype(np.uint32)
        h = mix32((mix32(low ^ np.uint32(key[0])) ^ high) + np.uint32(key[1]))
        for block in range(NONZEROS):
            bits = mix32(h + np.uint32((block + 1) * GOLDEN & MASK))
            bucket = (bits & np.uint32(size - 1)).astype(np.int64) + block * size
            signed = np.where(bits >> np.uint32(31), -part, part)
            total += np.bincount(bucket, weights=signed, minlength=dimension)
    return total


def _add_torch(total, dimension, key, values, start, chunk):
    """int64 holds every 32-bit number; a product of two would not fit, so the factor is taken in halves."""
    import torch

    def times(x, factor):
        return (x * (factor & 0xFFFF) + (((x * (factor >> 16)) & 0xFFFF) << 16)) & MASK

    def mix32(x):
        x = times(x ^ (x >> 16), 0x7FEB352D)
        x = times(x ^ (x >> 15), 0x846CA68B)
        return x ^ (x >> 16)

    flat = values.detach().reshape(-1)
    if total is None:
        total = torch.zeros(dimension, dtype=torch.float64, device=flat.device)
    size = dimension // NONZEROS
    for at in range(0, flat.numel(), chunk):
        part = flat[at : at + chunk]
        index = torch.arange(start + at, start + at + part.numel(), device=flat.device)
        h = mix32(((mix32((index & MASK) ^ key[0]) ^ (index >> 32)) + key[1]) & MASK)
        for block in range(NONZEROS):
            bits = mix32((h + (block + 1) * GOLDEN) & MASK)
            signed = torch.where(bits >> 31 == 1, -part, part).double()
            total.index_add_(0, (bits & (size - 1)) + block * size, signed)
    return total


def _key(step):
    return str(next(getattr(step, part) for part in ("key", "idx", "name") if hasattr(step, part)))


def _add_jax(total, dimension, key, values, start, chunk):
    """Pure, of static shapes. uint32 wraps as the definition asks, with x64 on or off."""
    import jax.numpy as jnp

    def mix32(x):
        x = (x ^ (x >> 16)) * jnp.uint32(0x7FEB352D)
        x = (x ^ (x >> 15)) * jnp.uint32(0x846CA68B)
        return x ^ (x >> 16)

    flat = jnp.ravel(values)
    exact = jnp.promote_types(float, jnp.float32)
    total = jnp.zeros(dimension, exact) if total is None else total
    size = dimension // NONZEROS
    for at in range(0, flat.size, chunk):
        part = flat[at : at + chunk].astype(exact)
        first = jnp.uint32((start + at) & MASK)
        low = first + jnp.arange(part.size, dtype=jnp.uint32)
        high = jnp.uint32((start + at) >> 32) + (low < first)
        h = mix32((mix32(low ^ jnp.uint32(key[0])) ^ high) + jnp.uint32(key[1]))
        for block in range(NONZEROS):
            bits = mix32(h + jnp.uint32((block + 1) * GOLDEN & MASK))
            signed = jnp.where(bits >> 31, -part, part)
            total = total.at[(bits & (size - 1)) + block * size].add(signed)
    return total


def save(path, rows, sketch):
    """Writes rows of `sketch.take()` as a safetensors file that telostat reads."""
    import numpy as np

    data = np.ascontiguousarray(np.stack(rows), dtype="<f8")
    if not np.isfinite(data).all():
        raise ValueError("a sketch is not finite")
    if not data.any(axis=1).all():
        raise ValueError("a sketch is all zero: did the hook run?")
    tensor = {"dtype": "F64", "shape": list(data.shape), "data_offsets": [0, data.nbytes]}
    header = json.dumps({"__metadata__": sketch.metadata(), "sketch": tensor}).encode()
    header += b" " * (-len(header) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)))
        file.write(header)
        file.write(data.tobytes())

"""Run: python3 -m unittest discover clients/python"""

import json
import pathlib
import unittest

import numpy as np

from telostat_sketch import Sketch, layout

try:
    import torch
except ImportError:
    torch = None

try:
    import jax
except ImportError:
    jax = None

golden = json.loads(
    (pathlib.Path(__file__).parents[2] / "test/reference/sketch/sketch.golden.json").read_text()
)


class Vectors(unittest.TestCase):
    def check(self, convert):
        for entry in golden["entries"]:
            sketch = Sketch(entry["seed"], entry["dimension"])
            sketch.add(entry["name"], convert([1.0]), start=entry["index"])
            expected = np.zeros(entry["dimension"])
            for bucket, sign in entry["places"]:
                expected[bucket] += sign
            np.testing.assert_array_equal(sketch.take(), expected)
        whole = golden["sketch"]
        sketch = Sketch(whole["seed"], whole["dimension"])
        for tensor in reversed(whole["tensors"]):
            values = convert(tensor["values"])
            sketch.add(tensor["name"], values[7:], start=tensor["start"] + 7, chunk=5)
            sketch.add(tensor["name"], values[:7], start=tensor["start"])
        np.testing.assert_array_equal(sketch.take(), whole["values"])
        self.assertEqual(layout(sketch.sizes), golden["layout"])

    def test_numpy(self):
        self.check(lambda values: np.array(values, dtype=np.float32))

    @unittest.skipIf(torch is None, "torch is not installed")
    def test_torch(self):
        self.check(lambda values: torch.tensor(values, dtype=torch.float32))

    @unittest.skipIf(jax is None, "jax is not installed")
    def test_jax(self):
        self.check(lambda values: jax.numpy.array(values, dtype=jax.numpy.float32))


@unittest.skipIf(jax is None, "jax is not installed")
class Trees(unittest.TestCase):
    def test_per_sample_gradients_within_jit_and_vmap(self):
        def loss(parameters, x, y):
            hidden = jax.numpy.tanh(x @ parameters["layers"][0]["weight"])
            return (hidden @ parameters["head"] - y) ** 2

        draw = np.random.default_rng(5).normal
        parameters = {"layers": [{"weight": np.float32(draw(size=(7, 5)))}], "head": np.float32(draw(size=5))}
        xs, ys = np.float32(draw(size=(6, 7))), np.float32(draw(size=6))
        sketch = Sketch(3, 256)
        gradient = jax.grad(loss)
        rows = jax.jit(jax.vmap(lambda x, y: sketch.tree(gradient(parameters, x, y))))(xs, ys)
        plain = Sketch(3, 256)
        for row, x, y in zip(rows, xs, ys):
            of = gradient(parameters, x, y)
            plain.add("head", np.asarray(of["head"]))
            plain.add("layers.0.weight", np.asarray(of["layers"][0]["weight"]))
            np.testing.assert_allclose(row, plain.take(), rtol=1e-5, atol=1e-5)
        self.assertEqual(sketch.metadata(), plain.metadata())
        self.assertEqual(sketch.sizes, {"head": 5, "layers.0.weight": 35})


class Mistakes(unittest.TestCase):
    def test_nothing_added(self):
        with self.assertRaisesRegex(ValueError, "did the hook run"):
            Sketch(1).take()

    def test_other_tensors(self):
        sketch = Sketch(1)
        sketch.add("a", np.ones(3))
        sketch.take()
        sketch.add("b", np.ones(3))
        with self.assertRaisesRegex(ValueError, "other tensors"):
            sketch.take()


if __name__ == "__main__":
    unittest.main()

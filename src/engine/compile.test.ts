import { grad, jvp, nn, numpy as np, tree, vjp } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAgreement, leaves, RandomStream, randomTensor } from "../../test/engine/agreement.js";
import { compileWith } from "./compile.js";
import { compile, startEngine, Tensor, unrolled } from "./index.js";
import { loadRuntime } from "./session.js";

beforeAll(startEngine);

type Layer = { weight: np.Array; bias: np.Array };
type Network = Layer[];

function loss(network: Network, x: np.Array, y: np.Array): np.Array {
  const logits = network.reduce((hidden, { weight, bias }, i) => {
    const z = np.matmul(hidden, weight).add(bias);
    return i + 1 < network.length ? nn.relu(z) : z;
  }, x);
  return nn.logSoftmax(logits).mul(y).sum().div(-8);
}

function sgd(network: Network, batch: { x: np.Array; y: np.Array }): [Network, np.Array] {
  const gradient = grad(loss)(tree.ref(network), batch.x.ref, batch.y.ref);
  const value = loss(tree.ref(network), batch.x, batch.y);
  const next = tree.map(
    (theta: np.Array, g: np.Array) => theta.sub(g.mul(0.1)),
    network as never,
    gradient as never,
  );
  return [next as Network, value];
}

type Tensors = { weight: Tensor; bias: Tensor }[];

function networkOf(sizes: number[], stream: RandomStream): Tensors {
  return sizes.slice(1).map((outputs, i) => ({
    weight: randomTensor(stream, "float32", [sizes[i] as number, outputs], -0.5, 0.5),
    bias: randomTensor(stream, "float32", [outputs]),
  }));
}

function batchOf(stream: RandomStream, leading: number[] = []): { x: Tensor; y: Tensor } {
  return {
    x: randomTensor(stream, "float32", [...leading, 8, 6]),
    y: randomTensor(stream, "float32", [...leading, 8, 3], 0, 1),
  };
}

const free = (result: unknown) => {
  for (const tensor of leaves(result)) tensor.free();
};

describe("compile", () => {
  const double = (x: np.Array) => x.mul(2);

  it("keeps the arrangement of arguments and results, and consumes nothing", () => {
    const fn = ({ a, b }: { a: np.Array; b: np.Array[] }) => ({
      sum: a.add(b[0] as np.Array),
      rest: [b[1] as np.Array],
    });
    const example = { a: Float32Array.of(1, 2), b: [Float32Array.of(3, 4), Float64Array.of(5)] };
    for (const execution of ["native", "wasm"] as const) {
      const run = compile(fn, [example], { execution });
      for (let i = 0; i < 2; i++) {
        const { sum, rest } = run(example);
        expect(sum.data).toEqual(Float32Array.of(4, 6));
        expect(rest[0]?.data).toEqual(Float64Array.of(5));
      }
      expect(run.execution).toBe(execution);
      expect(run.notices).toEqual([]);
      run.dispose();
    }
  });

  it("prefers the native execution, on one thread", () => {
    const run = compile(double, [Float32Array.of(1)]);
    expect([run.execution, run.threads]).toEqual(["native", 1]);
    expect(run(Float32Array.of(21)).item()).toBe(42);
  });

  it("traces again for other shapes and types of tensors, and warns of too many", () => {
    const run = compile(double, [Float32Array.of(1)], { maxShapes: 3 });
    for (let length = 1; length <= 6; length++) {
      expect(run(new Tensor(new Float32Array(length).fill(1.5))).data).toEqual(
        new Float32Array(length).fill(3),
      );
    }
    expect(run(new Tensor(Int32Array.of(4))).data).toEqual(Int32Array.of(8));
    expect(run(new Tensor(Float32Array.of(1), [])).shape).toEqual([]);
    expect(run.notices).toHaveLength(1);
    expect(run.notices[0]).toMatchObject({
      kind: "many-shapes",
      message: expect.stringMatching(/double met more than 3/),
    });
  });

  it("names the argument that does not fit", () => {
    const run = compile((x: np.Array, y: np.Array) => x.add(y), [Float32Array.of(1, 2), Float32Array.of(1)]);
    expect(() => run(Float32Array.of(1), Float32Array.of(1))).toThrow(
      "argument leaf 0: expected float32 of shape [2], got 1 float32 values: pass a Tensor to change shape or type",
    );
    expect(() => run(Float32Array.of(1, 2), 3 as never)).toThrow(
      "argument leaf 1: expected a Tensor or a typed array, got 3",
    );
  });

  it("falls back to Wasm for what has no native form, saying so once", () => {
    const inverse = (a: np.Array) => np.linalg.inv(a);
    const example = new Tensor(Float32Array.of(2, 0, 0, 4), [2, 2]);
    const run = compile(inverse, [example]);
    expect(run(example).data).toEqual(Float32Array.of(0.5, 0, 0, 0.25));
    run(new Tensor(Float32Array.of(2), [1, 1]));
    expect(run.execution).toBe("wasm");
    expect(run.notices).toEqual([
      {
        kind: "fallback",
        message: expect.stringMatching(
          /inverse runs slower than it could: no native form of lu from float32\[2,2\]/,
        ),
      },
    ]);
  });

  it("leaves out execution providers that are not there", () => {
    const run = compile(double, [Float32Array.of(1)], { providers: ["no-such-provider"] });
    expect(run(Float32Array.of(1.5)).item()).toBe(3);
    expect(run.execution).toBe("native");
    expect(run.notices[0]).toMatchObject({
      kind: "fallback",
      message: expect.stringMatching(/no-such-provider/),
    });
  });

  it("raises an error of the program itself in either execution", () => {
    const wrong = (x: np.Array) => x.reshape([7]);
    for (const execution of ["auto", "native", "wasm"] as const) {
      expect(() => compile(wrong, [Float32Array.of(1)], { execution })(Float32Array.of(1))).toThrow(
        /reshape/,
      );
    }
  });
});

describe("held arguments", () => {
  type Held = { network: Network; x: np.Array };
  const outputs = ({ network, x }: Held): np.Array =>
    network.reduce(
      (hidden, { weight, bias }, i) => nn.relu(np.matmul(hidden, weight).add(bias)).mul(i + 1),
      x,
    );
  /** J'J v: the forward pass depends on the held arguments alone. */
  const product = ({ network, x }: Held, v: Network): Network => {
    const f = (moving: Network) => outputs({ network: moving, x: x.ref });
    const [value, along] = jvp(f, [tree.ref(network as never)], [v] as never) as [np.Array, np.Array];
    const [again, pullback] = vjp(f, [network] as never) as unknown as [np.Array, (u: np.Array) => [Network]];
    const [result] = pullback(along);
    tree.dispose([value, again, x] as never);
    return result;
  };
  const stream = RandomStream.fromSeed(11);
  const x = randomTensor(stream, "float32", [8, 6]);
  const [one, two, v, w] = Array.from({ length: 4 }, () => networkOf([6, 5, 3], stream)) as [
    Tensors,
    Tensors,
    Tensors,
    Tensors,
  ];
  const values = (network: unknown) => leaves(network).map(({ data }) => Array.from(data));

  it("change nothing but the time, whichever of the arguments changes", () => {
    const plain = compile(product, [{ network: one, x }, v], { execution: "native" });
    const held = compile(product, [{ network: one, x }, v], { execution: "native", held: 1 });
    for (const [network, along] of [
      [one, v],
      [one, w],
      [two, w],
      [two, v],
      [one, v],
    ] as const)
      expect(values(held({ network, x }, along))).toEqual(values(plain({ network, x }, along)));
    expectAgreement(product, [{ network: two, x }, w]);
  });

  it("are read once for each tensor", () => {
    const held = compile((y: np.Array, z: np.Array) => np.matmul(y.ref, y).mul(z), [x2(1), x2(2)], {
      execution: "native",
      held: 1,
    });
    const y = x2(3);
    const before = values(held(y, x2(2)));
    y.data.fill(0);
    expect(values(held(y, x2(2)))).toEqual(before);
    expect(values(held(new Tensor(y.data, [2, 2]), x2(2)))).toEqual([[0, 0, 0, 0]]);
  });

  const x2 = (value: number): Tensor => new Tensor(new Float32Array(4).fill(value), [2, 2]);
});

describe("without onnxruntime", () => {
  const absent = { api: "onnxruntime-absent", binding: "onnxruntime-absent/binding.js" };
  const moved = { api: "onnxruntime-node", binding: "onnxruntime-common" };

  it.each([
    ["missing", absent, /cannot be loaded: .*onnxruntime-absent/],
    ["of another version", moved, /not in a version this engine knows/],
  ])("%s, a program runs on Wasm and says why", async (_, modules, why) => {
    const runtime = await loadRuntime(modules);
    expect(runtime).toMatch(why);
    const run = compileWith(runtime, (x: np.Array) => x.add(1), [Float32Array.of(1)], {});
    expect(run(Float32Array.of(1)).item()).toBe(2);
    expect(run.execution).toBe("wasm");
    expect(run.notices[0]?.message).toMatch(why);
    expect(() =>
      compileWith(runtime, (x: np.Array) => x.add(1), [Float32Array.of(1)], { execution: "native" }),
    ).toThrow(why);
  });
});

describe("tensors", () => {
  it("cannot be used after free, and give their memory to later outputs", () => {
    const run = compile((x: np.Array) => x.mul(2), [Float32Array.of(1, 2)], { execution: "native" });
    const first = run(Float32Array.of(1, 2));
    const { data } = first;
    first.free();
    expect(() => first.data).toThrow("this float32 tensor of shape [2] was freed");
    expect(() => first.free()).toThrow("was freed");
    expect(() => run(first)).toThrow("was freed");
    expect(run(Float32Array.of(3, 4)).data).toBe(data);
    expect(data).toEqual(Float32Array.of(6, 8));
  });

  it("refuse a shape that does not fit", () => {
    expect(() => new Tensor(Float32Array.of(1, 2), [3])).toThrow("shape [3] needs 3 values, got 2");
    expect(() => new Tensor([1, 2] as never)).toThrow("expected a Float32Array");
  });

  it("feed the next run as they are: training is the same on both executions", () => {
    const stream = RandomStream.fromSeed(3);
    const start = networkOf([6, 5, 3], stream);
    const batches = Array.from({ length: 20 }, () => batchOf(stream));
    const losses = (["native", "wasm"] as const).map((execution) => {
      const step = compile(sgd, [start, batches[0] as { x: Tensor; y: Tensor }], { execution });
      let network = start;
      return batches.map((batch) => {
        const [next, value] = step(network, batch);
        if (network !== start) free(network);
        network = next;
        return value.item();
      });
    });
    expect((losses[0] as number[])[19]).toBeLessThan((losses[0] as number[])[0] as number);
    for (const [i, value] of (losses[0] as number[]).entries())
      expect(value).toBeCloseTo((losses[1] as number[])[i] as number, 5);
  });
});

describe("unrolled steps", () => {
  it("are the same as single ones", () => {
    const stream = RandomStream.fromSeed(4);
    const start = networkOf([6, 5, 3], stream);
    const stacked = batchOf(stream, [4]);
    const one = compile(sgd, [start, batchOf(stream)]);
    const four = compile(unrolled(sgd, 4), [start, stacked]);
    const [end, losses] = four(start, stacked);
    let network: Tensors = start;
    for (let i = 0; i < 4; i++) {
      const part = ({ data, shape }: Tensor) => {
        const size = data.length / 4;
        return new Tensor(data.slice(i * size, (i + 1) * size), shape.slice(1));
      };
      const [next, value] = one(network, { x: part(stacked.x), y: part(stacked.y) });
      expect(value.item()).toBeCloseTo(losses.data[i] as number, 6);
      network = next;
    }
    leaves(end).forEach((tensor, i) => {
      const other = leaves(network)[i] as Tensor;
      tensor.data.forEach((x, j) => {
        expect(x).toBeCloseTo(other.data[j] as number, 6);
      });
    });
    expectAgreement(unrolled(sgd, 4), [start, stacked]);
  });
});

describe("repeated runs", () => {
  const stream = RandomStream.fromSeed(5);
  const [network, batch] = [networkOf([6, 50, 3], stream), batchOf(stream)];

  it.each([1, 2])("give the same bytes on %i threads, also of a program compiled anew", (threads) => {
    const bytes = () => {
      const step = compile(sgd, [network, batch], { execution: "native", threads });
      const results = [1, 2, 3].map(() => leaves(step(network, batch)).map(({ data }) => Array.from(data)));
      step.dispose();
      return results;
    };
    const [first, second] = [bytes(), bytes()];
    expect(first[1]).toEqual(first[0]);
    expect(second).toEqual(first);
  });

  it("add up the gradients of an embedding in order, on two threads as on one", () => {
    const square = (table: np.Array, at: np.Array) => {
      const rows = table.slice(at);
      return rows.ref.mul(rows).sum();
    };
    const gradient = (table: np.Array, at: np.Array) => grad(square)(table, at);
    const table = randomTensor(stream, "float32", [20, 16]);
    const at = new Tensor(Int32Array.from({ length: 5_000 }, () => stream.integer(20)));
    const [one, two] = [1, 2].map((threads) => {
      const run = compile(gradient, [table, at], { execution: "native", threads });
      return run(table, at).data;
    });
    expect(two).toEqual(one);
    expectAgreement(gradient, [table, at]);
  });

  it("leave memory flat over 100,000 calls", () => {
    const run = compile(
      (x: np.Array, y: np.Array) => x.add(y),
      [new Float32Array(256), new Float32Array(256)],
    );
    const [x, y] = [new Tensor(new Float32Array(256)), new Tensor(new Float32Array(256))];
    const calls = (count: number) => {
      for (let i = 0; i < count; i++) run(x, y).free();
      return process.memoryUsage().rss;
    };
    const before = calls(20_000);
    const growth = calls(100_000) - before;
    // One leaked output a call would be 100 MB.
    expect(growth).toBeLessThan(30e6);
  });
});

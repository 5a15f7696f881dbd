import { valueAndGrad } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { compile, startEngine, Tensor } from "../../engine/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { mlp } from "../architectures/mlp.js";
import { type ParameterTensors, type Traced, toVector } from "../parameters.js";
import { type PolicyBatch, policyLoss } from "./objective.js";

beforeAll(startEngine);

const [observations, features, hidden, actions] = [5, 3, 4, 3];
const network = mlp([features, hidden, actions]);
const stream = RandomStream.fromSeed(11);
const theta = network.initialise(stream.split("theta")).map((x, i) => x + 0.01 * (i % 7));
const inputs = Float64Array.from({ length: observations * features }, normal(stream.split("inputs")));
const gain = Float64Array.from({ length: observations * actions }, normal(stream.split("gain"), 0, 0.2));
const visits = Float64Array.of(0.4, 0.1, 0, 0.3, 0.2);
const worked = Float64Array.of(0.1, 0.3, 0.5, 0.1, 0);
const odds = Float64Array.from({ length: observations * actions }, (_, i) => [0.7, 0.2, 0.1][(i * 2) % 3]);

/** ln pi of one observation, in plain double precision, independent of jax-js. */
function logPolicy(parameters: Float64Array, o: number): number[] {
  const at = (offset: number, width: number, x: number[], units: number): number[] =>
    Array.from({ length: units }, (_, u) =>
      x.reduce(
        (z, value, i) => z + value * parameters[offset + i * units + u],
        parameters[offset + width * units + u],
      ),
    );
  const x = Array.from(inputs.subarray(o * features, (o + 1) * features));
  const h = at(0, features, x, hidden).map((z) => Math.max(0, z));
  const z = at(features * hidden + hidden, hidden, h, actions);
  const total = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0));
  return z.map((value) => value - total);
}

/** The loss by its definition: advantage, entropy and divergence, term by term. */
function referenceLoss(parameters: Float64Array, tau: number, gamma: number): number {
  let loss = 0;
  for (let o = 0; o < observations; o++) {
    const logs = logPolicy(parameters, o);
    logs.forEach((log, a) => {
      const p = Math.exp(log);
      loss -= gain[o * actions + a] * log;
      loss += visits[o] * tau * p * log;
      loss += worked[o] * gamma * p * (log - Math.log(odds[o * actions + a]));
    });
  }
  return loss;
}

describe("policyLoss", () => {
  const table = [observations, actions];
  const batch = {
    inputs: new Tensor(inputs, [observations, features]),
    gain: new Tensor(gain, table),
    visits: new Tensor(visits, [observations, 1]),
    worked: new Tensor(worked, [observations, 1]),
    reference: new Tensor(odds.map(Math.log), table),
  };

  it.each([
    [0, 0],
    [0.3, 0],
    [0, 2],
    [0.05, 0.7],
  ])("has the value and gradient of its definition at tau %f, gamma %f", (tau, gamma) => {
    const objective = (parameters: Traced, data: PolicyBatch, weights: never): [never, Traced] =>
      valueAndGrad(policyLoss(network.logits))(parameters as never, data as never, weights) as never;
    const program = compile(
      objective as never,
      [network.layout.tree(theta, Float64Array), batch, new Tensor(Float64Array.of(tau, gamma))] as never,
    ) as unknown as (...args: unknown[]) => [Tensor, ParameterTensors];
    const [value, gradient] = program(
      network.layout.tree(theta, Float64Array),
      batch,
      new Tensor(Float64Array.of(tau, gamma)),
    );
    // jax-js computes log to about 1e-5 where there is no native execution.
    expect(value.item()).toBeCloseTo(referenceLoss(theta, tau, gamma), 4);
    const h = 1e-5;
    toVector(gradient).forEach((slope, i) => {
      const [up, down] = [theta.slice(), theta.slice()];
      up[i] += h;
      down[i] -= h;
      const difference = (referenceLoss(up, tau, gamma) - referenceLoss(down, tau, gamma)) / (2 * h);
      expect(slope).toBeCloseTo(difference, 6);
    });
  });
});

import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { type Mdp, sparseMdp } from "../index.js";
import { logSumExpRange } from "./rule.js";
import { softValueIteration } from "./soft-value-iteration.js";

/** Five actions a state, each to a state nearby or anywhere; the last state ends the episode. */
function sparseWorld(states: number): Mdp {
  const stream = RandomStream.fromSeed(9);
  const successor: number[] = [];
  const probability: number[] = [];
  for (let s = 0; s < states - 1; s++) {
    for (let a = 0; a < 5; a++) {
      const near = Math.min(states - 1, s + 1 + stream.integer(100));
      const far = (near + 1 + stream.integer(states - 1)) % states;
      const p = 0.1 + 0.8 * stream.uniform();
      successor.push(near, far);
      probability.push(p, 1 - p);
    }
  }
  const rows = 5 * (states - 1);
  const actionStart = Array.from({ length: states + 1 }, (_, s) => Math.min(5 * s, rows));
  return sparseMdp({
    actionStart,
    transitionStart: Array.from({ length: rows + 1 }, (_, row) => 2 * row),
    successor,
    probability,
  });
}

describe("100,000 states and 1,000,000 transitions", () => {
  const states = 100_000;
  const mdp = sparseWorld(states);
  const reward = Float64Array.from({ length: mdp.rows }, (_, row) => -0.5 - ((row * 7919) % 100) / 100);

  it("take few backups, and the values solve Bellman's equation", () => {
    expect(mdp.successor.length).toBe(999_990);
    const beta = 5;
    const discount = 0.99;
    const plan = softValueIteration(mdp, { name: "costs", reward }, { beta, discount });
    expect(plan.converged).toBe(true);
    expect(plan.iterations).toBeLessThan(20);
    expect(plan.errorBound).toBeLessThan(1e-9);
    let largest = 0;
    const q = new Float64Array(5);
    for (let s = 0; s < states - 1; s++) {
      for (let a = 0; a < 5; a++) {
        const row = 5 * s + a;
        const t = 2 * row;
        const future =
          mdp.probability[t]! * plan.values[mdp.successor[t]!]! +
          mdp.probability[t + 1]! * plan.values[mdp.successor[t + 1]!]!;
        q[a] = beta * (reward[row]! + discount * future);
      }
      largest = Math.max(largest, Math.abs(logSumExpRange(q, 0, 5) / beta - plan.values[s]!));
    }
    expect(largest).toBeLessThan(1e-10);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, buildMdp, type Mdp } from "../mdp.js";
import { finiteOccupancy, stationaryOccupancy } from "./occupancy.js";
import { earlierSuccessorFeatures, stationarySuccessorFeatures } from "./successor-features.js";

/** A process without terminal states, a policy and a start on it, and two features of its rows. */
const random = fc
  .record({
    states: fc.integer({ min: 1, max: 6 }),
    seed: fc.infiniteStream(fc.double({ min: 0.01, max: 1, noNaN: true })),
  })
  .map(({ states, seed }) => {
    const draw = (): number => seed.next().value!;
    const share = (n: number): number[] => {
      const raw = Array.from({ length: n }, draw);
      const total = raw.reduce((a, b) => a + b, 0);
      return raw.map((x) => x / total);
    };
    const action = (): Action => share(states).map((p, s) => [s, p] as const);
    const mdp = buildMdp(
      Array.from({ length: states }, () => Array.from({ length: 1 + Math.floor(3 * draw()) }, action)),
    );
    return {
      mdp,
      policy: () =>
        Float64Array.from(Array.from({ length: states }, (_, s) => share(actions(mdp, s))).flat()),
      start: Float64Array.from(share(states)),
      values: Float64Array.from({ length: 2 * mdp.rows }, () => 4 * draw() - 2),
    };
  });

const actions = ({ actionStart }: Mdp, s: number): number => actionStart[s + 1] - actionStart[s];
const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
const discounts = fc.double({ min: 0, max: 0.97, noNaN: true });

describe("occupancies", () => {
  it("sum to (1 - discount^H) / (1 - discount), and flow in as they flow out", () => {
    fc.assert(
      fc.property(
        random,
        discounts,
        fc.integer({ min: 0, max: 12 }),
        ({ mdp, policy, start }, discount, horizon) => {
          const policies = Array.from({ length: horizon }, policy);
          const finite = finiteOccupancy(mdp, policies, start, discount);
          expect(total(finite.visits)).toBeCloseTo((1 - discount ** horizon) / (1 - discount), 10);

          const { visits, converged } = stationaryOccupancy(mdp, policy(), start, { discount });
          expect(converged).toBe(true);
          expect(total(visits) * (1 - discount)).toBeCloseTo(1, 9);
          for (let s = 0; s < mdp.states; s++) {
            let inflow = start[s];
            for (let row = 0; row < mdp.rows; row++)
              for (let i = mdp.transitionStart[row]; i < mdp.transitionStart[row + 1]; i++)
                if (mdp.successor[i] === s) inflow += discount * mdp.probability[i] * visits[row];
            expect(total(visits.subarray(mdp.actionStart[s], mdp.actionStart[s + 1]))).toBeCloseTo(inflow, 7);
          }
        },
      ),
      { seed: 5, numRuns: 50 },
    );
  });

  it("weigh the features as successor features do from the start", () => {
    fc.assert(
      fc.property(
        random,
        discounts,
        fc.integer({ min: 1, max: 8 }),
        ({ mdp, policy, start, values }, discount, horizon) => {
          const process = { mdp, features: { names: ["a", "b"], values }, discount };
          const policies = Array.from({ length: horizon }, policy);
          const forward = (visits: Float64Array, k: number) =>
            visits.reduce((sum, visit, row) => sum + visit * values[row * 2 + k], 0);
          const backward = (ofState: Float64Array, k: number) =>
            start.reduce((sum, p, s) => sum + p * ofState[s * 2 + k], 0);

          const finite = policies.reduceRight<Float64Array>(
            (later, now) => earlierSuccessorFeatures(process, now, later),
            new Float64Array(mdp.states * 2),
          );
          const { ofState, converged } = stationarySuccessorFeatures(process, policies[0]);
          expect(converged).toBe(true);
          for (const k of [0, 1]) {
            expect(backward(finite, k)).toBeCloseTo(
              forward(finiteOccupancy(mdp, policies, start, discount).visits, k),
              9,
            );
            expect(backward(ofState, k)).toBeCloseTo(
              forward(stationaryOccupancy(mdp, policies[0], start, { discount }).visits, k),
              7,
            );
          }
        },
      ),
      { seed: 6, numRuns: 50 },
    );
  });

  /** Ends with probability 1/4 a step. */
  const geometric = buildMdp([
    [
      [
        [0, 0.75],
        [1, 0.25],
      ],
    ],
    [],
  ]);
  it("need no discount where all ends: a quarter a step makes 4 steps", () => {
    const { visits, converged } = stationaryOccupancy(geometric, Float64Array.of(1), Float64Array.of(1, 0), {
      discount: 1,
    });
    expect(converged).toBe(true);
    expect(visits[0]).toBeCloseTo(4, 8);
    const process = {
      mdp: geometric,
      features: { names: ["step"], values: Float64Array.of(1) },
      discount: 1,
    };
    expect(stationarySuccessorFeatures(process, Float64Array.of(1)).ofState[0]).toBeCloseTo(4, 8);
  });

  it("say so where nothing ends and nothing is discounted", () => {
    const loop = buildMdp([[[[0, 1]]]]);
    const one = Float64Array.of(1);
    const forward = stationaryOccupancy(loop, one, one, { discount: 1, maxSteps: 50 });
    expect(forward.converged).toBe(false);
    expect(forward.message).toContain("not converged after 50 steps");
    const process = { mdp: loop, features: { names: ["step"], values: one }, discount: 1 };
    const backward = stationarySuccessorFeatures(process, one);
    expect(backward.converged).toBe(false);
    expect(backward.message).toContain("state 0 is never left");
  });

  it("refuse policies and starts that do not fit", () => {
    const [one, two] = [Float64Array.of(1), Float64Array.of(1, 0)];
    const options = { discount: 0.9 };
    expect(() => stationaryOccupancy(geometric, two, two, options)).toThrow(
      "policy: expected 1 numbers, got 2",
    );
    expect(() => stationaryOccupancy(geometric, one, one, options)).toThrow(
      "start: expected 2 numbers, got 1",
    );
    expect(() => stationaryOccupancy(geometric, one, two, { discount: -1 })).toThrow("discount must lie in");
    expect(() => finiteOccupancy(geometric, [one, Float64Array.of(Number.NaN)], two, 1)).toThrow(
      "policies[1][0] must be finite, got NaN",
    );
  });
});

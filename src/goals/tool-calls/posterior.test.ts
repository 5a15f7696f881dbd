import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { estimateBackground } from "./background.js";
import { NONE_OF_THESE, toolGoalInference } from "./posterior.js";
import { sameActions } from "./progress.js";
import { NOISE_GRID, type ToolCall, type ToolGoal } from "./tool-goal.js";

const order = (id: number) => ({ order: { exact: id } });
const goals: ToolGoal[] = [
  { name: "refund 1", actions: [{ tool: "find" }, { tool: "refund", arguments: order(1) }] },
  { name: "refund 2", actions: [{ tool: "find" }, { tool: "refund", arguments: order(2) }] },
  { name: "sell", actions: [{ tool: "offer" }], avoids: ["refund"] },
];
const call = (tool: string, id?: number): ToolCall => ({
  tool,
  arguments: id === undefined ? {} : { order: id },
});
const background = estimateBackground([[call("find"), call("refund", 1), call("offer"), call("think")]], []);
const inference = toolGoalInference([...goals, NONE_OF_THESE], background);

const sums = (p: Float64Array) =>
  Array.from({ length: p.length / 4 }, (_, t) => p.slice(4 * t, 4 * t + 4).reduce((a, b) => a + b, 0));

describe("toolGoalInference", () => {
  it("after every prefix the posterior sums to one; nothing seen, it is the prior", () => {
    const prior = [0.4, 0.3, 0.2, 0.1];
    const { prefixes, whole } = inference.posterior([call("find"), call("refund", 2), call("think")], prior);
    for (const total of [...sums(prefixes), ...sums(whole)]) expect(total).toBeCloseTo(1, 14);
    expect(Array.from(prefixes.slice(0, 4))).toEqual(prior.map((p) => expect.closeTo(p, 14)));
  });

  it("calls reveal the goal: the argument tells the two refunds apart", () => {
    const { prefixes } = inference.posterior([call("find"), call("refund", 2)]);
    expect(prefixes[4]).toBeCloseTo(prefixes[5], 14);
    expect(prefixes[9]).toBeGreaterThan(0.8);
    expect(prefixes[10]).toBeLessThan(0.01);
  });

  it("calls that no goal expects are none of these", () => {
    const { whole } = inference.posterior(Array.from({ length: 6 }, () => call("think")));
    expect(whole[3]).toBe(Math.max(...whole));
  });

  it("a goal ruled out by the prior stays out", () => {
    expect(inference.posterior([call("refund", 1)], [0, 0.5, 0.5, 0]).whole[0]).toBe(0);
    expect(() => inference.posterior([], [1])).toThrow(/prior must have 4 entries/);
  });

  it("is calibrated on episodes drawn from its own model: hits are as many as the posterior promises", () => {
    const stream = RandomStream.fromSeed(12);
    const names = ["find", "refund", "offer", "think"];
    const shares = names.map((tool) => background.share(tool));
    const draw = (weights: readonly number[]): number => categorical(stream, weights)();
    // The law of a refund's order given nothing else, as the background has it for both patterns.
    const fits = background.chance(goals[0].actions[1])[1];
    const fits2 = background.chance(goals[1].actions[1])[1];
    const someOrder = () => [1, 2, 3][draw([fits, fits2, 1 - fits - fits2])];
    const otherThan = (id: number) => {
      for (;;) {
        const other = someOrder();
        if (other !== id) return other;
      }
    };
    const n = 2000;
    let [promised, hits, spread] = [0, 0, 0];
    for (let e = 0; e < n; e++) {
      const truth = stream.integer(2);
      const rates = NOISE_GRID[stream.integer(NOISE_GRID.length)];
      const left = ["find", "refund"];
      const calls: ToolCall[] = [];
      for (;;) {
        if (stream.uniform() < (left.length > 0 ? rates.stop : 1 - rates.noise)) break;
        if (left.length === 0 || stream.uniform() < rates.noise) {
          const tool = names[draw(shares)];
          calls.push(tool === "refund" ? call(tool, someOrder()) : call(tool));
        } else {
          const [tool] = left.splice(stream.integer(left.length), 1);
          const id = stream.uniform() < rates.mismatch ? otherThan(truth + 1) : truth + 1;
          calls.push(tool === "refund" ? call(tool, id) : call(tool));
        }
      }
      const { whole } = inference.posterior(calls, [0.5, 0.5, 0, 0]);
      const best = whole[0] >= whole[1] ? 0 : 1;
      promised += whole[best];
      spread += whole[best] * (1 - whole[best]);
      // An even posterior is a hit half the time.
      hits += whole[0] === whole[1] ? 0.5 : Number(best === truth);
    }
    expect(Math.abs(hits - promised)).toBeLessThan(4 * Math.sqrt(spread));
    expect(promised / n).toBeGreaterThan(0.75);
  });
});

it("sameActions: the order of actions matters in a sequence only, that of arguments never", () => {
  const [a, b] = [{ tool: "a", arguments: { x: { exact: 1 }, y: { exact: 2 } } }, { tool: "b" }];
  const turned = { tool: "a", arguments: { y: { exact: 2 }, x: { exact: 1 } } };
  expect(sameActions({ name: "1", actions: [a, b] }, { name: "2", actions: [b, turned] })).toBe(true);
  const sequence = (actions: ToolGoal["actions"]): ToolGoal => ({ name: "", actions, order: "sequence" });
  expect(sameActions(sequence([a, b]), sequence([b, a]))).toBe(false);
  expect(sameActions({ name: "", actions: [a] }, { name: "", actions: [a], avoids: ["b"] })).toBe(false);
});

import { expect, it } from "vitest";
import { goalFileSchema } from "../../contracts/index.js";
import { estimateBackground, NONE_OF_THESE, toolGoalInference } from "../../goals/index.js";
import { goalInference } from "./goal-inference.js";

const file = goalFileSchema.parse({
  goals: [
    { name: "refund", actions: ["find", { tool: "refund", arguments: { to: { regex: "^A" } } }] },
    { name: "sell", actions: [{ tool: "offer", arguments: { plan: ["gold"] } }] },
  ],
});
const call = (name: string, given: Record<string, unknown> = {}) => ({
  name,
  arguments: given,
  failed: false,
});
const episodes = [
  [call("find"), call("refund", { to: "A1" })],
  [call("offer", { plan: ["gold"] }), call("find")],
  [],
  [call("think")],
];

it("begins with what `telostat measure` says of the calls: equal prior weights, a background of all", async () => {
  const inference = goalInference(file);
  const [first] = (await inference.infer(inference.init(), episodes.map(inference.match))).probabilities;
  const calls = episodes.map((one) => one.map(({ name, ...rest }) => ({ tool: name, ...rest })));
  const background = estimateBackground(calls, ["find", "refund", "offer"]);
  const { whole } = toolGoalInference([...file.goals, NONE_OF_THESE], background).posterior(calls[0]!);
  expect(Object.keys(first!)).toEqual(["refund", "sell", "none of these"]);
  Object.values(first!).forEach((p, g) => {
    expect(p).toBeCloseTo(whole[g]!, 12);
  });
});

it("carries what it learned through JSON, and keeps no arguments of calls", async () => {
  const inference = goalInference(file);
  const matched = episodes.map(inference.match);
  expect(JSON.stringify(matched)).not.toMatch(/A1|gold/);
  const half = await inference.infer(inference.init(), matched.slice(0, 2));
  const rest = await inference.infer(JSON.parse(JSON.stringify(half.state)), matched.slice(2));
  expect(rest.state.calls).toEqual({ " find": 2, "1 refund": 1, "1 offer": 1, " think": 1 });
  expect(rest.state.weights.reduce((a, b) => a + b)).toBeCloseTo(4, 12);
});

it("is bounded in what it learns of names", async () => {
  const inference = goalInference(file);
  const many = Array.from({ length: 6000 }, (_, i) => call(`tool ${i} ${"x".repeat(1000)}`));
  const { state } = await inference.infer(inference.init(), [
    inference.match(many.slice(0, 1)),
    inference.match(many),
  ]);
  expect(Object.keys(state.calls)).toHaveLength(5000);
  expect(Math.max(...Object.keys(state.calls).map((key) => key.length))).toBeLessThan(210);
});

it("knows another goal file by its digest", () => {
  const other = { ...file, goals: file.goals.slice(0, 1) };
  expect(goalInference(other).digest).not.toBe(goalInference(file).digest);
  expect(goalInference(structuredClone(file)).digest).toBe(goalInference(file).digest);
});

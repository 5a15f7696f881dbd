import { describe, expect, it } from "vitest";
import { goalFileSchema, measureResultSchema } from "../../contracts/index.js";
import { readTranscripts } from "../../ingest/index.js";
import { measureResult } from "./result.js";
import { measureTable } from "./table.js";
import { type ToolCallSettings, toolCallMethod } from "./tool-calls.js";

const file = goalFileSchema.parse({
  intended: "refund",
  goals: [
    { name: "sell", actions: [{ tool: "offer", arguments: { kind: { one_of: ["gold", "silver"] } } }] },
    {
      name: "refund",
      actions: ["find", { tool: "refund", arguments: { order: { regex: "^A" } } }],
      order: "sequence",
    },
  ],
});

type Call = [tool: string, args?: object];
const refund: Call[] = [["find"], ["refund", { order: "A1", note: "x".repeat(1000) }]];
const sell: Call[] = [["offer", { kind: "gold" }]];

const line = (calls: readonly Call[]): string => {
  const messages = calls.map(([name, args = {}]) => ({
    role: "assistant",
    tool_calls: [{ function: { name, arguments: JSON.stringify(args) } }],
  }));
  return `${JSON.stringify({ messages })}\n`;
};

async function* once(text: string) {
  yield Buffer.from(text);
}
async function measureText(text: string, goals = file, settings: Partial<ToolCallSettings> = {}) {
  async function* episodes() {
    const input = { name: "runs.jsonl", bytes: once(text) };
    for await (const { toolCalls, position } of readTranscripts(input))
      yield { value: toolCalls.map(({ name, ...call }) => ({ tool: name, ...call })), count: 1, position };
  }
  const method = toolCallMethod(goals, { level: 0.95, ...settings });
  return measureResult(episodes(), method, { source: "runs.jsonl", level: 0.95, seed: 1 });
}
const measure = (
  episodes: readonly (readonly Call[])[],
  settings: Partial<ToolCallSettings> = {},
  goals = file,
) => measureText(episodes.map(line).join(""), goals, settings);

const mixed = [...Array(40).fill(refund), ...Array(10).fill(sell)];

describe("toolCallMethod", () => {
  it("finds the goals behind the calls: the contract of labels, the intended goal first", async () => {
    const result = await measure(mixed);
    expect(measureResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(result.distribution.map(({ goal, count }) => [goal, count])).toEqual([
      ["refund", 40],
      ["sell", 10],
      ["none of these", 0],
    ]);
    expect(result).toMatchObject({
      observations: 50,
      goals: 3,
      intended: "refund",
      maximumEntropy: Math.log(3),
    });
    expect(result.fidelity?.lower).toBeLessThan(0.8);
    expect(result.fidelity?.upper).toBeGreaterThan(0.8);
    const truth = -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2));
    expect(result.entropy.lower).toBeLessThan(truth);
    expect(result.entropy.upper).toBeGreaterThan(truth);
    expect(measureTable(result)).toContain("fidelity p(refund)");
  });

  it("names the route that was taken: Laplace's where calls leave next to no doubt about their goals", async () => {
    const certain = { ...file, noise: { noise: [1e-6], stop: [0.5], mismatch: [1e-6] } };
    for (const [goals, route, words] of [
      [file, "gibbs", "Gibbs"],
      [certain, "laplace", "Laplace"],
    ] as const) {
      const result = await measure(mixed, {}, goals);
      expect(result.estimator).toMatchObject({ name: route, source: expect.stringContaining(words) });
      expect(result.entropy.method).toContain(words);
      expect(measureTable(result)).toContain(`S (${route})`);
    }
  });

  it("the same seed gives the same bytes; --intended overrides the file", async () => {
    expect(await measure(mixed)).toEqual(await measure(mixed));
    const other = await measure(mixed, { intended: "sell" });
    expect(other.distribution[0].goal).toBe("sell");
    await expect(measure(mixed, { intended: "?" })).rejects.toThrow(
      /--intended \? is not one of the goals: sell, refund/,
    );
  });

  it("without an intended goal there is no fidelity and no divergence", async () => {
    const result = await measure(mixed, {}, { ...file, intended: undefined });
    expect(result).toMatchObject({ intended: null, fidelity: null, divergence: null });
    expect(result.notes.join(" ")).toContain("--intended");
  });

  it("behaviour outside the goals is none of these, and silence is said", async () => {
    const strange: Call[] = [["delete"], ["delete"], ["delete"]];
    const result = await measure([...Array(30).fill(refund), ...Array(30).fill(strange), []]);
    const [, , none] = result.distribution;
    expect(none).toMatchObject({ goal: "none of these", count: 31 });
    expect(none.probability.lower).toBeGreaterThan(0.2);
    expect(result.notes.join(" ")).toContain("1 of 61 episodes has no tool calls");
  });

  it("says which goals nothing tells apart", async () => {
    const twins = goalFileSchema.parse({
      goals: [
        { name: "a", actions: ["x"] },
        { name: "b", actions: ["x"] },
      ],
    });
    const { notes } = await measureText(line([["x"]]), twins);
    expect(notes).toContain("'a' and 'b' expect the same calls: nothing tells them apart.");
  });

  it("takes the noise rates of the file", async () => {
    const strict = await measure(
      mixed,
      {},
      { ...file, noise: { noise: [0.05], stop: [0.01], mismatch: [0.01] } },
    );
    expect(strict.fidelity).not.toEqual((await measure(mixed)).fidelity);
    expect(strict.distribution.map(({ count }) => count)).toEqual([40, 10, 0]);
  });

  it("more different episodes than can be held become rows, with a note and next to the same figures", async () => {
    const shuffled = mixed.map((_, i) => mixed[(i * 17) % mixed.length]!);
    const noisy = shuffled.flatMap((calls, i) => [
      calls,
      [...Array.from({ length: i % 7 }, (_, t): Call => [`look ${(i * 5 + t) % 11}`]), ...calls],
    ]);
    const [held, rows] = [await measure(noisy), await measure(noisy, { most: 900 })];
    expect(held.notes.join(" ")).not.toContain("noise was estimated");
    expect(rows.notes.join(" ")).toMatch(/noise was estimated from the first \d+ of 100\./);
    expect(rows.observations).toBe(100);
    expect(rows.distribution.map(({ count }) => count)).toEqual(held.distribution.map(({ count }) => count));
    const error = (held.fidelity!.upper - held.fidelity!.lower) / 4;
    expect(Math.abs(rows.fidelity!.value - held.fidelity!.value)).toBeLessThan(0.2 * error);
  });
});

import { expect, it } from "vitest";
import type { GoalRecord } from "../../ingest/index.js";
import { mostGoals, mostObservations, tallyGoals } from "./tally.js";

async function* records(pairs: Iterable<readonly [goal: string, count: number]>): AsyncGenerator<GoalRecord> {
  let line = 2;
  for (const [goal, count] of pairs) yield { goal, count, line: line++ };
}

it("adds up repeated goals in the order of first sight", async () => {
  const tally = await tallyGoals(
    records([
      ["b", 2],
      ["a", 1],
      ["b", 3],
      ["__proto__", 4],
    ]),
    "f",
  );
  expect(tally).toEqual({ goals: ["b", "a", "__proto__"], counts: [5, 1, 4], n: 10 });
});

it("keeps the declared goals and their order, seen or not, and takes no other", async () => {
  expect(await tallyGoals(records([["b", 2]]), "f", ["a", "b"])).toEqual({
    goals: ["a", "b"],
    counts: [0, 2],
    n: 2,
  });
  await expect(
    tallyGoals(
      records([
        ["b", 2],
        ["c", 0],
      ]),
      "f",
      ["a", "b"],
    ),
  ).rejects.toThrow('f:3: goal "c" is not one of --goals: a, b');
});

it("takes as many different goals as the limit, and no more", async () => {
  const many = Array.from({ length: mostGoals + 1 }, (_, i) => [`${i}`, 1] as const);
  expect((await tallyGoals(records(many.slice(1)), "f")).n).toBe(mostGoals);
  await expect(tallyGoals(records(many), "f")).rejects.toThrow(/^f:10002: more than 10000 different goals/);
});

it("takes as many observations as the limit, and no more", async () => {
  expect((await tallyGoals(records([["a", mostObservations]]), "f")).n).toBe(mostObservations);
  await expect(
    tallyGoals(
      records([
        ["a", mostObservations],
        ["b", 1],
      ]),
      "f",
    ),
  ).rejects.toThrow("f:3: the counts add up to more than 10000000000");
});

import { expect, it } from "vitest";
import { mostGoals, mostObservations, Tally, Vocabulary } from "./tally.js";

function tally(pairs: Iterable<readonly [goal: string, count: number]>, declared?: readonly string[]): Tally {
  const sample = new Tally(new Vocabulary(declared, declared && "--goals"));
  let line = 2;
  for (const [goal, count] of pairs) sample.add(goal, count, { source: "f", line: line++ });
  return sample;
}

it("adds up repeated goals in the order of first sight", () => {
  const vocabulary = new Vocabulary();
  const sample = new Tally(vocabulary);
  for (const [goal, count] of [
    ["b", 2],
    ["a", 1],
    ["b", 3],
    ["__proto__", 4],
  ] as const)
    sample.add(goal, count, { source: "f" });
  expect(vocabulary.labels).toEqual(["b", "a", "__proto__"]);
  expect(sample).toMatchObject({ counts: [5, 1, 4], n: 10 });
});

it("samples of one vocabulary know each other's goals, and add up", () => {
  const vocabulary = new Vocabulary();
  const [first, second] = [new Tally(vocabulary), new Tally(vocabulary)];
  first.add("a", 1, { source: "f" });
  second.add("b", 2, { source: "f" });
  expect([first.counts, second.counts]).toEqual([
    [1, 0],
    [0, 2],
  ]);
  first.absorb(second);
  expect(first).toMatchObject({ counts: [1, 2], n: 3 });
});

it("keeps the declared goals and their order, seen or not, and takes no other", () => {
  expect(tally([["b", 2]], ["a", "b"])).toMatchObject({ counts: [0, 2], n: 2 });
  expect(() =>
    tally(
      [
        ["b", 2],
        ["c", 0],
      ],
      ["a", "b"],
    ),
  ).toThrow('f:3: goal "c" is not one of --goals: a, b');
});

it("takes as many different goals as the limit, and no more", () => {
  const many = Array.from({ length: mostGoals + 1 }, (_, i) => [`${i}`, 1] as const);
  expect(tally(many.slice(1)).n).toBe(mostGoals);
  expect(() => tally(many)).toThrow(/^f:10002: more than 10000 different goals/);
});

it("takes as many observations as the limit, and no more", () => {
  expect(tally([["a", mostObservations]]).n).toBe(mostObservations);
  expect(() =>
    tally([
      ["a", mostObservations],
      ["b", 1],
    ]),
  ).toThrow("f:3: the counts add up to more than 10000000000");
});

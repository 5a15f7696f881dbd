import { expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { CueConflictTask, goalDistribution } from "../../training/index.js";
import { checkLabels, drawAnswers, goalCounts } from "./answers.js";
import { closedLoop } from "./index.js";

const stream = RandomStream.fromSeed(5);
const task = new CueConflictTask(stream.split("task"));
const size = 4000;
const conflict = task.conflict(stream.split("conflict"), size);
const cues = 4;

it("draws each goal as often as its share of the distribution", () => {
  const probabilities = Float32Array.from({ length: size * task.classes }, (_, i) => 1 + ((i * 7) % 10));
  for (let i = 0; i < size; i++) {
    const row = probabilities.subarray(i * task.classes, (i + 1) * task.classes);
    const total = row.reduce((a, b) => a + b, 0);
    row.forEach((p, c) => {
      row[c] = p / total;
    });
  }
  const { distribution } = goalDistribution(probabilities, conflict, task.classes);
  const answers = drawAnswers(probabilities, conflict, task.classes, stream.split("draw"));
  const counts = goalCounts(answers, cues + 1);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(size);
  counts.forEach((n, k) => {
    const p = distribution[k];
    expect(Math.abs(n - size * p)).toBeLessThan(4 * Math.sqrt(size * p * (1 - p)));
  });
});

it("notes which cue was followed, and what the network gave its answer", () => {
  const certain = new Float32Array(size * task.classes);
  // Input i follows cue i mod 4; every fifth answers a class that no cue names.
  for (let i = 0; i < size; i++) {
    const named = [...conflict.cueClasses.subarray(i * cues, (i + 1) * cues)];
    const other = Array.from({ length: task.classes }, (_, c) => c).find((c) => !named.includes(c));
    const answered = i % 5 === 4 ? other : named[i % cues];
    certain[i * task.classes + (answered ?? 0)] = 1;
  }
  const answers = drawAnswers(certain, conflict, task.classes, stream.split("draw"));
  answers.forEach(({ goal, probability, answered, cueClasses }, i) => {
    expect([goal, probability]).toEqual([i % 5 === 4 ? cues : i % cues, 1]);
    expect(answered === cueClasses[goal]).toBe(goal < cues);
  });
});

it("finds every known goal again", () => {
  expect(checkLabels(closedLoop.defaults, 1)).toEqual({ checked: 2000, confirmed: 2000 });
});

it("tells of each policy what was measured, and draws nothing where nobody listens", async () => {
  const p = { ...closedLoop.defaults, hidden: 16, alignmentSteps: 50, driftSteps: 50, conflictInputs: 400 };
  const told: unknown[] = [];
  const progress = async () => {};
  const result = await closedLoop.trial(p, 3, {
    progress,
    tell: async (happening) => void told.push(happening),
  });
  expect(await closedLoop.trial(p, 3, { progress })).toEqual(result);
  const { runs, parameterCount } = result;
  const expected = runs.flatMap((run) => {
    if ("diverged" in run) throw new Error(run.diverged.message);
    const { policy, points, taskLoss } = run;
    return [
      { kind: "began", policy, parameterCount },
      ...points.map(({ step, entropy, entropyLower, entropyUpper, fidelity, gamma, lambdaMax }) => ({
        kind: "checkpoint",
        policy,
        step,
        entropy: { value: entropy, lower: entropyLower, upper: entropyUpper },
        ...(lambdaMax === null ? { lambdaMax } : { lambdaMax: { value: lambdaMax } }),
        fidelity,
        gamma,
      })),
      { kind: "ended", policy, taskLoss },
    ];
  });
  expect(told).toMatchObject(expected);
  expect(told).toHaveLength(expected.length);
});

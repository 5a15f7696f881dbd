import { describe, expect, it } from "vitest";
import { chartSchema, experimentResultSchema } from "../../contracts/index.js";
import { RandomStream } from "../../numeric/index.js";
import { runExperiment } from "../experiment.js";
import { failureSignatures } from "./index.js";
import { failureSignaturesDefaults, kinds, placeOf } from "./parameters.js";
import { scalarRun } from "./scalar-law.js";
import type { FailureSignaturesTrial, NamedRun } from "./trial.js";

const context = { progress: async () => {}, signal: new AbortController().signal };
const small = { ...failureSignaturesDefaults, runs: 12, learnerShare: 0 };

describe("runs by the scalar law", () => {
  it.each(kinds)("%s: S within [0, ln K], causes as the kind says", (kind) => {
    for (let r = 0; r < 20; r++) {
      const streams = scalarRun(kind, small, RandomStream.fromSeed(r));
      const ends = (readings: readonly { value: number }[] = []): number =>
        readings.at(-1)!.value / readings[0].value;
      expect(streams.entropy).toHaveLength(small.windows);
      expect(ends(streams.lambdaMax) > 2).toBe(
        kind === "lambda_max underestimated" || (kind === "stable" && ends(streams.lambdaMax) > 2),
      );
      if (kind === "specification drift") expect(ends(streams.divergence)).toBeGreaterThan(2);
      if (kind !== "stable") expect(streams.entropy.at(-1)!.value).toBeGreaterThan(streams.entropy[0].value);
      const { work, alone } = streams;
      const sum = alone!.exploration!.value + alone!.gaming!.value;
      if (kind === "insufficient work") expect(work!.value / sum).toBeLessThan(0.75);
      if (kind === "synergistic amplification") expect(work!.value / sum).toBeGreaterThan(0.8);
    }
  });
});

describe("failure-signatures", () => {
  it("names small scalar runs, says the halves apart, and gives the same bytes again", async () => {
    const run = () => runExperiment(failureSignatures, small, 3, context);
    const [result, again] = [await run(), await run()];
    expect(JSON.stringify(again)).toBe(JSON.stringify(result));
    experimentResultSchema.parse(result);
    for (const chart of result.charts!) chartSchema.parse(chart);
    // 30 held-out runs at 99%: 27 or fewer right has probability 0.0003.
    expect(result.summary.named_correctly_scalar_law.value).toBeGreaterThan(0.9);
    expect(result.summary.named_correctly_learners.value).toBeNull();
    expect(result.summary.named_correctly_behaviour_only.value).toBeLessThan(0.7);
  });

  it("runs networks too: five kinds from one aligned network", async () => {
    const trial = await failureSignatures.trial({ ...failureSignaturesDefaults, windows: 30 }, 5, context);
    expect(trial.world).toBe("learner");
    const right = trial.runs.filter(({ kind, named }) => named[0] === kind).length;
    expect(right).toBeGreaterThanOrEqual(4);
  });

  it("judges by the held-out half alone", () => {
    const trials = (right: number, stableWrong: number): FailureSignaturesTrial[] =>
      Array.from({ length: 200 }, (_, r) => ({
        ...placeOf(failureSignaturesDefaults, r),
        runs: kinds.map((kind): NamedRun => {
          const wrong = kind === "stable" ? r - 100 < stableWrong : r < 100 || r - 100 >= right;
          const name = kind === "stable" ? "insufficient work" : "undetermined";
          return { kind, named: [wrong ? name : kind, kind, kind], confidence: [1, 1, 1] };
        }),
      }));
    const verdict = (right: number, wrong: number) =>
      failureSignatures.summarise(failureSignaturesDefaults, 1, trials(right, wrong));
    expect(verdict(100, 0).verdict).toBe("named");
    expect(verdict(93, 0).verdict).toBe("undecided");
    expect(verdict(89, 0).verdict).toBe("not-named");
    expect(verdict(100, 2).verdict).toBe("undecided");
    expect(verdict(100, 5).verdict).toBe("not-named");
    expect(verdict(93, 0).findings![0].standing).toBe("undecided");
    expect(verdict(93, 0).summary.named_correctly_min).toMatchObject({ value: 0.93, n: 100 });
  });

  it("says what is wrong with its parameters", () => {
    const problem = (change: Partial<typeof failureSignaturesDefaults>) =>
      failureSignatures.problem({ ...failureSignaturesDefaults, ...change });
    expect(problem({ runs: 7 })).toBe("runs must be an even number, got 7");
    expect(problem({ learnerShare: 2 })).toBe("learnerShare must lie in [0, 1], got 2");
    expect(problem({ wander: [0.2, 0.1] })).toMatch(/wander must be two numbers/);
    expect(problem({ first: 3 })).toBe("first is set by the trials");
    expect(problem({})).toBeUndefined();
  });
});

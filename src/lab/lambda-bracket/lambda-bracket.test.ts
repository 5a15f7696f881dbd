import { describe, expect, it } from "vitest";
import { standardErrors } from "../../../test/goodness-of-fit.js";
import { lambdaBracketResultSchema } from "../../contracts/index.js";
import { RandomStream } from "../../numeric/index.js";
import { runExperiment } from "../experiment.js";
import { lambdaBracket } from "./index.js";
import { dimensionOf, drawGram, spectra } from "./spectra.js";

const context = { progress: async () => {}, signal: new AbortController().signal };

describe("the drawn Gram matrices", () => {
  const gaussian = spectra.filter(({ factor }) => factor === undefined);

  it.each(gaussian.map((spectrum) => [spectrum.name, spectrum] as const))(
    "%s: squared norms and products have the moments tr F and tr F^2",
    (_, spectrum) => {
      const stream = RandomStream.fromSeed(5).split(spectrum.name);
      const draws = Array.from({ length: 1500 }, (__, r) => drawGram(spectrum, 3, stream.split(r)));
      const moment = (power: number) =>
        spectrum.eigenvalues.reduce((sum, { value, multiplicity }) => sum + multiplicity * value ** power, 0);
      const errors = (pick: (k: Float64Array) => number, expected: number) =>
        Math.abs(standardErrors(draws.map(pick), expected));
      expect(errors((k) => k[4], moment(1))).toBeLessThan(4);
      expect(errors((k) => k[1] ** 2, moment(2))).toBeLessThan(4);
      expect(draws.every((k) => k[1] === k[3] && k[2] === k[6])).toBe(true);
      expect(dimensionOf(spectrum)).toBeGreaterThan(16_000);
    },
  );

  it("of heavy-tailed rows have factors with E r^2 = 1", () => {
    const [three, five, rare] = spectra.flatMap(({ factor }) => (factor === undefined ? [] : [factor]));
    const draws = (factor: (stream: RandomStream) => () => number) =>
      Float64Array.from({ length: 100_000 }, factor(RandomStream.fromSeed(6)));
    // Student: r^2 has no variance, but (nu - 2) / r^2 is chi-square: its mean nu says that E r^2 = 1.
    expect(
      Math.abs(
        standardErrors(
          draws(three).map((r) => r ** -2),
          3,
        ),
      ),
    ).toBeLessThan(4);
    expect(
      Math.abs(
        standardErrors(
          draws(five).map((r) => r ** -2),
          5 / 3,
        ),
      ),
    ).toBeLessThan(4);
    expect(
      Math.abs(
        standardErrors(
          draws(rare).map((r) => r ** 2),
          1,
        ),
      ),
    ).toBeLessThan(4);
  });

  it("multiply rows by their factors and leave the rest alone", () => {
    const bare = { ...spectra[0] };
    const tripled = { ...bare, factor: () => () => 3 };
    const stream = RandomStream.fromSeed(7);
    const expected = drawGram(bare, 5, stream.split("a")).map((x) => 9 * x);
    drawGram(tripled, 5, stream.split("a")).forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i], 8);
    });
  });
});

describe("lambda-bracket", () => {
  it("says the same twice, in the shape of its schema, and judges every cell", async () => {
    const parameters = { ...lambdaBracket.defaults, replications: 4, trials: 2, rows: [16], splits: 2 };
    const once = await runExperiment(lambdaBracket, parameters, 1, context);
    expect(await runExperiment(lambdaBracket, parameters, 1, context)).toEqual(once);
    const result = lambdaBracketResultSchema.parse(once);
    expect(result.series).toHaveLength(spectra.length);
    for (const cell of result.series) {
      expect(cell.replications).toBe(4);
      expect(cell.missedBelow + cell.missedAbove).toBeCloseTo(1 - cell.coverage.value, 12);
    }
  });

  it("fails a cell whose limits miss, by family", () => {
    const hit = {
      lowerLimit: 0.5,
      upperLimit: 2,
      bracketLower: 0.7,
      bracketUpper: 1.5,
      noiseReduction: 1,
      spikedModel: null,
      forbidden: false,
    };
    const parameters = { ...lambdaBracket.defaults, replications: 100, trials: 1, rows: [16] };
    const verdict = (bad: number) =>
      lambdaBracket.summarise(parameters, 1, [
        spectra.map((_, i) => new Array(100).fill(i === bad ? { ...hit, upperLimit: 0.9 } : hit)),
      ]).verdict;
    expect(verdict(-1)).toBe("holds");
    expect(verdict(spectra.length - 1)).toBe("light-tails-only");
    expect(verdict(0)).toBe("fails");
  });

  it("refuses parameters that make no sense", () => {
    const say = (change: object) => lambdaBracket.problem({ ...lambdaBracket.defaults, ...change });
    expect(say({})).toBeUndefined();
    expect(say({ replications: 30 })).toContain("must be a multiple of trials");
    expect(say({ rows: [2] })).toContain("rows must be whole numbers from 4 to 4096");
    expect(say({ level: 1 })).toContain("level must lie between 0 and 1");
  });
});

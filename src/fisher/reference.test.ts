/** Every estimator of a spectrum against numpy's values of small matrices; see test/reference/fisher/fisher.py. */
import { describe, expect, it } from "vitest";
import golden from "../../test/reference/fisher/fisher.golden.json" with { type: "json" };
import { RandomStream, studentTQuantile } from "../numeric/index.js";
import { ridgeDimension, spectralDensity, traceOf } from "./density/density.js";
import { gramAnalysis } from "./gram/analysis.js";
import { effectiveDimension } from "./gram/effective-dimension.js";
import { noiseReduction } from "./gram/noise-reduction.js";
import { sampleGram } from "./gram/sample-gram.js";
import { spikedModel } from "./gram/spiked-model.js";
import { extremalEigenpairs } from "./krylov/extremal.js";
import { topEigenvalue } from "./krylov/top-eigenvalue.js";
import { denseOperator } from "./operator.js";
import { hutchPlusPlus } from "./trace/hutch-plus-plus.js";
import { xTrace } from "./trace/x-trace.js";

/** Relative. */
const close = (value: number, expected: number, tolerance: number) =>
  expect(Math.abs(value / expected - 1)).toBeLessThan(tolerance);

describe.each(golden.spectra)("$name", ({ name, size, matrix, eigenvalues, trace, ...expected }) => {
  const operator = denseOperator(name, Float64Array.from(matrix), size);
  const stream = (what: string) => RandomStream.fromSeed(11).split(what);

  it("has numpy's eigenvalues at both ends", () => {
    const { value } = topEigenvalue(operator, stream("top"), { tolerance: 1e-12 });
    close(value, eigenvalues[0]!, 1e-10);
    const options = { end: "both", count: 1, tolerance: 1e-12 } as const;
    const { pairs } = extremalEigenpairs(operator, stream("ends"), options);
    close(pairs[0]!.value, eigenvalues[0]!, 1e-10);
    expect(Math.abs(pairs.at(-1)!.value - eigenvalues.at(-1)!)).toBeLessThan(1e-10 * eigenvalues[0]!);
  });

  it("has its trace and so its effective dimension, exactly with a probe for each direction", () => {
    for (const estimator of [xTrace, hutchPlusPlus]) {
      const estimate = estimator(operator, { products: 4 * size, stream: stream("trace") });
      close(estimate.value, trace, 1e-9);
      close(estimate.value / eigenvalues[0]!, expected.effectiveDimension, 1e-9);
    }
  });

  it("has a quadrature on its own eigenvalues where every step is taken", () => {
    const { rules } = spectralDensity(operator, { stream: stream("whole"), vectors: 5, steps: size });
    for (const { nodes } of rules)
      for (const node of nodes) {
        const distance = Math.min(...eigenvalues.map((value) => Math.abs(value - node)));
        expect(distance).toBeLessThan(1e-8 * eigenvalues[0]!);
      }
  });

  it("has the moments and ridge dimensions of its density within 4 standard errors of 400 vectors", () => {
    // Six moments are exact in each rule of four steps: 2 x 4 - 1 = 7.
    const density = spectralDensity(operator, { stream: stream("moments"), vectors: 400, steps: 4 });
    const errors = ({ lower, upper }: { lower: number; upper: number }) =>
      (upper - lower) / 2 / studentTQuantile(0.975, 399);
    expected.moments.forEach((moment, k) => {
      const estimate = traceOf(density, (x) => x ** (k + 1));
      const allowed = 4 * errors(estimate) + 1e-9 * moment * size;
      expect(Math.abs(estimate.value - moment * size)).toBeLessThan(allowed);
    });
    const whole = spectralDensity(operator, { stream: stream("ridge"), vectors: 400, steps: size });
    for (const { ridge, value } of expected.ridgeDimension) {
      const estimate = ridgeDimension(whole, ridge);
      expect(Math.abs(estimate.value - value)).toBeLessThan(4 * errors(estimate) + 1e-9);
    }
  });
});

describe.each(golden.samples)("$name", ({ gram, rows, parameters, eigenvalues, ...expected }) => {
  const entries = Float64Array.from(gram);

  it("has numpy's eigenvalues, and the point estimates that follow from them", () => {
    const trace = eigenvalues.reduce((a, b) => a + b);
    close(noiseReduction(eigenvalues[0]!, trace, rows), expected.noiseReduction, 1e-12);
    const { value } = spikedModel(eigenvalues, parameters);
    if (expected.spikedModel === null) expect(value).toBeUndefined();
    else close(value!, expected.spikedModel, 1e-6);
    const analysis = gramAnalysis(entries, { parameters, stream: RandomStream.fromSeed(12) });
    analysis.eigenvalues.forEach((own, i) => {
      expect(Math.abs(own - eigenvalues[i]!)).toBeLessThan(1e-10 * eigenvalues[0]!);
    });
  });

  it("brackets the effective dimension as direct solves without each row do", () => {
    for (const { ridge, lower, upper } of expected.effectiveDimension) {
      const own = effectiveDimension(sampleGram(entries), eigenvalues, ridge);
      close(own.lower, lower, 1e-9);
      close(own.upper, upper, 1e-8);
    }
  });
});

import { atLeast, each, notNegative, numbersOf, problemIn, whole } from "../parameter-checks.js";

export type WikispeediaParameters = typeof wikispeediaDefaults;

export const wikispeediaDefaults = {
  /** Parts into which the targets are split at random. */
  folds: 5,
  /** Parts to test on, each with weights learned on the others; as many as `folds` tests every path. */
  testFolds: 1,
  /** Candidate targets, the true one among them. */
  candidates: 20,
  /** Of the baseline: exp(-beta hops), untuned. */
  baselineBeta: 1.5,
  /** Most paths of one pair of start and target: four pairs have hundreds or thousands. */
  pathsPerPair: 20,
  /** Most paths to learn weights from: more change them little. */
  learningPaths: 3000,
  /** Most paths to learn from how much clicks count. */
  temperingPaths: 4000,
  /** Most paths to test on, over all test parts. */
  testPaths: 1_000_000,
  /** Least clicks that a test path shows; its last, to the target, is hidden. */
  minClicks: 1,
  /** 0 leaves out of the test the targets that the features were chosen on: see developmentTargets. 1 tests them too. */
  testDevelopment: 1,
  /** Bootstrap replications over targets. */
  replications: 1000,
};

/** What is wrong with `parameters`, or undefined. */
export function problem(p: WikispeediaParameters): string | undefined {
  const { folds, testDevelopment, testFolds } = p;
  const wrong = problemIn(p, each(numbersOf(p, "baselineBeta", "testDevelopment"), whole()), {
    baselineBeta: notNegative,
    folds: atLeast(3, "to test on, to temper on, to learn from"),
    candidates: atLeast(2),
    replications: atLeast(100, "for a 95% interval"),
  });
  if (wrong !== undefined) return wrong;
  if (testDevelopment !== 0 && testDevelopment !== 1)
    return `testDevelopment must be 0 or 1, got ${testDevelopment}`;
  if (testFolds > folds) return `testFolds (${testFolds}) must not exceed folds (${folds})`;
  return undefined;
}

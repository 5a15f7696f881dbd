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
export function problem(parameters: WikispeediaParameters): string | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    if (name === "baselineBeta" || name === "testDevelopment") continue;
    if (!(Number.isInteger(value) && value >= 1)) return `${name} must be a whole number >= 1, got ${value}`;
  }
  const { baselineBeta, candidates, folds, replications, testDevelopment, testFolds } = parameters;
  if (testDevelopment !== 0 && testDevelopment !== 1)
    return `testDevelopment must be 0 or 1, got ${testDevelopment}`;
  if (!(baselineBeta >= 0 && Number.isFinite(baselineBeta)))
    return `baselineBeta must be finite and >= 0, got ${baselineBeta}`;
  if (folds < 3) return `folds must be at least 3 (to test on, to temper on, to learn from), got ${folds}`;
  if (testFolds > folds) return `testFolds (${testFolds}) must not exceed folds (${folds})`;
  if (candidates < 2) return `candidates must be at least 2, got ${candidates}`;
  if (replications < 100) return `replications must be at least 100, for a 95% interval, got ${replications}`;
  return undefined;
}

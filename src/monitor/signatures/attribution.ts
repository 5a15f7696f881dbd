import { confusion, dirichletPrior, samplePrevalence } from "../../goals/index.js";
import { type Estimate, quantileSorted, type RandomStream } from "../../numeric/index.js";

/** One period: what the judge said of the system's behaviour, and of anchor items whose class is known. */
export interface JudgedPeriod {
  /** The system's behaviour by the judge's label, [classes], whole counts. */
  readonly labels: ArrayLike<number>;
  /** Anchors by label and true class, row-major, [classes * classes], whole counts; every class has some. */
  readonly anchors: ArrayLike<number>;
}

export interface AttributionOptions {
  readonly stream: RandomStream;
  /** Chance of blaming the judge, and of blaming the system, when neither changed. Default 0.05. */
  readonly alpha?: number;
  /** Permutations behind the judge's p-value. Default 999. */
  readonly permutations?: number;
}

export interface Attribution {
  readonly cause: "system" | "judge" | "both" | "neither";
  readonly judge: {
    /** That anchors of one class are labelled alike in both periods. */
    readonly pValue: number;
    /** Share of anchors labelled right, [before, after]. */
    readonly agreement: readonly [number, number];
  };
  readonly system: {
    /** Change of each true class's share, judged by each period's own anchors; simultaneous intervals. */
    readonly shares: readonly Estimate[];
    /** Change of S of the true classes, nats. */
    readonly entropy: Estimate;
  };
  /** Change of each label's share as the judge saw it, uncorrected. */
  readonly seen: readonly number[];
}

/**
 * Whether a shift in what a judge says comes from the system, from the judge, or neither can be shown: a drifting judge
 * looks like a drifting system, but it also labels anchor items of known class otherwise than before.
 *
 * Judge: a permutation test, within each class, of the statistic G = sum O ln(O / E) over labels, classes and periods; exact
 * for exchangeable anchors. System: the posterior of the true shares in either period, through that period's own
 * confusion matrix and its uncertainty ({@link samplePrevalence}, Dir(1/2)); changed when the interval of any share at level
 * 1 - alpha/classes excludes 0. Few anchors make both undecided, hence "neither": no change was shown, not that none was.
 *
 * Assumes that the judge errs on anchors as on the system's behaviour: choose anchors from it.
 *
 * @throws RangeError for counts that are not whole, a class without anchors, or an empty period.
 */
export function attributeShift(
  before: JudgedPeriod,
  after: JudgedPeriod,
  { stream, alpha = 0.05, permutations = 999 }: AttributionOptions,
): Attribution {
  const classes = before.labels.length;
  if (after.labels.length !== classes)
    throw new RangeError(`both periods need the same classes, got ${classes} and ${after.labels.length}`);
  const draws = [before, after].map((period, i) => {
    const posterior = samplePrevalence(confusion(period.anchors, classes), period.labels, {
      stream: stream.split("shares", i),
      prior: dirichletPrior(0.5),
    });
    if (posterior === undefined) throw new RangeError("a period without labels of the system's behaviour");
    return posterior;
  }) as [NonNullable<ReturnType<typeof samplePrevalence>>, NonNullable<ReturnType<typeof samplePrevalence>>];
  const n = total(before.labels) + total(after.labels);
  const change = (level: number, what: string, read: (period: 0 | 1, draw: number) => number): Estimate => {
    const count = Math.min(draws[0].draws, draws[1].draws);
    const values = Float64Array.from({ length: count }, (_, d) => read(1, d) - read(0, d)).sort();
    return {
      value: quantileSorted(values, 0.5),
      lower: quantileSorted(values, (1 - level) / 2),
      upper: quantileSorted(values, (1 + level) / 2),
      level,
      method: `difference of ${draws[0].method}`,
      n,
      covers: `change of ${what}, both periods' behaviour and anchors`,
    };
  };
  const shares = Array.from({ length: classes }, (_, c) =>
    change(1 - alpha / classes, `the share of class ${c}`, (p, d) => draws[p].weights[d * classes + c]!),
  );
  const pValue = judgeTest(before.anchors, after.anchors, classes, permutations, stream.split("judge"));
  const judge = pValue <= alpha;
  const system = shares.some(({ lower, upper }) => lower > 0 || upper < 0);
  return {
    cause: judge ? (system ? "both" : "judge") : system ? "system" : "neither",
    judge: { pValue, agreement: [agreement(before.anchors, classes), agreement(after.anchors, classes)] },
    system: { shares, entropy: change(1 - alpha, "S", (p, d) => draws[p].entropy[d]!) },
    seen: Array.from(
      { length: classes },
      (_, c) => after.labels[c]! / total(after.labels) - before.labels[c]! / total(before.labels),
    ),
  };
}

const total = (counts: ArrayLike<number>): number => Array.from(counts).reduce((a, b) => a + b, 0);

const agreement = (anchors: ArrayLike<number>, classes: number): number =>
  Array.from({ length: classes }, (_, c) => anchors[c * classes + c]!).reduce((a, b) => a + b, 0) /
  total(anchors);

/** Permutes anchors of one class between the periods; p = (1 + #{G* >= G}) / (1 + permutations). */
function judgeTest(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  classes: number,
  permutations: number,
  stream: RandomStream,
): number {
  const column = (anchors: ArrayLike<number>, c: number): number[] =>
    Array.from({ length: classes }, (_, label) => anchors[label * classes + c]!);
  const strata = Array.from({ length: classes }, (_, c) => {
    const [first, second] = [column(before, c), column(after, c)];
    const items = [first, second].flatMap((counts) =>
      counts.flatMap((count, label) => new Array<number>(count).fill(label)),
    );
    return { items, size: total(first), both: first.map((count, label) => count + second[label]!) };
  });
  const statistic = (): number =>
    strata.reduce((sum, { items, size, both }) => {
      const counts = new Array<number>(classes).fill(0);
      for (let i = 0; i < size; i++) counts[items[i]!]!++;
      return sum + divergence(counts, both, size, items.length);
    }, 0);
  const observed = statistic();
  let asLarge = 1;
  for (let r = 0; r < permutations; r++) {
    for (const { items, size } of strata)
      for (let i = 0; i < size; i++) {
        const j = i + stream.integer(items.length - i);
        [items[i], items[j]] = [items[j]!, items[i]!];
      }
    if (statistic() >= observed - 1e-9) asLarge++;
  }
  return asLarge / (permutations + 1);
}

/** sum O ln(O / E) over the labels and the two parts of a stratum. */
function divergence(part: readonly number[], both: readonly number[], size: number, items: number): number {
  const term = (seen: number, expected: number): number => (seen > 0 ? seen * Math.log(seen / expected) : 0);
  return both.reduce((sum, count, label) => {
    const [here, there] = [part[label]!, count - part[label]!];
    return sum + term(here, (count * size) / items) + term(there, (count * (items - size)) / items);
  }, 0);
}

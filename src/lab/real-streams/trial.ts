import type { Detector } from "../../detection/index.js";
import { normal, quantileSorted, RandomStream } from "../../numeric/index.js";
import type { TrialContext } from "../experiment.js";
import type { Comparison, Condition, Item } from "./conditions.js";
import type { RealStreamsParameters } from "./parameters.js";
import { firstAlarm, referenceOf, scoresOf, watchers } from "./watchers.js";

export interface RealStreamsTrial {
  readonly before: string;
  readonly after: string | null;
  readonly matched: boolean;
  /** Whether behaviours are human labels, without a text. */
  readonly labelled: boolean;
  /** Answers that were watched in each shuffle; 0 where matching left too few, and nothing was run. */
  readonly answers: number;
  /** Mean words of an answer, [before, after], where answers have words. */
  readonly words: readonly number[] | null;
  readonly shuffles: number;
  /** Shuffles with an alarm, by watcher. */
  readonly alarms: readonly number[];
  /** Median of the answers up to the alarm, by watcher; null where fewer than half had one. */
  readonly delay: readonly (number | null)[];
  /** Share of ideal streams of this length with an alarm, by watcher; of streams of one condition only. */
  readonly promised: readonly number[] | null;
}

export async function trial(
  { before, after, matched }: Comparison,
  p: RealStreamsParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<RealStreamsTrial> {
  const root = RandomStream.fromSeed(seed);
  const all = watchers(p);
  const delays: (number | null)[][] = all.map(() => []);
  let [answers, lengths] = [0, [0, 0]];
  const name = after ? `${before.name} to ${after.name}` : before.name;
  for (let shuffle = 0; shuffle < p.shuffles; shuffle++) {
    if (shuffle % 50 === 0) await progress(shuffle / p.shuffles, name);
    const stream = root.split("shuffle", shuffle);
    const made = split(before, after, matched, p, stream);
    if (made === undefined) return nothing(before, after, matched);
    const reference = referenceOf(
      made.reference.map(({ behaviour }) => behaviour),
      before.kinds,
    );
    const watched = made.watched.map(({ behaviour }) => behaviour);
    const scores = scoresOf(reference, p.window, stream.split("scores"));
    all.forEach(({ statistic, detector }, w) => {
      const at = firstAlarm(detector(reference), scores(statistic, watched));
      delays[w]!.push(at === null ? null : at * (statistic === "surprise" ? 1 : p.window));
    });
    answers = watched.length;
    lengths = [made.reference, made.watched].map((items, i) => lengths[i]! + meanWords(items) / p.shuffles);
  }
  return {
    before: before.name,
    after: after?.name ?? null,
    matched,
    labelled: isLabelled(before),
    answers,
    words: isLabelled(before) ? null : lengths,
    shuffles: p.shuffles,
    alarms: delays.map((list) => list.filter((delay) => delay !== null).length),
    delay: delays.map(median),
    promised: after
      ? null
      : all.map((watcher) => promisedShare(watcher, answers, p, root.split("ideal", watcher.name))),
  };
}

const isLabelled = ({ items }: Condition): boolean => items.every(({ words }) => words === null);

const nothing = (before: Condition, after: Condition | undefined, matched: boolean): RealStreamsTrial => ({
  before: before.name,
  after: after?.name ?? null,
  matched,
  labelled: isLabelled(before),
  answers: 0,
  words: null,
  shuffles: 0,
  alarms: [],
  delay: [],
  promised: null,
});

/** Shuffled: a reference of `before`, then answers of `after` (or of `before`) to other questions. */
function split(
  before: Condition,
  after: Condition | undefined,
  matched: boolean,
  p: RealStreamsParameters,
  stream: RandomStream,
): { reference: Item[]; watched: Item[] } | undefined {
  const [from, to] =
    matched && after
      ? lengthMatched(before.items, after.items, stream.split("match"))
      : [before.items, (after ?? before).items];
  if (matched && from.length < p.least) return undefined;
  const order = shuffled(from, stream.split("order"));
  const size = Math.floor(p.reference * order.length);
  const reference = order.slice(0, size);
  const asked = new Set(reference.map(({ question }) => question));
  const others = shuffled(to, stream.split("watched")).filter(({ question }) => !asked.has(question));
  return { reference, watched: others.slice(0, others.length - (others.length % p.window)) };
}

/** As many answers of either from each quarter of a factor of two in words: their lengths have one distribution. */
function lengthMatched(a: readonly Item[], b: readonly Item[], stream: RandomStream): [Item[], Item[]] {
  const [left, right] = [byLength(shuffled(a, stream.split(0))), byLength(shuffled(b, stream.split(1)))];
  const bins = [...left.keys()].filter((key) => right.has(key)).sort((x, y) => x - y);
  const take = (of: Map<number, Item[]>): Item[] =>
    bins.flatMap((key) => of.get(key)!.slice(0, Math.min(left.get(key)!.length, right.get(key)!.length)));
  return [take(left), take(right)];
}

function byLength(items: readonly Item[]): Map<number, Item[]> {
  const bins = new Map<number, Item[]>();
  for (const item of items) {
    const bin = Math.floor(4 * Math.log2((item.words ?? 0) + 1));
    bins.set(bin, [...(bins.get(bin) ?? []), item]);
  }
  return bins;
}

function shuffled(items: readonly Item[], stream: RandomStream): Item[] {
  const order = items.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const meanWords = (items: readonly Item[]): number =>
  items.reduce((sum, { words }) => sum + (words ?? 0), 0) / items.length;

/** Streams without an alarm count as later than all others. */
function median(delays: readonly (number | null)[]): number | null {
  const value = quantileSorted(Float64Array.from(delays, (delay) => delay ?? Infinity).sort(), 0.5);
  return Number.isFinite(value) ? value : null;
}

/**
 * How often the detector alarms within the stream when its assumptions hold: on independent N(0, 1), by simulation. For the
 * e-detector the bound n alpha on n answers (its evidence less n is a supermartingale).
 */
function promisedShare(
  { statistic, detector }: ReturnType<typeof watchers>[number],
  answers: number,
  { every, ideal, window }: RealStreamsParameters,
  stream: RandomStream,
): number {
  if (statistic === "surprise") return Math.min(1, answers / (every * window));
  const chart: Detector<unknown> = detector({ shares: [1], surprise: 0 });
  const windows = Math.floor(answers / window);
  let alarms = 0;
  for (let run = 0; run < ideal; run++) {
    const draw = normal(stream.split(run));
    if (firstAlarm(chart, Array.from({ length: windows }, draw)) !== null) alarms++;
  }
  return alarms / ideal;
}

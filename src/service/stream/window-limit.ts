/** How many windows a batch may close: a few bytes could otherwise ask for years of work. */
import type { SystemSettings } from "../../contracts/index.js";
import type { Observation } from "../../monitor/index.js";
import { MOST_GAP } from "./system-monitor.js";

/** Most windows that one observation may fill, and that one batch may close. */
const OF_ONE = 1000;
const OF_BATCH = 10_000;

/** The batch would close more windows than it may. */
export class TooManyWindows extends RangeError {
  override readonly name = "TooManyWindows";
  /** Which observation, where it is one. */
  readonly index: number | undefined;

  constructor(message: string, index?: number) {
    super(message);
    this.index = index;
  }
}

/**
 * Windows that a batch closes at most, whatever came before it but the one stretch up to its first observation.
 *
 * @throws TooManyWindows
 */
export function windowsClosed(
  { window }: Pick<SystemSettings, "window">,
  observations: readonly Pick<Observation, "time" | "count">[],
): number {
  const { size, slide = size } = window;
  const closed =
    window.by === "observations" ? filled(observations, slide) : passed(observations, slide, size / slide);
  if (closed <= OF_BATCH) return Math.ceil(closed);
  throw new TooManyWindows(
    `the batch would close ${told(closed)} windows of ${told(slide)} ${unit(window.by)}, at most ${told(OF_BATCH)} at once: send fewer observations in a batch, or make the windows larger`,
  );
}

export interface Part<Row> {
  /** Place of the first of its rows among all. */
  readonly from: number;
  readonly rows: readonly Row[];
  /** Windows that it closes at most. */
  readonly windows: number;
}

/**
 * Rows in their order, in parts of at most `most`, each of which closes no more windows than a batch may.
 *
 * @throws TooManyWindows where one row alone does; its `index` is the row's among all.
 */
export function* windowParts<Row>(
  settings: Pick<SystemSettings, "window">,
  rows: readonly Row[],
  most: number,
  read: (row: Row) => Pick<Observation, "time" | "count">,
): Generator<Part<Row>> {
  const waiting: (readonly [from: number, to: number])[] = [[0, rows.length]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [from, to] = next;
    const part = rows.slice(from, to);
    const windows = part.length > most ? undefined : closedIfFew(settings, part.map(read), from);
    if (windows !== undefined) yield { from, rows: part, windows };
    else {
      const middle = Math.min(from + most, Math.ceil((from + to) / 2));
      waiting.push([middle, to], [from, middle]);
    }
  }
}

/** Undefined where they are too many for one batch. */
function closedIfFew(
  settings: Pick<SystemSettings, "window">,
  observations: Parameters<typeof windowsClosed>[1],
  from: number,
): number | undefined {
  try {
    return windowsClosed(settings, observations);
  } catch (error) {
    if (!(error instanceof TooManyWindows)) throw error;
    if (error.index !== undefined) throw new TooManyWindows(error.message, from + error.index);
    return undefined;
  }
}

function filled(observations: readonly Pick<Observation, "count">[], slide: number): number {
  let sum = 0;
  observations.forEach(({ count = 1 }, index) => {
    if (count > OF_ONE * slide)
      throw new TooManyWindows(
        `count: ${told(count)} would fill ${told(count / slide)} windows of ${told(slide)} observations, at most ${told(OF_ONE)} at once: send it in parts, or make the windows larger`,
        index,
      );
    sum += count;
  });
  return sum / slide;
}

/** Between two times that follow each other, windows are closed one by one up to a gap that the monitor reports as one. */
function passed(observations: readonly Pick<Observation, "time">[], slide: number, each: number): number {
  const times = Float64Array.from(
    observations.map(({ time }) => time ?? Number.NaN).filter(Number.isFinite),
  ).sort();
  let closed = 0;
  for (let i = 1; i < times.length; i++)
    closed += Math.min((times[i]! - times[i - 1]!) / slide, MOST_GAP + each);
  return closed;
}

const told = (count: number): string => String(Number(count.toPrecision(3)));
const unit = (by: SystemSettings["window"]["by"]): string => (by === "time" ? "seconds" : by);

/** Whether the largest arrays of a run fit in memory: said of its parameters, before it starts. */

/** What an array holds, in the names of parameters, and how many numbers those are. */
export type ArraySize = readonly [what: string, numbers: number];

/** Of one array, at most: 1 GiB in double precision. */
const MOST_NUMBERS = 2 ** 27;

/** Of the first that is too large: `batch x hidden would be 1e+12 numbers in one array, at most 134217728 are held`. */
export function tooLarge(...arrays: readonly ArraySize[]): string | undefined {
  const found = arrays.find(([, numbers]) => !(numbers <= MOST_NUMBERS));
  return (
    found &&
    `${found[0]} would be ${found[1].toPrecision(3)} numbers in one array; at most ${MOST_NUMBERS} are held`
  );
}

type Size<P> = { [K in keyof P]: P[K] extends number | readonly number[] ? K & string : never }[keyof P];

/** An array with a side of each of these lengths; of a list, the longest. */
export function product<P extends object>(p: P, ...names: readonly Size<P>[]): ArraySize {
  const numbers = names.map((name) => longest(p[name] as number | readonly number[]));
  return [names.join(" x "), numbers.reduce((a, b) => a * b, 1)];
}

const longest = (value: number | readonly number[]): number =>
  typeof value === "number" ? value : value.reduce((a, b) => Math.max(a, b), 0);

/** A cue-conflict task with cues as vectors, and the network of one hidden layer that learns it. */
interface CueNetwork {
  readonly cues: number;
  readonly classes: number;
  readonly dimensions: number;
  readonly hidden: number;
  readonly batch: number;
  readonly conflictInputs: number;
  readonly fisherInputs: number;
  readonly taskInputs: number;
}

/** Prototypes, weights, inputs and activations. */
export function cueNetworkArrays(p: CueNetwork): ArraySize[] {
  return [
    product(p, "cues", "classes", "dimensions"),
    product(p, "cues", "dimensions", "hidden"),
    ...(["batch", "conflictInputs", "fisherInputs", "taskInputs"] as const).flatMap((inputs) => [
      product(p, inputs, "cues", "dimensions"),
      product(p, inputs, "hidden"),
      product(p, inputs, "classes"),
    ]),
  ];
}

/**
 * What an experiment wants of its parameters, in one vocabulary: tables of checks by name of parameter, read in order. A
 * parameter may stand in several tables; what concerns more than one parameter is said by the experiment itself.
 */

/** What a value must be, in words that follow the name of the parameter: "must be ...". */
export interface Check<T> {
  readonly must: string;
  holds(value: T): boolean;
}

export type Checks<P> = { readonly [K in keyof P]?: Check<P[K]> };

/** Of the first parameter that is not as it must be: `seeds must be a whole number from 1 to 1000000, got 0`. */
export function problemIn<P extends object>(p: P, ...tables: readonly Checks<P>[]): string | undefined {
  for (const table of tables)
    for (const name of Object.keys(table) as (keyof P & string)[]) {
      const check = table[name];
      if (check !== undefined && !check.holds(p[name]))
        return `${name} must ${check.must}, got ${show(p[name])}`;
    }
  return undefined;
}

/** NaN and infinity have no JSON. */
const show = (value: unknown): string => (typeof value === "number" ? `${value}` : JSON.stringify(value));

/** The same check for each of `names`. */
export const each = <K extends string, T>(names: readonly K[], check: Check<T>): Record<K, Check<T>> =>
  Object.fromEntries(names.map((name) => [name, check])) as Record<K, Check<T>>;

type NumberName<P> = { [K in keyof P]: P[K] extends number ? K & string : never }[keyof P];

/** The parameters that are numbers, but for `except`. */
export const numbersOf = <P extends object>(p: P, ...except: readonly NumberName<P>[]): NumberName<P>[] =>
  (Object.keys(p) as NumberName<P>[]).filter((name) => typeof p[name] === "number" && !except.includes(name));

/** Of counts and sizes where nothing else bounds them: more is a slip of the pen. */
const MOST = 1_000_000;

export const whole = (least = 1, most = MOST): Check<number> => ({
  must: `be a whole number from ${least} to ${most}`,
  holds: (value) => Number.isInteger(value) && value >= least && value <= most,
});

/** @param why ends the sentence. */
export const atLeast = (least: number, why?: string): Check<number> => ({
  must: `be at least ${least}${why === undefined ? "" : `, ${why}`}`,
  holds: (value) => value >= least,
});

export const atMost = (most: number): Check<number> => ({
  must: `be at most ${most}`,
  holds: (value) => value <= most,
});

export const below = (bound: number): Check<number> => ({
  must: `be below ${bound}`,
  holds: (value) => value < bound,
});

/** Of rates, scales and factors: far beyond what a network survives, and its square is a number in single precision. */
const LARGEST = 1e9;

export const above = (bound: number): Check<number> => ({
  must: `be above ${bound} and at most ${LARGEST}`,
  holds: (value) => value > bound && value <= LARGEST,
});

export const multipleOf = (factor: number): Check<number> => ({
  must: `be a multiple of ${factor}`,
  holds: (value) => value % factor === 0,
});

export const positive: Check<number> = {
  must: `be positive and at most ${LARGEST}`,
  holds: (value) => value > 0 && value <= LARGEST,
};

export const notNegative: Check<number> = {
  must: `lie in 0 to ${LARGEST}`,
  holds: (value) => value >= 0 && value <= LARGEST,
};

/** Neither 0 nor 1. */
export const fraction: Check<number> = {
  must: "lie between 0 and 1",
  holds: (value) => value > 0 && value < 1,
};

/** Classes that cues name: each is kept in a byte. */
export const classCount = whole(1, 256);

/** Where networks are run; see `Learner`. */
export const execution: Check<string> = {
  must: "be auto, native or wasm",
  holds: (value) => ["auto", "native", "wasm"].includes(value),
};

/** An S that `goals` goals can have. */
export const entropyOf = (goals: number): Check<number> => ({
  must: `be at most ln ${goals} = ${Math.log(goals).toPrecision(4)}, the largest S of the goals`,
  holds: (value) => value <= Math.log(goals),
});

/** Of the conflict inputs behind S. */
export const enoughInputs = atLeast(2, "for an interval over inputs");

/** Probability that cue j names the label, for each of `cues` cues. */
export const agreement = (cues: number): Check<readonly number[]> => ({
  must: `list ${cues} probabilities, one a cue`,
  holds: (list) => list.length === cues && list.every((p) => p >= 0 && p <= 1),
});

const distinctIn = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

export const notEmpty: Check<readonly unknown[]> = {
  must: "not be empty",
  holds: (list) => list.length > 0,
};

export const distinct: Check<readonly number[]> = { must: "list distinct numbers", holds: distinctIn };

export const wholes: Check<readonly number[]> = {
  must: `list whole numbers from 1 to ${MOST}`,
  holds: (list) => list.every(whole().holds),
};

export const positives: Check<readonly number[]> = {
  must: `list positive numbers up to ${LARGEST}`,
  holds: (list) => list.every(positive.holds),
};

/** Some of `names`, at least one, none twice. */
export const someOf = (names: readonly string[]): Check<readonly string[]> => ({
  must: `list distinct ones of ${names.join(", ")}`,
  holds: (list) => list.length > 0 && distinctIn(list) && list.every((name) => names.includes(name)),
});

/** What one trial says: where its response crosses, which shape it has, what holds its goals, what work costs. */
import { crossingOf } from "./crossing.js";
import type { PerturbationParameters } from "./parameters.js";
import { fitShapes, type Response, type Shape, type ShapeFit } from "./shapes.js";
import { halfway, type PerturbationTrial, responses, type TrialPoint } from "./trial.js";

/** Which kind of response the data prefer; "no-drift" where S does not rise without work. */
export type Preference = "boundary" | "crossover" | "undecided" | "no-drift";

export interface Reading {
  readonly preference: Preference;
  /** The same for dS/dt, and for the drifted mass where there are goals. */
  readonly ratePreference: Preference;
  readonly driftedPreference: Preference | undefined;
  /** BIC of the better boundary less that of the crossover: above 0 the crossover is preferred. */
  readonly bicGain: number | undefined;
  /** gamma at 10% over gamma at 90% of the fitted crossover. */
  readonly width: number | undefined;
  /** gamma at which late S is halfway between no work and endless work. */
  readonly crossing: number | undefined;
  /** gamma at which dS/dt is half of that without work. */
  readonly rateCrossing: number | undefined;
  /** Least gamma from which on late S is at most target + tolerance. */
  readonly holding: number | undefined;
  /** Whether each multiple of gamma_crit holds the goals; undefined where nothing drifts away without work. */
  readonly held: readonly (boolean | undefined)[];
  /** Share of the gain on the task that each multiple gives up; undefined without a gain. */
  readonly tax: readonly (number | undefined)[];
}

export function read(p: PerturbationParameters, trial: PerturbationTrial): Reading {
  const { points, entropySettled, target } = trial;
  const level = halfway(points, entropySettled, p.leastDrift);
  const limit = target + p.tolerance;
  const free = points.find(({ gamma }) => gamma === 0);
  const drifts = (free?.entropy ?? 0) > limit;
  const multiples = points.filter(({ origin }) => origin === "multiple");
  const designed = points.filter(({ origin }) => origin !== "search");
  const fits = level === undefined ? undefined : fitted(designed, "entropy", p.resolution);
  const crossover = fits?.find(({ shape }) => shape === "crossover");
  const rates = responsesOf(points, "rate");
  return {
    preference: preferenceOf(p, fits),
    ratePreference: preferenceOf(p, level === undefined ? undefined : fitted(designed, "rate", p.resolution)),
    driftedPreference:
      (free?.drifted ?? null) === null
        ? undefined
        : preferenceOf(p, level === undefined ? undefined : fitted(designed, "drifted", p.resolution)),
    bicGain: fits && bicOf(fits, ["step", "kink"]) - bicOf(fits, ["crossover"]),
    width: crossover?.steepness ? 81 ** (1 / crossover.steepness) : undefined,
    crossing: level === undefined ? undefined : crossingOf(responses(points), level),
    rateCrossing:
      level === undefined || !((free?.rate ?? 0) > 0)
        ? undefined
        : crossingOf(rates, (free?.rate as number) / 2),
    holding: drifts ? crossingOf(responses(points), limit) : undefined,
    held: multiples.map(({ entropy }) => (drifts && entropy !== null ? entropy <= limit : undefined)),
    tax: multiples.map(({ taskLoss }) => taxOf(trial, free, taskLoss)),
  };
}

const responsesOf = (points: readonly TrialPoint[], name: "entropy" | "rate" | "drifted"): Response[] =>
  points.flatMap((point) => (point[name] === null ? [] : [{ gamma: point.gamma, value: point[name] }]));

/** Fits in units of the response without work, so that one resolution serves nats, nats per step and shares. */
function fitted(
  points: readonly TrialPoint[],
  name: "entropy" | "rate" | "drifted",
  resolution: number,
): ShapeFit[] | undefined {
  const seen = responsesOf(points, name);
  const scale = Math.max(...seen.map(({ value }) => value)) - Math.min(...seen.map(({ value }) => value));
  if (!(seen.length >= 8 && scale > 0)) return undefined;
  return fitShapes(
    seen.map(({ gamma, value }) => ({ gamma, value: value / scale })),
    resolution,
  );
}

const bicOf = (fits: readonly ShapeFit[], shapes: readonly Shape[]): number =>
  Math.min(...fits.filter(({ shape }) => shapes.includes(shape)).map(({ bic }) => bic));

/** Steps of the grid in gamma: a crossover narrower than one cannot be told from a jump. */
const spacing = ({ gridReach, gridPoints }: PerturbationParameters): number =>
  gridReach ** (2 / (gridPoints - 1));

function preferenceOf(p: PerturbationParameters, fits: readonly ShapeFit[] | undefined): Preference {
  if (fits === undefined) return "no-drift";
  const boundary = bicOf(fits, ["step", "kink"]);
  const crossover = bicOf(fits, ["crossover"]);
  const flat = bicOf(fits, ["flat"]);
  const steepness = fits.find(({ shape }) => shape === "crossover")?.steepness ?? 1;
  const narrow = 81 ** (1 / steepness) < spacing(p);
  if (boundary <= Math.min(crossover, flat) - p.leastBic) return "boundary";
  if (crossover > flat - p.leastBic) return "undecided";
  if (narrow) return "boundary";
  return crossover <= boundary - p.leastBic ? "crossover" : "undecided";
}

function taxOf(
  { taskLossStart }: PerturbationTrial,
  free: TrialPoint | undefined,
  taskLoss: number | null,
): number | undefined {
  const least = free?.taskLoss ?? null;
  if (taskLossStart === null || least === null || taskLoss === null || !(taskLossStart > least))
    return undefined;
  return (taskLoss - least) / (taskLossStart - least);
}

import type { Band } from "../../contracts/index.js";
import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import type { Point, Policy, Reading } from "../reading.js";
import { spoken } from "../typography.js";
import { draw, Plot } from "./drawing.js";
import { type Frame, type Label, sideLabels } from "./labels.js";

const width = 420;
const height = 236;
const margins = { marginTop: 12, marginBottom: 32, marginLeft: 44, marginRight: 84 };

type Quantity = "lambdaMax" | "criticalWork" | "gamma";

/**
 * One panel a policy, on one log scale: lambda_max, gamma_crit as it was at that step, and the gamma that was applied.
 * A gamma of zero, which a log scale cannot show, runs along the bottom edge and is labelled so.
 */
export function workCharts(reading: Reading): { policy: Policy; chart: Html }[] {
  const bands = reading.policies.flatMap(({ points }) =>
    points.flatMap(({ lambdaMax, criticalWork, gamma }) => [lambdaMax, criticalWork, gamma]),
  );
  const domain = logDomain(bands.flatMap((band) => (band !== null && band.value > 0 ? [band.value] : [])));
  return reading.policies.map((policy) => ({ policy, chart: panel(policy, domain, reading.seeds > 1) }));
}

function panel({ id, label, points, look }: Policy, domain: [number, number], withBands: boolean): Html {
  const end = Math.max(1, ...points.map(({ step }) => step));
  const frame: Frame = {
    width: width - margins.marginLeft - margins.marginRight,
    height: height - margins.marginTop - margins.marginBottom,
    end,
    domain,
    log: true,
  };
  const onScale = (value: number): number => Math.min(domain[1], Math.max(domain[0], value));
  const marks = (name: Quantity, style: Style) => quantity(points, name, onScale, withBands, style);

  return draw({
    name: `work-${id.replace(/[^\w-]/g, "")}`,
    alternative: {
      title: spoken(`Alignment work and λ_max against training steps: ${label}`),
      desc: describe(points),
    },
    width,
    height,
    ...margins,
    style: { fontSize: "12.5px" },
    x: { label: null, ticks: 5, tickSize: 4, domain: [0, end] },
    y: { type: "log", domain, ticks: powers(domain), tickFormat: exact, tickSize: 0, label: null },
    marks: [
      Plot.gridY(powers(domain), { stroke: "var(--line)", strokeOpacity: 1 }),
      marks("lambdaMax", { colour: "var(--muted)", dot: "var(--page)" }),
      marks("criticalWork", { colour: "var(--ink)", dot: "var(--ink)" }),
      marks("gamma", { colour: look.colour, dash: look.dash }),
      sideLabels(labels(points, look.colour, onScale), frame, 16, 12),
    ],
  });
}

interface Style {
  readonly colour: string;
  /** Fill of the dots where it was measured; without, the quantity holds from one step to the next. */
  readonly dot?: string;
  readonly dash?: string;
}

function quantity(
  points: readonly Point[],
  name: Quantity,
  onScale: (value: number) => number,
  withBands: boolean,
  { colour, dot, dash = "none" }: Style,
): Plot.Markish[] {
  const measured = points.filter((point) => point[name] !== null);
  const y = (end: keyof Band) => (point: Point) => onScale(point[name]![end]);
  const line = { x: "step", curve: dot ? "linear" : "step-after" } as const;
  return [
    withBands
      ? Plot.areaY(measured, { ...line, y1: y("lower"), y2: y("upper"), fill: colour, fillOpacity: 0.14 })
      : null,
    Plot.line(measured, {
      ...line,
      y: y("value"),
      stroke: colour,
      strokeWidth: dot ? 1.25 : 2.5,
      strokeDasharray: dash,
    }),
    dot ? Plot.dot(measured, { x: "step", y: y("value"), r: 2.5, fill: dot, stroke: colour }) : null,
  ];
}

function labels(points: readonly Point[], colour: string, onScale: (value: number) => number): Label[] {
  const label = (text: string, name: Quantity, colour: string): Label[] => {
    const last = points.flatMap((point) => point[name] ?? []).at(-1);
    return last
      ? [{ text: last.value === 0 ? `${text.split(" ")[0]} = 0` : text, at: onScale(last.value), colour }]
      : [];
  };
  return [
    ...label("γ_crit", "criticalWork", "var(--ink)"),
    ...label("λ_max", "lambdaMax", "var(--muted)"),
    ...label("γ applied", "gamma", colour),
  ];
}

/** From a third below the smallest value to half above the largest. */
function logDomain(values: readonly number[]): [number, number] {
  return values.length === 0 ? [0.1, 10] : [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
}

const powers = ([low, high]: readonly [number, number]): number[] =>
  Array.from({ length: 40 }, (_, i) => 10 ** (i - 20)).filter((power) => power >= low && power <= high);

function describe(points: readonly Point[]): string {
  const span = (name: Quantity): string => {
    const values = points.flatMap((point) => point[name]?.value ?? []);
    const [first, last] = [values[0], values.at(-1)];
    if (first === undefined || last === undefined) return "was not measured";
    return `ran from ${number(first)} to ${number(last)}, at most ${number(Math.max(...values))}`;
  };
  return `λ max ${span("lambdaMax")}; γ crit ${span("criticalWork")}; γ applied ${span("gamma")}.`;
}

import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import type { Point, Policy, Reading } from "../reading.js";
import { spoken } from "../typography.js";
import { draw, Plot } from "./drawing.js";
import { type Label, sideLabels } from "./labels.js";

const width = 420;
const height = 236;
const margins = { marginTop: 12, marginBottom: 32, marginLeft: 44, marginRight: 84 };

/**
 * One panel a policy, on one log scale: lambda_max, gamma_crit as it was at that step, and the gamma that was applied.
 * A gamma of zero, which a log scale cannot show, runs along the bottom edge and is labelled so.
 */
export function workCharts(reading: Reading): { policy: Policy; chart: Html }[] {
  const domain = logDomain(reading.policies.flatMap(({ points }) => points.flatMap(positives)));
  return reading.policies.map((policy) => ({ policy, chart: panel(policy, domain, reading.seeds > 1) }));
}

function panel({ id, label, points, look }: Policy, domain: [number, number], bands: boolean): Html {
  const end = Math.max(...points.map(({ step }) => step));
  const onScale = (value: number): number => Math.min(domain[1], Math.max(domain[0], value));
  const band = (name: Quantity, colour: string, curve: Plot.CurveName) => {
    const measured = points.filter((point) => point[name] !== null);
    const data = { x: "step", curve } as const;
    const dash = name === "gamma" ? look.dash : "none";
    return [
      bands
        ? Plot.areaY(measured, {
            ...data,
            y1: (point) => onScale(point[name].lower),
            y2: (point) => onScale(point[name].upper),
            fill: colour,
            fillOpacity: 0.14,
          })
        : null,
      Plot.line(measured, {
        ...data,
        y: (point) => onScale(point[name].value),
        stroke: colour,
        strokeWidth: name === "gamma" ? 2.5 : 1.25,
        strokeDasharray: dash,
      }),
      name === "gamma"
        ? null
        : Plot.dot(measured, {
            x: "step",
            y: (point) => onScale(point[name].value),
            r: 2.5,
            fill: name === "criticalWork" ? colour : "var(--page)",
            stroke: colour,
          }),
    ];
  };
  const frame = {
    end,
    perPixel: end / (width - margins.marginLeft - margins.marginRight),
    domain,
    height: height - margins.marginTop - margins.marginBottom,
    log: true,
  };

  return draw({
    name: `work-${id.replace(/[^\w-]/g, "")}`,
    title: `Alignment work and λ_max against training steps: ${spoken(label)}`,
    description: describe(points),
    width,
    height,
    ...margins,
    style: { fontSize: "12.5px" },
    x: { label: null, ticks: 5, tickSize: 4, domain: [0, end] },
    y: { type: "log", domain, ticks: powers(domain), tickFormat: exact, tickSize: 0, label: null },
    marks: [
      Plot.gridY(powers(domain), { stroke: "var(--line)", strokeOpacity: 1 }),
      band("lambdaMax", "var(--muted)", "linear"),
      band("criticalWork", "var(--ink)", "linear"),
      band("gamma", look.colour, "step-after"),
      sideLabels(labels(points, look.colour, onScale), frame, 16, 12),
    ],
  });
}

type Quantity = "lambdaMax" | "criticalWork" | "gamma";

function labels(points: readonly Point[], colour: string, onScale: (value: number) => number): Label[] {
  const last = (name: Quantity): number | undefined =>
    points.filter((point) => point[name] !== null).at(-1)?.[name]?.value;
  const gamma = last("gamma");
  const label = (text: string, at: number | undefined, colour: string): Label[] =>
    at === undefined ? [] : [{ text, at: onScale(at), colour }];
  return [
    ...label("γ_crit", last("criticalWork"), "var(--ink)"),
    ...label("λ_max", last("lambdaMax"), "var(--muted)"),
    ...label(gamma === 0 ? "γ = 0" : "γ applied", gamma, colour),
  ];
}

function positives({ lambdaMax, criticalWork, gamma }: Point): number[] {
  return [lambdaMax, criticalWork, gamma].flatMap((band) =>
    band !== null && band.value > 0 ? [band.value] : [],
  );
}

/** From a third below the smallest value to a third above the largest. */
function logDomain(values: readonly number[]): [number, number] {
  return values.length === 0 ? [0.1, 10] : [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
}

const powers = ([low, high]: readonly [number, number]): number[] =>
  Array.from({ length: 40 }, (_, i) => 10 ** (i - 20)).filter((power) => power >= low && power <= high);

function describe(points: readonly Point[]): string {
  const span = (name: Quantity): string => {
    const values = points.flatMap((point) => point[name]?.value ?? []);
    return values.length === 0
      ? "was not measured"
      : `ran from ${number(values[0]!)} to ${number(values.at(-1)!)}, at most ${number(Math.max(...values))}`;
  };
  return `λ max ${span("lambdaMax")}; γ crit ${span("criticalWork")}; γ applied ${span("gamma")}.`;
}

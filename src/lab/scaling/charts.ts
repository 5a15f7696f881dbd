import type { Chart, ChartPoint } from "../../contracts/index.js";
import { type ArchitectureName, architectureNames, titles } from "../architectures.js";
import { type CellTrials, criticalLateOf, criticalOf, gammaOf, geometricMean, type Read } from "./cells.js";
import type { ScalingParameters } from "./parameters.js";

const INTERVALS =
  "Points are geometric means over seeds, intervals 95% Student t of the logarithms over seeds.";

export function charts(p: ScalingParameters, cells: readonly CellTrials[]): Chart[] {
  const present = architectureNames.filter((name) => cells.some(({ cell }) => cell.architecture === name));
  const of = (name: ArchitectureName): readonly CellTrials[] =>
    cells.filter(({ cell }) => cell.architecture === name);
  return [
    againstPredicted(cells, present, of),
    ratioChart(p, present, of),
    sizes(present, of),
    responses(p, present, of),
  ];
}

type Of = (name: ArchitectureName) => readonly CellTrials[];

/** A cell's figure at x; left out where no seed has one. */
function point({ measured }: CellTrials, x: number, read: Read): ChartPoint[] {
  const found = geometricMean(measured, read);
  if (found === undefined) return [];
  const { lower = null, upper = null } = found.interval ?? {};
  return [{ x, value: found.value, lower, upper }];
}

function againstPredicted(cells: readonly CellTrials[], present: readonly ArchitectureName[], of: Of): Chart {
  const both = (cell: CellTrials): ChartPoint[] => {
    const critical = geometricMean(cell.measured, criticalOf);
    if (critical === undefined) return [];
    const { lower = null, upper = null } = critical.interval ?? {};
    return point(cell, critical.value, gammaOf).map((seen) => ({ ...seen, xLower: lower, xUpper: upper }));
  };
  const ends = cells.flatMap(both).map(({ x }) => x);
  const diagonal =
    ends.length === 0 ? [] : [Math.min(...ends), Math.max(...ends)].map((x) => ({ x, value: x }));
  return {
    id: "measured-against-predicted",
    title: "The least work that holds S, against what the paper’s formula says",
    caption: `One point a network size. On the line, γ is (λ_max / 2) ln N with λ_max of the aligned network. ${INTERVALS}`,
    mark: "points",
    lines: [present.length],
    x: { label: "γ_crit = (λ_max / 2) ln N", log: true },
    y: { label: "measured γ", log: true },
    series: [...present.map((name) => titles[name]), "γ = γ_crit"],
    panels: [
      {
        series: [
          ...present.map((name, look) => ({ look, points: of(name).flatMap(both) })),
          { look: present.length, points: diagonal },
        ],
      },
    ],
  };
}

function ratioChart({ margin }: ScalingParameters, present: readonly ArchitectureName[], of: Of): Chart {
  return {
    id: "ratio",
    title: "Measured over predicted work",
    caption: `The strip is a factor ${margin} either way, the paper’s margin; above it, the paper’s rule does not hold S. ${INTERVALS}`,
    mark: "line",
    x: { label: "parameters N", log: true },
    y: { label: "measured γ / γ_crit", log: true },
    series: present.map((name) => titles[name]),
    panels: [
      {
        series: present.map((name, look) => ({
          look,
          points: of(name).flatMap((cell) =>
            point(cell, cell.parameterCount, (trial) => gammaOf(trial) / criticalOf(trial)),
          ),
        })),
        strip: [1 / margin, margin],
        guides: [{ at: 1, label: "as predicted" }],
      },
    ],
  };
}

function sizes(present: readonly ArchitectureName[], of: Of): Chart {
  const reads = [gammaOf, criticalOf, criticalLateOf];
  return {
    id: "sizes",
    title: "Measured and predicted work by size",
    caption: `Late: λ_max at the end of the run that held S. ${INTERVALS}`,
    mark: "line",
    x: { label: "parameters N", log: true },
    y: { label: "γ", log: true },
    series: ["measured", "γ_crit, λ_max of the aligned network", "γ_crit, λ_max late"],
    panels: present.map((name) => ({
      title: titles[name],
      series: reads.map((read, look) => ({
        look,
        points: of(name).flatMap((cell) => point(cell, cell.parameterCount, read)),
      })),
    })),
  };
}

/** The runs of the first seed of each size: what the search saw. */
function responses({ target }: ScalingParameters, present: readonly ArchitectureName[], of: Of): Chart {
  const ranks = Math.max(0, ...present.map((name) => of(name).length));
  return {
    id: "responses",
    title: "Late S of the runs of one seed of each size",
    caption:
      "Every run that the search made, without work first; the search ends at the target. Diverged runs are left out.",
    mark: "line",
    x: { label: "γ / γ_crit", log: true },
    y: { label: "late S, nats" },
    series: Array.from({ length: ranks }, (_, i) => `size ${i + 1}${i === 0 ? ", the smallest" : ""}`),
    panels: present.map((name) => ({
      title: titles[name],
      series: of(name).flatMap(({ measured: [first] }, look) =>
        first === undefined
          ? []
          : [
              {
                look,
                points: [...first.probes]
                  .filter(({ entropy }) => entropy !== null)
                  .sort((a, b) => a.gamma - b.gamma)
                  .map(({ gamma, entropy }) => ({ x: gamma / criticalOf(first), value: entropy })),
              },
            ],
      ),
      guides: [{ at: target, label: "target" }],
      events: [{ at: 1, label: "γ_crit" }],
    })),
  };
}

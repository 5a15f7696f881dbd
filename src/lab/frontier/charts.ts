import type { Chart, ChartPoint, Figure } from "../../contracts/index.js";
import { titles } from "../architectures.js";
import { energyLabels } from "./energies.js";
import { type EnergyName, type FrontierParameters, goalCount } from "./parameters.js";
import { policiesOf } from "./policies.js";
import {
  type Combination,
  everySeed,
  figure,
  lateEntropy,
  lateFidelity,
  logRatio,
  type Range,
  ratioFigure,
} from "./statistics.js";

const TAX = { label: "task loss over that without work", log: true };

/** A combination against what it costs, both with 95% intervals over seeds; nothing where a seed diverged. */
function pointOf({ runs, free }: Combination, read: typeof lateEntropy, range: Range): ChartPoint[] {
  const tax = ratioFigure(logRatio(runs, free));
  const { value, lower, upper }: Figure = figure(everySeed(runs.map(read)), "1", range);
  return tax.value === null || value === null
    ? []
    : [{ x: tax.value, xLower: tax.lower, xUpper: tax.upper, value, lower, upper }];
}

export function charts(
  p: FrontierParameters,
  all: readonly Combination[],
  ahead: ReadonlySet<string>,
): Chart[] {
  const energies = p.energies.map((energy) => energyLabels[energy]);
  const byEnergy = (read: typeof lateEntropy, guide: { at: number; label: string }, range: Range) =>
    p.learners.map((learner) => ({
      title: titles[learner],
      series: p.energies.map((energy, look) => ({
        look,
        points: all
          .filter((one) => one.learner === learner && one.energy === energy)
          .flatMap((one) => pointOf(one, read, range)),
      })),
      guides: [guide],
    }));
  const limit = { at: p.target + p.tolerance, label: "target + tolerance" };
  const each =
    "Each point is one policy or constant gamma, with its 95% intervals over seeds; work costs more to the right.";
  return [
    {
      id: "frontier",
      title: "What does each energy hold, and at what price?",
      caption: `${each} Below the line S is held.`,
      mark: "points",
      x: TAX,
      y: { label: "late S, nats" },
      series: energies,
      panels: byEnergy(lateEntropy, limit, [0, Math.log(goalCount(p))]),
    },
    {
      id: "fidelity",
      title: "Is it the intended goal that is held?",
      caption: `${each} Below the line the intended goal does not lead, however low S is.`,
      mark: "points",
      x: TAX,
      y: { label: "late fidelity p(g₁)" },
      series: energies,
      panels: byEnergy(lateFidelity, { at: 0.5, label: "one half" }, [0, 1]),
    },
    policiesChart(p, all, ahead, limit),
  ];
}

function policiesChart(
  p: FrontierParameters,
  all: readonly Combination[],
  ahead: ReadonlySet<string>,
  limit: { at: number; label: string },
): Chart {
  const named = policiesOf(p).filter(({ hindsight }) => !hindsight);
  const constant = named.length;
  const lookOf = (policy: string): number =>
    ahead.has(policy) ? named.findIndex(({ id }) => id === policy) : constant;
  return {
    id: "policies",
    title: "Which policy sits where on its energy’s frontier?",
    caption: "The same points by policy. Constants are chosen with hindsight: they show what can be had.",
    mark: "points",
    x: TAX,
    y: { label: "late S, nats" },
    series: [...named.map(({ label }) => label), "constants"],
    panels: p.learners.flatMap((learner) =>
      p.energies.map((energy: EnergyName) => {
        const mine = all.filter((one) => one.learner === learner && one.energy === energy);
        return {
          title: `${titles[learner]}, ${energyLabels[energy]}`,
          series: Array.from({ length: constant + 1 }, (_, look) => ({
            look,
            points: mine
              .filter(({ policy }) => lookOf(policy) === look)
              .flatMap((one) => pointOf(one, lateEntropy, [0, Math.log(goalCount(p))])),
          })),
          guides: [limit],
        };
      }),
    ),
  };
}

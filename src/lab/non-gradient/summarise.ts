import type { Figure, Finding } from "../../contracts/index.js";
import { executed } from "../execution.js";
import type { Conclusion } from "../experiment.js";
import { meanFigure } from "../figures.js";
import { overSeeds } from "../over-seeds.js";
import { charts } from "./charts.js";
import type { NonGradientParameters } from "./parameters.js";
import { atMatchedLoss, dose, late, lowered, rise, runOf, selected } from "./statistics.js";
import {
  type EvolutionName,
  evolutionNames,
  labels,
  type MethodName,
  type NonGradientTrial,
} from "./trial.js";

export const question =
  "Is drift a matter of gradients? When a network is trained without them, by an evolution strategy and by a genetic algorithm " +
  "that select for a proxy, does S rise? And does selection for the intended goal, a share of the examples by which members are " +
  "scored, act as work?";

export const rule =
  "From one network a seed, aligned by gradient descent. Late: mean over the last quarter of measurements. Per method, 95% " +
  "Student-t intervals over seeds. Rises: late minus first S under the proxy; holds when the interval is above 0, fails when it " +
  "is not above it at all. Selected: the share of goals that the proxy rewards, late, under the proxy minus under fitness drawn " +
  "at random (mutation alone); read alike: S also rises by mutation, which scatters goals and rewards none. Works: the " +
  "least-squares slope of late S on the share of work, and late S at the largest share minus that at none; holds when both " +
  "intervals are below 0, fails when one is not below it at all. without-gradients: all three hold for both methods. " +
  "needs-gradients: one of them fails for both methods. in-part: one fails for one method. undecided otherwise; a method with " +
  "a diverged run among those it needs is undecided. Sample size: the seeds parameter.";

export type Verdict = "without-gradients" | "in-part" | "needs-gradients" | "undecided";
type Standing = "holds" | "fails" | "undecided";

const checks = ["rises", "selected", "works"] as const;
type Standings = Record<(typeof checks)[number], Standing>;

/** One number a seed; undefined where a run that it needs diverged, or there is no such number. */
type PerSeed = readonly (number | undefined)[];

export function summarise(
  parameters: NonGradientParameters,
  trials: readonly NonGradientTrial[],
): Conclusion {
  const { shares } = parameters;
  const per = (read: (trial: NonGradientTrial) => number | undefined): PerSeed => trials.map(read);
  const standings = Object.fromEntries(
    evolutionNames.map((name): [EvolutionName, Standings] => [
      name,
      {
        rises: stands(per((trial) => rise(runOf(trial, name, 0)))),
        selected: stands(per((trial) => selected(trial, name))),
        works: both(
          stands(per((trial) => negative(dose(trial, name, shares)))),
          stands(per((trial) => negative(lowered(trial, name, shares)))),
        ),
      },
    ]),
  ) as Record<EvolutionName, Standings>;
  const summary = figures(parameters, trials);
  const verdict = decide(standings);
  return {
    parameters: { ...parameters, executed: executed(trials) },
    summary,
    verdict,
    why: explain(standings, summary, verdict),
    findings: findings(standings),
    charts: charts(parameters, trials),
    series: trials,
  };
}

const negative = (value: number | undefined): number | undefined => value && -value;

function stands(values: PerSeed): Standing {
  const known = values.filter((value) => value !== undefined);
  const estimate = known.length === values.length ? overSeeds(known) : undefined;
  if (estimate === undefined) return "undecided";
  if (estimate.lower > 0) return "holds";
  return estimate.upper <= 0 ? "fails" : "undecided";
}

const both = (a: Standing, b: Standing): Standing =>
  a === "fails" || b === "fails" ? "fails" : a === "holds" && b === "holds" ? "holds" : "undecided";

function decide(standings: Record<EvolutionName, Standings>): Verdict {
  const of = (check: (typeof checks)[number]): Standing[] =>
    evolutionNames.map((name) => standings[name][check]);
  if (checks.some((check) => of(check).every((standing) => standing === "fails"))) return "needs-gradients";
  if (checks.some((check) => of(check).includes("fails"))) return "in-part";
  const all = checks.every((check) => of(check).every((standing) => standing === "holds"));
  return all ? "without-gradients" : "undecided";
}

function findings(standings: Record<EvolutionName, Standings>): Finding[] {
  const standing = (holds: Standing): Finding["standing"] =>
    (({ holds: "supported", fails: "not supported", undecided: "undecided" }) as const)[holds];
  return evolutionNames.flatMap((name): Finding[] => [
    {
      claim: `S rises without gradients: ${labels[name]} under selection for the proxy`,
      standing: standing(both(standings[name].rises, standings[name].selected)),
      figure: `rise_${name}`,
      chart: "entropy",
    },
    {
      claim: `Selection for the intended goal acts as work: ${labels[name]}`,
      standing: standing(standings[name].works),
      figure: `dose_${name}`,
      chart: "dose",
    },
  ]);
}

function figures(
  { shares }: NonGradientParameters,
  trials: readonly NonGradientTrial[],
): Record<string, Figure> {
  const summary: Record<string, Figure> = {};
  const add = (name: string, unit: string, read: (trial: NonGradientTrial) => number | undefined): void => {
    summary[name] = meanFigure(trials.map(read), unit);
  };
  const methods: readonly MethodName[] = [...evolutionNames, "gradient"];
  for (const name of methods) {
    add(`rise_${name}`, "nat", (trial) => rise(runOf(trial, name, 0)));
    add(`dose_${name}`, "nat", (trial) => dose(trial, name, shares));
    add(`lowered_${name}`, "nat", (trial) => lowered(trial, name, shares));
    for (const [quantity, unit] of [
      ["fidelity", "1"],
      ["proxyLoss", "nat"],
    ] as const)
      add(`${quantity === "proxyLoss" ? "proxy_loss" : quantity}_${name}`, unit, (trial) => {
        const run = runOf(trial, name, 0);
        return run && late(run, (point) => point[quantity]);
      });
  }
  for (const name of evolutionNames) {
    add(`drift_${name}`, "nat", (trial) => rise(runOf(trial, name, "no selection")));
    add(`selected_${name}`, "1", (trial) => selected(trial, name));
    add(`over_gradient_${name}`, "nat", (trial) => atMatchedLoss(trial, name));
  }
  const diverged = trials.flatMap(({ runs }) => runs).filter(({ divergedAt }) => divergedAt !== null);
  summary.diverged_runs = { value: diverged.length, lower: null, upper: null, unit: "1" };
  return summary;
}

function explain(
  standings: Record<EvolutionName, Standings>,
  summary: Record<string, Figure>,
  verdict: Verdict,
): string {
  const show = (name: string): string => summary[name]?.value?.toPrecision(3) ?? "?";
  const lines = evolutionNames.map((name) => {
    const { rises, selected: more, works } = standings[name];
    return (
      `${labels[name]}: under the proxy S rises by ${show(`rise_${name}`)} nats (${rises}), by mutation alone by ` +
      `${show(`drift_${name}`)}; the rewarded goals gain ${show(`selected_${name}`)} over mutation alone (${more}); work at ` +
      `its largest share changes late S by ${show(`lowered_${name}`)} nats (${works}); at the same proxy loss S differs by ` +
      `${show(`over_gradient_${name}`)} nats from gradient descent's`
    );
  });
  return `${lines.join(". ")}. Verdict ${verdict}.`;
}

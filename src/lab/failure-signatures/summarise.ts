import type { Chart, Figure, Finding } from "../../contracts/index.js";
import type { Conclusion } from "../experiment.js";
import { shareOfSeeds } from "../over-seeds.js";
import { type FailureSignaturesParameters, type Half, type Kind, kinds } from "./parameters.js";
import { type FailureSignaturesTrial, type NamedRun, views } from "./trial.js";

export const question =
  "From what a monitor sees of a run, is its failure named rightly: insufficient work, lambda_max underestimated, " +
  "specification drift, synergistic amplification, or none?";

export const rule =
  "Runs of known kind are generated, their parameters drawn at random; thresholds were chosen on the first half, and the " +
  "second is held out. named: of the held-out runs of every kind at least 90% are named rightly, and under 5% of the stable " +
  "ones are named a failure, both by their 95% Wilson intervals. not-named: one of the two shares itself is on the wrong side. " +
  "undecided otherwise. tuning: the held-out half was not run. Sample size: the runs parameter.";

export const calls = [...kinds, "undetermined"] as const;

const WANTED = 0.9;
const TOLERATED = 0.05;

type Runs = readonly (NamedRun & Pick<FailureSignaturesTrial, "half" | "world">)[];

export function summarise(
  parameters: FailureSignaturesParameters,
  trials: readonly FailureSignaturesTrial[],
): Conclusion {
  const all: Runs = trials.flatMap(({ half, world, runs }) => runs.map((run) => ({ ...run, half, world })));
  const judged: Half = parameters.halves === "both" ? "held-out" : "tuning";
  const of = (half: Half) => all.filter((run) => run.half === half);
  const heldOut = of("held-out");
  const worst = lowest(heldOut);
  const falseNaming = falseNames(heldOut);
  const { first: _first, ...shown } = parameters;
  const verdict = decide(worst, falseNaming);
  return {
    parameters: shown,
    summary: {
      named_correctly_min: worst,
      false_naming_stable: falseNaming,
      ...Object.fromEntries(kinds.map((kind) => [`named_correctly_${slug(kind)}`, correct(heldOut, kind)])),
      named_correctly_learners: correct(heldOut.filter(({ world }) => world === "learner")),
      named_correctly_scalar_law: correct(heldOut.filter(({ world }) => world === "scalar law")),
      ...Object.fromEntries(
        views
          .slice(1)
          .map((view, i) => [`named_correctly_${slug(view)}`, correct(heldOut, undefined, i + 1)]),
      ),
      wrong_failure: share(
        heldOut.filter(({ kind, named }) => named[0] !== kind && named[0] !== "undetermined").length,
        heldOut.length,
      ),
      tuning_named_correctly_min: lowest(of("tuning")),
      tuning_false_naming_stable: falseNames(of("tuning")),
    },
    verdict,
    why: explain(worst, falseNaming, judged, of(judged)),
    findings: findings(worst, falseNaming),
    charts: [rightChart(of(judged), judged), namesChart(of(judged), judged)],
    series: { half: judged, kinds, calls, counts: confusion(of(judged)) },
  };
}

export const slug = (name: string): string => name.replaceAll(/\W+/g, "_");

const share = (hits: number, n: number): Figure =>
  n === 0
    ? { value: null, lower: null, upper: null, unit: "1" }
    : { ...shareOfSeeds(hits, n), covers: "runs drawn as these were", unit: "1" };

function correct(runs: Runs, kind?: Kind, view = 0): Figure {
  const mine = kind === undefined ? runs : runs.filter((run) => run.kind === kind);
  return share(mine.filter((run) => run.named[view] === run.kind).length, mine.length);
}

/** The kind that is named rightly least often. */
function lowest(runs: Runs): Figure {
  return kinds.map((kind) => correct(runs, kind)).reduce((a, b) => ((b.value ?? 2) < (a.value ?? 2) ? b : a));
}

function falseNames(runs: Runs): Figure {
  const stable = runs.filter(({ kind }) => kind === "stable");
  const named = stable.filter(({ named: [name] }) => name !== "stable" && name !== "undetermined");
  return share(named.length, stable.length);
}

function decide(worst: Figure, falseNaming: Figure): string {
  if (worst.value === null || falseNaming.value === null) return "tuning";
  if (worst.value < WANTED || falseNaming.value >= TOLERATED) return "not-named";
  return worst.lower! >= WANTED && falseNaming.upper! < TOLERATED ? "named" : "undecided";
}

function findings(worst: Figure, falseNaming: Figure): Finding[] {
  if (worst.value === null || falseNaming.value === null) return [];
  const standing = (yes: boolean, no: boolean): Finding["standing"] =>
    yes ? "supported" : no ? "not supported" : "undecided";
  return [
    {
      claim:
        "Each of the paper's four failures can be told from the streams of a monitor, 90% of the time or more.",
      standing: standing(worst.lower! >= WANTED, worst.upper! < WANTED),
      figure: "named_correctly_min",
      chart: "named-rightly",
    },
    {
      claim: "Under 5% of stable runs are called a failure.",
      standing: standing(falseNaming.upper! < TOLERATED, falseNaming.lower! >= TOLERATED),
      figure: "false_naming_stable",
      chart: "names-given",
    },
  ];
}

const percent = ({ value, lower, upper }: Figure): string =>
  value === null
    ? "not run"
    : `${(100 * value).toFixed(1)}% [${(100 * lower!).toFixed(1)}, ${(100 * upper!).toFixed(1)}]`;

function explain(worst: Figure, falseNaming: Figure, half: Half, runs: Runs): string {
  const each = kinds.map((kind) => `${kind} ${percent(correct(runs, kind))}`).join("; ");
  return `Named rightly, ${half} half: ${each}. Worst held out: ${percent(worst)}; stable runs called a failure: ${percent(falseNaming)}.`;
}

function confusion(runs: Runs): number[][] {
  return kinds.map((kind) =>
    calls.map((call) => runs.filter((run) => run.kind === kind && run.named[0] === call).length),
  );
}

const point = (x: number, { value, lower, upper }: Figure) => ({ x, value, lower, upper });

function rightChart(runs: Runs, half: Half): Chart {
  const worlds = ["scalar law", "learner"] as const;
  return {
    id: "named-rightly",
    title: "How often is each failure named rightly?",
    caption: `Share of ${half} runs of each kind that got their own name, with 95% Wilson intervals over runs, by what made the run. The line is at the 90% asked for.`,
    mark: "points",
    x: { label: "kind of run", categories: [...kinds] },
    y: { label: "share named rightly" },
    series: ["scalar law", "network under training"],
    panels: [
      {
        guides: [{ at: WANTED, label: "90%" }],
        series: worlds.map((world, look) => ({
          look,
          points: kinds.map((kind, x) =>
            point(
              x,
              correct(
                runs.filter((run) => run.world === world),
                kind,
              ),
            ),
          ),
        })),
      },
    ],
  };
}

function namesChart(runs: Runs, half: Half): Chart {
  return {
    id: "names-given",
    title: "What is each kind of run called?",
    caption: `The confusion matrix as shares: a panel for each kind of ${half} run, the share that got each name, with 95% Wilson intervals.`,
    mark: "points",
    x: { label: "name given", categories: [...calls] },
    y: { label: "share of runs" },
    series: ["share of runs"],
    panels: kinds.map((kind) => {
      const mine = runs.filter((run) => run.kind === kind);
      const points = calls.map((call, x) =>
        point(x, share(mine.filter(({ named: [name] }) => name === call).length, mine.length)),
      );
      return { title: kind, series: [{ look: 0, points }] };
    }),
  };
}

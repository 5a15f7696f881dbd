import type { NavigationData, NavigationPath } from "../../contracts/index.js";
import {
  type Evidence,
  hopSeeker,
  learnNavigation,
  linkGraph,
  policySeeker,
  type Seeker,
  type TargetView,
  targetViews,
  temper,
} from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import type { TrialContext } from "../experiment.js";
import { NotEnoughData } from "../not-enough-data.js";
import { developmentTargets } from "./development.js";
import { type Question, weigh } from "./evidence.js";
import type { WikispeediaParameters } from "./parameters.js";
import { questioner } from "./questions.js";
import { capPairs, groupBy, sample, targetFolds } from "./sampling.js";
import { type TargetTally, tally } from "./tally.js";

/** What was learned for one test part. */
export interface Learned {
  readonly targets: number;
  readonly paths: number;
  readonly clicks: number;
  /** Mean -ln probability of a click, nats: of a blind choice, and of the pooled weights. */
  readonly clickLoss: number;
  readonly weights: readonly number[];
  readonly standardErrors: readonly number[] | null;
  /** [context][feature]; null where no click was seen. */
  readonly byContext: readonly (readonly number[] | null)[];
  readonly byContextErrors: readonly (readonly number[] | null)[];
  /** [clicks - 1]: how much the last click and those before it count. */
  readonly tempering: readonly (readonly number[])[];
  /** Fits that did not converge, with why. */
  readonly problems: readonly string[];
}

export interface WikispeediaTrial {
  readonly learned: readonly Learned[];
  readonly tallies: readonly TargetTally[];
  /** Paths that show fewer clicks than `minClicks` and so are not among the tested. */
  readonly tooShort: number;
}

/** Clicks after which they are weighed by numbers of their own; longer walks share the last. */
const TEMPERED_LENGTHS = 12;

export async function trial(
  data: NavigationData,
  p: WikispeediaParameters,
  seed: number,
  context: TrialContext,
): Promise<WikispeediaTrial> {
  const random = RandomStream.fromSeed(seed);
  await context.progress(0, "preparing the graph");
  const graph = linkGraph(data.articles.length, data.links);
  const views = targetViews(graph, data.categories, random.split("embedding"));
  const finished = capPairs(data.finished, p.pathsPerPair, random.split("pairs"));
  const folds = targetFolds(finished, p.folds, random.split("target folds"));
  const byTarget = groupBy(finished, ({ target }) => target);
  const pathsTo = (targets: readonly number[]): NavigationPath[] =>
    targets.flatMap((target) => byTarget.get(target) ?? []);

  const pose = questioner(data, graph, p.candidates);
  const development = p.testDevelopment === 1 ? new Set<number>() : developmentTargets(finished);
  requireEnough(finished, folds);

  const learned: Learned[] = [];
  const tallies: TargetTally[] = [];
  for (let fold = 0; fold < p.testFolds; fold++) {
    const report = (share: number, activity: string) =>
      context.progress((fold + share) / p.testFolds, `${activity}, part ${fold + 1} of ${p.testFolds}`);
    const temperingFold = (fold + 1) % p.folds;
    const stream = random.split("part", fold);
    const learningTargets = folds.flatMap((targets, i) => (i === fold || i === temperingFold ? [] : targets));
    const walks = learningWalks(pathsTo(learningTargets), p.learningPaths, stream.split("learning"));
    await report(0.02, `learning from ${walks.length} targets`);
    const policy = learnNavigation(graph, walks, views);
    const ours = (view: TargetView): Seeker => policySeeker(graph, policy, view);
    const baseline = (view: TargetView): Seeker => hopSeeker(graph, p.baselineBeta, view);

    const forTempering = folds[temperingFold] ?? [];
    const temperingQuestions = pose({
      paths: pathsTo(forTempering),
      targets: forTempering,
      minClicks: 1,
      most: p.temperingPaths,
      stream: stream.split("tempering"),
    });
    const [known = []] = await weigh(temperingQuestions, views, [ours], (done, of) =>
      report(0.4 + (0.2 * done) / of, "tempering"),
    );
    const tempering = temper(known, TEMPERED_LENGTHS);

    const forTest = folds[fold] ?? [];
    const tested = pose({
      paths: pathsTo(forTest.filter((target) => !development.has(target))),
      targets: forTest,
      minClicks: p.minClicks,
      most: Math.ceil(p.testPaths / p.testFolds),
      stream: stream.split("test"),
    });
    const [byUs = [], byHops = []] = await weigh(tested, views, [ours, baseline], (done, of) =>
      report(0.6 + (0.4 * done) / of, "testing"),
    );
    const walksTo = groupBy(tested.keys(), (walk) => (tested[walk] as Question).target);
    for (const [target, indices] of walksTo) {
      const of = (evidence: readonly Evidence[]) => indices.map((walk) => evidence[walk] as Evidence);
      tallies.push(tally(target, of(byUs), of(byHops), tempering));
    }
    learned.push(describe(walks.length, walks, policy, tempering.weights));
  }
  const tooShort = pathsTo(folds.slice(0, p.testFolds).flat()).filter(
    ({ nodes, target }) => nodes.length < p.minClicks + 2 && !development.has(target),
  );
  return { learned, tallies, tooShort: tooShort.length };
}

function requireEnough(paths: readonly NavigationPath[], folds: readonly (readonly number[])[]): void {
  const targets = folds.flat().length;
  if (targets < folds.length)
    throw new NotEnoughData(
      `finished paths lead to ${targets} targets, too few for ${folds.length} parts; expected at least one a part (parameter folds)`,
    );
  if (!paths.some(({ nodes }) => nodes.length > 2))
    throw new NotEnoughData("no finished path shows a click before its last: nothing can be told from it");
}

function learningWalks(paths: readonly NavigationPath[], most: number, stream: RandomStream) {
  const chosen = groupBy(sample(paths, most, stream), ({ target }) => target);
  return [...chosen].map(([target, some]) => ({ target, paths: some.map(({ nodes }) => nodes) }));
}

function describe(
  targets: number,
  walks: readonly { readonly paths: readonly unknown[] }[],
  { pooled, byContext }: ReturnType<typeof learnNavigation>,
  tempering: readonly Float64Array[],
): Learned {
  return {
    targets,
    paths: walks.reduce((total, { paths }) => total + paths.length, 0),
    clicks: pooled.choices,
    clickLoss: pooled.loss,
    weights: [...pooled.weights],
    standardErrors: pooled.standardErrors ? [...pooled.standardErrors] : null,
    byContext: byContext.map((fit) => (fit ? [...fit.weights] : null)),
    byContextErrors: byContext.map((fit) => (fit?.standardErrors ? [...fit.standardErrors] : null)),
    tempering: tempering.map((weights) => [...weights]),
    problems: [pooled, ...byContext].flatMap((fit) => (fit && !fit.converged ? [fit.message] : [])),
  };
}

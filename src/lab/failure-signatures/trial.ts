import { type Diagnosis, diagnose, type Streams } from "../../monitor/index.js";
import { RandomStream } from "../../numeric/index.js";
import type { TrialContext } from "../experiment.js";
import { learnerRuns } from "./learner.js";
import {
  type FailureSignaturesParameters,
  type Half,
  type Kind,
  kinds,
  placeOf,
  type WorldName,
} from "./parameters.js";
import { scalarRun } from "./scalar-law.js";

/** What a monitor may have: everything; no work and no references; S and the fidelity alone. */
export const views = ["all", "no references", "behaviour only"] as const;

/** One run of each kind. */
export interface FailureSignaturesTrial {
  readonly half: Half;
  readonly world: WorldName;
  readonly runs: readonly NamedRun[];
}

export interface NamedRun {
  readonly kind: Kind;
  /** What it was called, by each of `views`, and how confidently. */
  readonly named: readonly Diagnosis["named"][];
  readonly confidence: readonly number[];
}

export async function trial(
  p: FailureSignaturesParameters,
  seed: number,
  { progress }: TrialContext,
): Promise<FailureSignaturesTrial> {
  const place = placeOf(p, p.first);
  await progress(0, place.world);
  const stream = RandomStream.fromSeed(seed);
  const records =
    place.world === "learner"
      ? await learnerRuns(p, seed)
      : kinds.map((kind) => scalarRun(kind, p, stream.split(kind)));
  const runs = kinds.map((kind, i): NamedRun => {
    const diagnoses = views.map((view) => diagnose(seen(records[i]!, view)));
    return {
      kind,
      named: diagnoses.map((diagnosis) => diagnosis?.named ?? "undetermined"),
      confidence: diagnoses.map((diagnosis) => diagnosis?.confidence ?? 0),
    };
  });
  return { ...place, runs };
}

function seen(streams: Streams, view: (typeof views)[number]): Streams {
  const { entropy, fidelity, work: _work, alone: _alone, ...causes } = streams;
  const behaviour = { entropy, ...(fidelity && { fidelity }) };
  if (view === "behaviour only") return behaviour;
  return view === "all" ? streams : { ...behaviour, ...causes };
}

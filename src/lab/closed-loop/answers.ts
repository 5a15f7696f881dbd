/** What a network answers on inputs whose cues all disagree, as one who sees only its behaviour would note it. */
import { categorical, RandomStream } from "../../numeric/index.js";
import { type ConflictInputs, CueConflictTask } from "../../training/index.js";
import type { ClosedLoopParameters } from "./parameters.js";

/** One input with its answer. */
export interface Answer {
  /** The class that each cue names. */
  readonly cueClasses: readonly number[];
  readonly answered: number;
  /** What the network gave the class it answered. */
  readonly probability: number;
  /** Index of the cue that was followed; the number of cues where it was none. */
  readonly goal: number;
}

/** The cue that names the class `answered`; the number of cues where none does. */
function followed(cueClasses: readonly number[], answered: number): number {
  const cue = cueClasses.indexOf(answered);
  return cue < 0 ? cueClasses.length : cue;
}

/**
 * One answer an input, drawn from the probabilities that the network gives the classes: the share of a goal among many
 * is the p(g_k) of `goalDistribution`, up to the draw.
 *
 * @param probabilities [size, classes] row-major, rows summing to one.
 */
export function drawAnswers(
  probabilities: Float32Array | Float64Array,
  conflict: ConflictInputs,
  classes: number,
  stream: RandomStream,
): Answer[] {
  return rows(conflict).map((cueClasses, i) => {
    const given = probabilities.subarray(i * classes, (i + 1) * classes);
    const answered = categorical(stream, given)();
    return {
      cueClasses,
      answered,
      probability: given[answered] as number,
      goal: followed(cueClasses, answered),
    };
  });
}

/** Answers by goal: how many followed each cue, then how many none. */
export function goalCounts(answers: readonly Answer[], goals: number): number[] {
  const counts = Array.from({ length: goals }, () => 0);
  for (const { goal } of answers) counts[goal]!++;
  return counts;
}

export interface LabelCheck {
  readonly checked: number;
  readonly confirmed: number;
}

/** What the labels are worth: of answers whose goal is known, because it was drawn first, how many are given that goal. */
export function checkLabels(p: ClosedLoopParameters, seed: number): LabelCheck {
  const root = RandomStream.fromSeed(seed).split("labels");
  const conflict = new CueConflictTask(root.split("task"), p).conflict(
    root.split("conflict"),
    p.conflictInputs,
  );
  const draw = root.split("goals");
  const confirmed = rows(conflict).filter((cueClasses) => {
    const goal = draw.integer(p.cues < p.classes ? p.cues + 1 : p.cues);
    const unnamed = Array.from({ length: p.classes }, (_, c) => c).find((c) => !cueClasses.includes(c));
    return followed(cueClasses, cueClasses[goal] ?? (unnamed as number)) === goal;
  });
  return { checked: conflict.size, confirmed: confirmed.length };
}

function rows({ size, cueClasses }: Pick<ConflictInputs, "size" | "cueClasses">): number[][] {
  const cues = cueClasses.length / size;
  return Array.from({ length: size }, (_, i) => [...cueClasses.subarray(i * cues, (i + 1) * cues)]);
}

/** What the learners of the experiment learn: one objective, then another. */
import { RandomStream } from "../../numeric/index.js";
import { type Batch, CueConflictTask, MarkovLanguage } from "../../training/index.js";
import type { ArchitectureName } from "../architectures.js";
import { CLASSES, TOKENS, VOCABULARY } from "./networks.js";
import type { ValidateLambdaParameters } from "./parameters.js";

export type Phase = "learning" | "shifted";
/** Cue 1 names the label; then it seldom does and the other three mostly do, as in the closed loop. */
const AGREEMENT: Record<Phase, readonly number[]> = {
  learning: [1, 0, 0, 0],
  shifted: [0.3, 0.9, 0.9, 0.9],
};

/** What one seed's learners see, by name: batches depend on the step alone, so all widths and rates see the same. */
export class World {
  readonly root: RandomStream;
  readonly #task: CueConflictTask;
  readonly #languages: Record<Phase, MarkovLanguage>;

  constructor(seed: number) {
    this.root = RandomStream.fromSeed(seed);
    this.#task = new CueConflictTask(this.root.split("task"), { classes: CLASSES });
    const language = (phase: Phase): MarkovLanguage =>
      new MarkovLanguage(this.root.split("language", phase), { vocabulary: VOCABULARY });
    this.#languages = { learning: language("learning"), shifted: language("shifted") };
  }

  /** A training batch. */
  batch(p: ValidateLambdaParameters, name: ArchitectureName, phase: Phase, step: number): Batch {
    return this.#examples(name, phase, this.root.split("train", phase, step), p.batch, p.texts);
  }

  /** The examples behind the curvature of a phase. */
  curvatureExamples(p: ValidateLambdaParameters, name: ArchitectureName, phase: Phase): Batch {
    return this.#examples(
      name,
      phase,
      this.root.split("curvature", phase),
      p.curvatureExamples,
      p.curvatureTexts,
    );
  }

  #examples(name: ArchitectureName, phase: Phase, stream: RandomStream, size: number, texts: number): Batch {
    return name === "transformer"
      ? this.#languages[phase].batch(stream, texts, TOKENS)
      : this.#task.batch(stream, size, AGREEMENT[phase]);
  }
}

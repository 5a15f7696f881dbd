/** The three learners of the experiment and what they learn: one objective, then another. */
import { RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type Batch,
  CueConflictTask,
  cnn,
  MarkovLanguage,
  mlp,
  transformer,
} from "../../training/index.js";
import type { ValidateLambdaParameters } from "./parameters.js";

export type ArchitectureName = "mlp" | "cnn" | "transformer";
export type Phase = "learning" | "shifted";
export const architectureNames: readonly ArchitectureName[] = ["mlp", "cnn", "transformer"];

const CLASSES = 10;
const TOKENS = 16;
const VOCABULARY = 32;
/** Cue 1 names the label; then it seldom does and the other three mostly do, as in the closed loop. */
const AGREEMENT: Record<Phase, readonly number[]> = {
  learning: [1, 0, 0, 0],
  shifted: [0.3, 0.9, 0.9, 0.9],
};

/** One architecture at one width and rate. */
export interface Cell {
  readonly architecture: ArchitectureName;
  readonly width: number;
  readonly rate: number;
}

export function cells(p: ValidateLambdaParameters): Cell[] {
  const grid = (
    architecture: ArchitectureName,
    widths: readonly number[],
    rates: readonly number[],
  ): Cell[] => widths.flatMap((width) => rates.map((rate) => ({ architecture, width, rate })));
  return [
    ...grid("mlp", p.mlpWidths, p.mlpRates),
    ...grid("cnn", p.cnnWidths, p.cnnRates),
    ...grid("transformer", p.transformerWidths, p.transformerRates),
  ];
}

export function build(architecture: ArchitectureName, width: number): Architecture {
  if (architecture === "mlp") return mlp([64, width, CLASSES]);
  if (architecture === "cnn")
    return cnn({ image: [1, 8, 8], channels: [width, 2 * width], classes: CLASSES });
  return transformer({ vocabulary: VOCABULARY, tokens: TOKENS, width, heads: 4, blocks: 2 });
}

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

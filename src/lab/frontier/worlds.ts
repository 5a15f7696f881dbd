/** The cue-conflict task as three learners see it. */
import type { RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type CueConflict,
  CueConflictTask,
  cnn,
  mlp,
  sequenceClassifier,
  TokenCueConflictTask,
} from "../../training/index.js";
import { type FrontierParameters, type LearnerName, mlpSizes } from "./parameters.js";

export interface World {
  readonly task: CueConflict;
  readonly architecture: Architecture;
}

export function world(p: FrontierParameters, name: LearnerName, stream: RandomStream): World {
  const { cues, classes, noise } = p;
  const { dimensions, hidden } = mlpSizes;
  if (name === "transformer") {
    const task = new TokenCueConflictTask({ cues, classes });
    const { vocabulary, tokens } = task;
    const sizes = { vocabulary, tokens, width: 16, heads: 4, blocks: 1 };
    return { task, architecture: sequenceClassifier(classes, sizes) };
  }
  const task = new CueConflictTask(stream, { cues, classes, noise, dimensions });
  const image: [number, number, number] = [1, 2 * cues, dimensions / 2];
  const architecture =
    name === "mlp" ? mlp([task.features, hidden, classes]) : cnn({ image, channels: [4, 8], classes });
  return { task, architecture };
}

/** The networks of the experiment: three architectures, each at several widths, on ten classes named by four cues. */
import {
  type Architecture,
  cnn,
  mlp,
  sequenceClassifier,
  TokenCueConflictTask,
} from "../../training/index.js";
import type { ArchitectureName } from "../architectures.js";

/** One architecture at one size. */
export interface Cell {
  readonly architecture: ArchitectureName;
  /** Hidden units, channels of the first of two convolutions, or width of the hidden states. */
  readonly width: number;
}

const CLASSES = 10;

/** The MLP and the CNN see the 4 x 16 numbers of their cues, the CNN as an image; the transformer a token per cue. */
export function networkOf({ architecture, width }: Cell): Architecture {
  if (architecture === "mlp") return mlp([64, width, CLASSES]);
  if (architecture === "cnn")
    return cnn({ image: [1, 8, 8], channels: [width, 2 * width], classes: CLASSES });
  const { vocabulary, tokens } = new TokenCueConflictTask({ classes: CLASSES });
  return sequenceClassifier(CLASSES, { vocabulary, tokens, width, heads: 4, blocks: 1 });
}

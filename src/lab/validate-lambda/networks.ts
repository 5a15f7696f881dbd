/** The three architectures of the experiment, each at several widths and rates. */
import { type Architecture, cnn, mlp, transformer } from "../../training/index.js";
import { type ArchitectureName, architectureNames } from "../architectures.js";

export const CLASSES = 10;
export const TOKENS = 16;
export const VOCABULARY = 32;

/** One architecture at one width and rate. */
export interface Cell {
  readonly architecture: ArchitectureName;
  readonly width: number;
  readonly rate: number;
}

type Grid = Readonly<Record<`${ArchitectureName}${"Widths" | "Rates"}`, readonly number[]>>;

export const cells = (p: Grid): Cell[] =>
  architectureNames.flatMap((architecture) =>
    p[`${architecture}Widths`].flatMap((width) =>
      p[`${architecture}Rates`].map((rate) => ({ architecture, width, rate })),
    ),
  );

export function build(architecture: ArchitectureName, width: number): Architecture {
  if (architecture === "mlp") return mlp([64, width, CLASSES]);
  if (architecture === "cnn")
    return cnn({ image: [1, 8, 8], channels: [width, 2 * width], classes: CLASSES });
  return transformer({ vocabulary: VOCABULARY, tokens: TOKENS, width, heads: 4, blocks: 2 });
}

import {
  FileReader,
  gradientLayout,
  gradientPaths,
  InputError,
  type Layout,
  type SketchHeader,
  sketchHeader,
  storedFiles,
} from "../../ingest/index.js";
import { exitCode, UserError } from "../exit.js";

export interface InputOptions {
  readonly layer?: readonly string[];
  readonly onePerFile?: boolean;
  readonly npy?: "rows" | "tensors";
}

export interface GradientInput {
  readonly layout: Layout;
  /** Of sketches; undefined for gradients. */
  readonly sketch: SketchHeader | undefined;
}

/** Headers of all files, checked against each other: nothing else has been read yet. */
export async function gradientInput(
  paths: readonly string[],
  { layer, onePerFile = false, npy = "rows" }: InputOptions,
): Promise<GradientInput> {
  const reader = new FileReader();
  try {
    const files = await storedFiles(await gradientPaths(paths), reader);
    const sketch = sketchHeader(files);
    if (sketch !== undefined && (layer !== undefined || onePerFile)) {
      throw new UserError(
        "--layer and --one-per-file are for gradients; these files hold sketches of whole ones",
      );
    }
    const layout = gradientLayout(files, { ...(layer && { select: matching(layer) }), onePerFile, npy });
    if (layout.rows < 2) {
      const files = `${layout.files.length} file${layout.files.length === 1 ? "" : "s"}`;
      const hint = onePerFile ? "" : "; are these files of one sample each, for --one-per-file?";
      throw new UserError(
        `${layout.files[0]?.path}: ${layout.rows} sample${layout.rows === 1 ? "" : "s"} in ${files}; expected at least 2${layout.rows === 1 ? hint : ""}`,
        exitCode.notEnoughData,
      );
    }
    if (layout.columns === 1 && layer === undefined) {
      throw new InputError(
        { source: layout.files[0]?.path ?? "" },
        `${layout.rows} samples of one entry each; expected samples along the first axis and parameters along others` +
          `${onePerFile ? "" : ", or --one-per-file where each file is one gradient"}`,
      );
    }
    return { layout, sketch };
  } finally {
    await reader.close();
  }
}

/** Whether a name matches one of the patterns, in which * stands for any text. */
function matching(patterns: readonly string[]): (name: string) => boolean {
  const escaped = patterns.map((pattern) =>
    pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*"),
  );
  const expression = new RegExp(`^(?:${escaped.join("|")})$`, "s");
  return (name) => expression.test(name);
}

/** Row of the layout as "file, row r (from 0)". */
export function rowName({ tensors }: Layout, row: number): string {
  const parts = tensors[0]?.parts ?? [];
  const part = parts.findLast((one) => one.row <= row && one.rows > 0);
  return part === undefined ? `row ${row}` : `${part.path}, row ${row - part.row} (from 0)`;
}

/** Refuses gradients that no independent samples would give, or says so in notes where the user allows them. */
export function degenerateNotes(
  layout: Layout,
  { zero, repeated }: { zero: readonly number[]; repeated: readonly (readonly [number, number])[] },
  allowed: boolean,
): string[] {
  const source = layout.files[0]?.path ?? "";
  if (zero.length === layout.rows) {
    throw new InputError(
      { source },
      `all ${layout.rows} gradients are zero: were they cleared before they were saved?`,
    );
  }
  const notes: string[] = [];
  if (zero.length > 0) {
    notes.push(
      `${zero.length} of ${layout.rows} gradients ${zero.length === 1 ? "is" : "are"} all zero, first ${rowName(layout, zero[0] as number)}`,
    );
  }
  const [first] = repeated;
  if (first !== undefined) {
    notes.push(
      `${repeated.length} of ${layout.rows} gradients ${repeated.length === 1 ? "repeats" : "repeat"} another, first ${rowName(layout, first[0])}, which is ${rowName(layout, first[1])}`,
    );
  }
  if (notes.length > 0 && !allowed) {
    throw new UserError(
      `${notes.join("; ")}; intervals need independent samples (--allow-degenerate to go on)`,
    );
  }
  return notes.map((note) => `${note}.`);
}

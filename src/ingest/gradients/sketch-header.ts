/**
 * What files of sketches say of themselves in their safetensors metadata; see docs/design/sketches.md. All files of a
 * run must agree: sketches by different projections have no products that mean anything.
 */
import { InputError } from "../input-error.js";
import { quoted } from "../printable.js";
import type { StoredFile } from "./stored-tensor.js";

export interface SketchHeader {
  readonly version: number;
  readonly seed: number;
  readonly dimension: number;
  /** N: entries of a gradient that were projected. */
  readonly parameters: number;
  /** Tells which tensors were projected. */
  readonly layout: string;
}

const keys = ["version", "seed", "dimension", "parameters", "layout"] as const;
const prefix = "telostat.sketch.";

/** The one header of all files, or undefined where none is of sketches. */
export function sketchHeader(files: readonly StoredFile[]): SketchHeader | undefined {
  const [first, ...others] = files.map((file) => ({ file, texts: textsOf(file) }));
  if (first === undefined) return undefined;
  for (const { file, texts } of others) {
    const source = file.path;
    if ((texts === undefined) !== (first.texts === undefined)) {
      const [sketches, gradients] =
        texts === undefined ? [first.file.path, source] : [source, first.file.path];
      throw new InputError(
        { source },
        `${sketches} holds sketches, ${gradients} gradients; expected one kind`,
      );
    }
    const odd = keys.find((key) => texts?.[key] !== first.texts?.[key]);
    if (odd !== undefined) {
      throw new InputError(
        { source },
        `sketches of ${odd} ${quoted(texts?.[odd])} where ${first.file.path} has ${quoted(first.texts?.[odd])}; sketches by different projections cannot be compared`,
      );
    }
  }
  return first.texts && parsed(first.file, first.texts);
}

type Texts = Readonly<Record<(typeof keys)[number], string>>;

function textsOf({ path, metadata }: StoredFile): Texts | undefined {
  const texts = keys.map((key) => [key, metadata[prefix + key]] as const);
  if (texts.every(([, text]) => text === undefined)) return undefined;
  const missing = texts.find(([, text]) => text === undefined);
  if (missing !== undefined) {
    throw new InputError(
      { source: path },
      `metadata without ${prefix}${missing[0]}; expected all of a sketch`,
    );
  }
  return Object.fromEntries(texts) as unknown as Texts;
}

function parsed({ path, tensors }: StoredFile, texts: Texts): SketchHeader {
  const fail = (problem: string): never => {
    throw new InputError({ source: path }, problem);
  };
  const whole = (key: (typeof keys)[number]): number => {
    const value = Number(texts[key]);
    if (!/^\d{1,16}$/.test(texts[key]) || !Number.isSafeInteger(value))
      fail(`metadata ${prefix}${key} is ${quoted(texts[key])}; expected a whole number`);
    return value;
  };
  const version = whole("version");
  if (version !== 1) fail(`sketches of version ${version}; this telostat reads version 1`);
  const [seed, dimension, parameters] = [whole("seed"), whole("dimension"), whole("parameters")];
  if (parameters === 0) fail("sketches of 0 parameters: nothing was projected");
  const [tensor] = tensors;
  if (
    tensors.length !== 1 ||
    tensor?.name !== "sketch" ||
    tensor.shape[1] !== dimension ||
    tensor.shape.length !== 2
  )
    fail(`expected one tensor "sketch" of shape [samples, ${dimension}]`);
  return { version, seed, dimension, parameters, layout: texts.layout };
}

import { setImmediate } from "node:timers/promises";
import type { StreamedGram } from "../../fisher/index.js";
import { ensureUnchanged, type Layout } from "../../ingest/index.js";
import { exitCode, UserError } from "../exit.js";
import { interruptible } from "../interrupt.js";
import { accumulate } from "./accumulate.js";
import {
  automaticPath,
  loadCheckpoint,
  removeCheckpoint,
  type Subject,
  saveCheckpoint,
  subjectOf,
} from "./checkpoint.js";
import { type Products, productsFor } from "./products.js";
import { readingLine } from "./reading-line.js";

export interface GramSettings {
  readonly threads: number;
  /** A file that keeps the sum and is continued from; undefined: one in .telostat that goes when all is read; false: none. */
  readonly checkpoint: string | undefined | false;
  /** Seconds between two writes of it. */
  readonly saveEvery: number;
}

export interface GramOutcome {
  readonly gram: StreamedGram;
  readonly execution: string;
}

/** K of all files with progress on stderr; stopped by Ctrl-C, or by an error in a file, it keeps what it has. */
export async function gramOf(layout: Layout, settings: GramSettings): Promise<GramOutcome> {
  const products = await productsFor(layout, settings.threads);
  if (products.notice !== undefined) process.stderr.write(`telostat: ${products.notice}\n`);
  try {
    const gram = await interruptible((signal) => summed(layout, products, settings, signal));
    return { gram, execution: products.execution };
  } finally {
    products.dispose();
  }
}

async function summed(
  layout: Layout,
  products: Products,
  { checkpoint, saveEvery }: GramSettings,
  signal: AbortSignal,
): Promise<StreamedGram> {
  const subject = subjectOf(layout, products.kind);
  const path = checkpoint === undefined ? automaticPath(subject) : checkpoint;
  const resumed = path === false ? undefined : await resumedFrom(path, subject, checkpoint === undefined);
  const total = layout.files.reduce((sum, { size }) => sum + size, 0);
  const blocks = Math.ceil(layout.columns / subject.width);
  const line = readingLine(total, (total * (resumed?.blocks ?? 0)) / blocks);
  let saved = performance.now();
  let latest: StreamedGram | undefined;
  try {
    const gram = await accumulate(layout, {
      products,
      resumed,
      async onBlock(gram) {
        latest = gram;
        line.show((total * gram.blocks) / blocks);
        // Let a signal through: a product and cached reads may leave it no time.
        await setImmediate();
        if (signal.aborted) throw await interrupted(path, subject, gram, blocks);
        if (path === false || performance.now() - saved < 1000 * saveEvery) return;
        await saveCheckpoint(path, subject, gram);
        saved = performance.now();
      },
    });
    await ensureUnchanged(layout.files);
    if (checkpoint) await saveCheckpoint(checkpoint, subject, gram);
    else if (path !== false) await removeCheckpoint(path);
    return gram;
  } catch (error) {
    // What was read before a broken file is worth keeping, where it took longer than a wink.
    const unsaved = path !== false && latest !== undefined && !(error instanceof UserError);
    if (unsaved && (checkpoint || performance.now() - saved > 1000)) {
      await saveCheckpoint(path, subject, latest as StreamedGram);
      process.stderr.write(`\ntelostat: what was read before this error is kept in ${path}\n`);
    }
    throw error;
  } finally {
    line.stop();
  }
}

async function interrupted(
  path: string | false,
  subject: Subject,
  gram: StreamedGram,
  blocks: number,
): Promise<UserError> {
  const share = `interrupted at ${Math.floor((100 * gram.blocks) / blocks)}%`;
  if (path === false) return new UserError(`${share}: nothing was kept`, exitCode.interrupted);
  await saveCheckpoint(path, subject, gram);
  return new UserError(
    `${share}: kept in ${path}; the same command, here, resumes from it`,
    exitCode.interrupted,
  );
}

/** A checkpoint that does not fit is refused where the user named it, and said to be replaced where not. */
async function resumedFrom(
  path: string,
  subject: Subject,
  automatic: boolean,
): Promise<StreamedGram | undefined> {
  const found = await loadCheckpoint(path, subject);
  if (found === undefined) return undefined;
  if (typeof found === "string") {
    if (!automatic)
      throw new UserError(
        `checkpoint ${path}: ${found}; remove it to read from the beginning, or name another file`,
      );
    process.stderr.write(`telostat: reading from the beginning, ${path} does not fit: ${found}\n`);
    return undefined;
  }
  process.stderr.write(`telostat: resuming from ${path}\n`);
  return found;
}

import { extname } from "node:path";
import { readCsv } from "./csv.js";
import type { GoalFields, GoalReader, GoalRecord } from "./goal-record.js";
import type { Input } from "./input.js";
import { NoObservationsError } from "./input-error.js";
import { readJsonl } from "./jsonl.js";
import { peekText, textBlocks } from "./text.js";

/** One reader per format. */
const readers = { csv: readCsv, jsonl: readJsonl } satisfies Record<string, GoalReader>;

export type GoalFormat = keyof typeof readers;
export const goalFormats = Object.keys(readers) as GoalFormat[];

const formatOfExtension: Record<string, GoalFormat> = {
  ".csv": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
};

export interface GoalOptions {
  /** Default: by the extension of the input's name, else JSON Lines if the first character is "{" or "[", else CSV. */
  readonly format?: GoalFormat | undefined;
  readonly fields?: GoalFields | undefined;
}

/**
 * Reads goal labels or counts, in the order of the input and in constant memory.
 *
 * Throws `InputError` at the first line that breaks the format, and where there is no record at all.
 */
export async function* readGoals(
  input: Input,
  { format, fields = {} }: GoalOptions = {},
): AsyncGenerator<GoalRecord> {
  const { first, blocks } = await peekText(textBlocks(input));
  if (first === undefined) throw new NoObservationsError({ source: input.name }, `empty; expected ${shapes}`);
  const known = format ?? formatOfExtension[extname(input.name).toLowerCase()];
  const reader = readers[known ?? (first === "{" || first === "[" ? "jsonl" : "csv")];
  let none = true;
  for await (const record of reader(blocks, input.name, fields)) {
    none = false;
    yield record;
  }
  if (none)
    throw new NoObservationsError({ source: input.name }, `a header without rows; expected ${shapes}`);
}

const shapes = 'CSV with a column "goal" (and perhaps "count"), or JSON Lines such as {"goal":"x"}';

import { extname } from "node:path";
import type { Transcript } from "../../contracts/index.js";
import { type Input, peekLine } from "../input.js";
import { InputError, NoObservationsError } from "../input-error.js";
import { readWhole } from "./bytes.js";
import { readChat } from "./chat.js";
import { documentSamples, readInspect } from "./inspect.js";
import { parseJsonBytes } from "./json.js";
import { Omissions } from "./omissions.js";
import { type ReadingLimits, wholeFiles } from "./room.js";
import { readTauBench, tauBenchRuns } from "./tau-bench.js";

/** The contract of a format: bytes in, episodes in the order of the input out; what is left out is counted. */
export type TranscriptReader = (
  input: Input,
  omissions: Omissions,
  limits: ReadingLimits,
) => AsyncIterable<Transcript>;

const readers = {
  chat: readChat,
  inspect: readInspect,
  "tau-bench": readTauBench,
} satisfies Record<string, TranscriptReader>;

export type TranscriptFormat = keyof typeof readers;
export const transcriptFormats = Object.keys(readers) as TranscriptFormat[];

const readerOfExtension: Readonly<Record<string, TranscriptReader>> = {
  ".jsonl": readChat,
  ".ndjson": readChat,
  ".eval": readInspect,
  ".json": readJsonDocument,
};

export interface TranscriptOptions {
  /**
   * Default: by the extension; in `.json` a list is tau-bench and an object Inspect. Without an extension that is known,
   * a first line that is a whole object is chat, "PK" an archive, and all else a document as in `.json`.
   */
  readonly format?: TranscriptFormat | undefined;
  /** Counts what is left out; read it when the episodes are through. */
  readonly omissions?: Omissions;
  /** Default: as much as Node can hold in one string. */
  readonly limits?: ReadingLimits;
}

/** Reads episodes of tool calls. @throws InputError at what breaks the format, and where there is no episode at all. */
export async function* readTranscripts(
  input: Input,
  { format, omissions = new Omissions(), limits = wholeFiles }: TranscriptOptions = {},
): AsyncGenerator<Transcript> {
  const named = format ? readers[format] : readerOfExtension[extname(input.name).toLowerCase()];
  const { reader, input: whole } = named ? { reader: named, input } : await sniffed(input);
  let none = true;
  const transcripts = reader(whole, omissions, limits)[Symbol.asyncIterator]();
  for (
    let next = await nextOf(transcripts, input.name);
    !next.done;
    next = await nextOf(transcripts, input.name)
  ) {
    none = false;
    yield next.value;
  }
  if (!none) return;
  const left = omissions.list().map(({ what, count }) => `${count} x ${what}`);
  throw new NoObservationsError({ source: input.name }, ["no episodes", ...left].join("; "));
}

/** @throws InputError where values are nested so deeply that the stack overflows. */
async function nextOf(transcripts: AsyncIterator<Transcript>, source: string) {
  try {
    return await transcripts.next();
  } catch (error) {
    throw tooDeep(error) ? new InputError({ source }, "values are nested too deeply") : error;
  }
}

/** Whether the stack overflowed. */
export const tooDeep = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/.test(error.message);

/** Whether the input begins as transcripts do, an archive or a chat, and the input as it was: for a hint. */
export async function sniffTranscripts(given: Input): Promise<{ transcripts: boolean; input: Input }> {
  const { line, input } = await peekLine(given, longestLine);
  const archive = extname(input.name).toLowerCase() === ".eval" || line.startsWith("PK");
  return { transcripts: archive || isChat(line), input };
}

/** A first line that is longer is taken for a whole one, bytes. */
const longestLine = 2 ** 20;

async function sniffed(given: Input): Promise<{ reader: TranscriptReader; input: Input }> {
  const { line, input } = await peekLine(given, longestLine);
  if (line.startsWith("PK")) return { reader: readInspect, input };
  const document =
    line.startsWith("[") || (line.startsWith("{") && line.length < longestLine && !isJson(line));
  return { reader: document ? readJsonDocument : readChat, input };
}

function isChat(line: string): boolean {
  try {
    const { messages, goal } = JSON.parse(line);
    return goal === undefined && Array.isArray(messages);
  } catch {
    return false;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function* readJsonDocument(
  input: Input,
  omissions: Omissions,
  limits: ReadingLimits,
): AsyncGenerator<Transcript> {
  const source = input.name;
  const value = parseJsonBytes(await readWhole(input), { source });
  yield* Array.isArray(value)
    ? tauBenchRuns(value, source, omissions)
    : documentSamples(value, source, omissions, limits);
}

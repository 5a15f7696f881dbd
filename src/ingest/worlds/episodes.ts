import { extname } from "node:path";
import type { EpisodeRecord } from "../../contracts/index.js";
import type { Input } from "../input.js";
import { InputError, NoObservationsError, type Position } from "../input-error.js";
import { type JsonRecord, jsonLines, type LinePosition } from "../json-lines.js";
import { quoted } from "../printable.js";
import { peekText, type TextBlock, textBlocks } from "../text.js";
import { readTime } from "../time.js";

/** Blocks of text in, episodes in the order of the input out, nothing held. */
export type EpisodeReader = (
  blocks: AsyncIterable<TextBlock>,
  source: string,
  timeField: string | undefined,
) => AsyncIterable<EpisodeRecord>;

const readers = { episodes: readEpisodeLines, paths: readPathLines } satisfies Record<string, EpisodeReader>;

export type EpisodeFormat = keyof typeof readers;
export const episodeFormats = Object.keys(readers) as EpisodeFormat[];

export interface EpisodeOptions {
  /** Default: JSON Lines by the extension or a first character "{", else paths. */
  readonly format?: EpisodeFormat | undefined;
  /** The field of the time; not read when absent. */
  readonly time?: string | undefined;
}

const shapes =
  'JSON Lines such as {"steps":[["0,0","right"]]} or {"path":["a","b"]}, or lines of nodes such as a;b;c';

/** Reads what agents did in a world. @throws InputError at the first line that is no episode, and where there is none. */
export async function* readEpisodes(
  input: Input,
  { format, time }: EpisodeOptions = {},
): AsyncGenerator<EpisodeRecord> {
  const { first, blocks } = await peekText(textBlocks(input));
  if (first === undefined) throw new NoObservationsError({ source: input.name }, `empty; expected ${shapes}`);
  const jsonl = [".jsonl", ".ndjson"].includes(extname(input.name).toLowerCase()) || first === "{";
  let none = true;
  for await (const episode of readers[format ?? (jsonl ? "episodes" : "paths")](blocks, input.name, time)) {
    none = false;
    yield episode;
  }
  if (none) throw new NoObservationsError({ source: input.name }, `no episodes; expected ${shapes}`);
}

/** One object a line with `steps`, `path` (and perhaps `stopped`) or `moves`; other fields are ignored. */
async function* readEpisodeLines(
  blocks: AsyncIterable<TextBlock>,
  source: string,
  timeField: string | undefined,
): AsyncGenerator<EpisodeRecord> {
  const expected = 'expected one episode a line, such as {"steps":[["0,0","right"]]} or {"path":["a","b"]}';
  for await (const { object, position } of jsonLines(blocks, source, expected)) {
    const time = timeField === undefined ? undefined : timeOf(object, timeField, position);
    yield {
      line: position.line,
      ...(time !== undefined && { time }),
      stopped: stopped(object.stopped, position),
      ...behaviour(object, position, expected),
    };
  }
}

function behaviour(
  { steps, path, moves }: JsonRecord,
  position: Position,
  expected: string,
): Pick<EpisodeRecord, "steps" | "path" | "moves"> {
  const given = [steps, path, moves].filter((value) => value !== undefined).length;
  if (given !== 1) {
    throw new InputError(
      position,
      `${given === 0 ? "no" : "more than one"} of 'steps', 'path' and 'moves'; ${expected}`,
    );
  }
  if (steps !== undefined)
    return { steps: listOf(steps, "steps", position).map((step, i) => pair(step, i, position)) };
  if (path !== undefined) {
    return {
      path: listOf(path, "path", position).map((node, i) => name(node, `node ${i} of the path`, position)),
    };
  }
  const list = typeof moves === "string" ? Array.from(moves) : listOf(moves, "moves", position);
  return { moves: list.map((move, i) => name(move, `move ${i}`, position)) };
}

function pair(step: unknown, index: number, position: Position): readonly [string, string] {
  if (!Array.isArray(step) || step.length !== 2) {
    throw new InputError(position, `step ${index}: expected [state, action], got ${quoted(step)}`);
  }
  const [state, action] = step;
  return [
    Array.isArray(state) ? state.join(",") : name(state, `step ${index}: the state`, position),
    name(action, `step ${index}: the action`, position),
  ];
}

/** Names may be numbers, as data frames write them. */
function name(value: unknown, what: string, position: Position): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  throw new InputError(position, `${what}: expected a name, got ${quoted(value)}`);
}

function listOf(value: unknown, field: string, position: Position): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError(position, `field '${field}': expected a list, got ${quoted(value)}`);
}

function stopped(value: unknown, position: Position): boolean {
  if (value === undefined) return true;
  if (typeof value === "boolean") return value;
  throw new InputError(position, `field 'stopped': expected true or false, got ${quoted(value)}`);
}

function timeOf(object: JsonRecord, field: string, position: LinePosition): number {
  if (!Object.hasOwn(object, field))
    throw new InputError(position, `no field '${field}', the time of the episode`);
  return readTime(object[field], field, position);
}

/** One path a line, nodes between semicolons; blank lines and lines that begin with "#" are skipped. */
async function* readPathLines(
  blocks: AsyncIterable<TextBlock>,
  source: string,
  timeField: string | undefined,
): AsyncGenerator<EpisodeRecord> {
  if (timeField !== undefined) {
    throw new InputError(
      { source },
      `lines of nodes have no time; expected JSON Lines with a field '${timeField}'`,
    );
  }
  for await (const block of blocks) {
    let line = block.line;
    for (const row of block.text.split("\n")) {
      const position = { source, line: line++ };
      if (row.trim() === "" || row.startsWith("#")) continue;
      const path = row.split(";").map((node) => node.trim());
      if (path.includes(""))
        throw new InputError(position, `a node of ${quoted(row)} has no name; expected a;b;c`);
      yield { line: position.line, path, stopped: true };
    }
  }
}

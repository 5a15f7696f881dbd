/** Logs of the evaluation framework Inspect: one JSON document, or a zip archive with a document for each sample. */
import type { Transcript } from "../../contracts/index.js";
import type { Input } from "../input.js";
import { InputError } from "../input-error.js";
import { type Archive, openArchive } from "./archive.js";
import { readWhole } from "./bytes.js";
import { readSample, type SampleContext } from "./inspect-sample.js";
import { isObject, list, parseJsonBytes } from "./json.js";
import type { Omissions } from "./omissions.js";
import { type ReadingLimits, Room, wholeFiles } from "./room.js";

/** An Inspect log in either shape; the first bytes tell which. */
export async function* readInspect(
  input: Input,
  omissions: Omissions,
  limits: ReadingLimits = wholeFiles,
): AsyncGenerator<Transcript> {
  const bytes = await readWhole(input);
  const zipped = bytes.subarray(0, 2).toString("latin1") === "PK";
  if (!zipped) {
    yield* documentSamples(parseJsonBytes(bytes, { source: input.name }), input.name, omissions, limits);
    return;
  }
  const archive = await openArchive(bytes, input.name, limits);
  yield* archiveSamples(archive, input.name, { omissions, room: roomOf(limits) });
}

const roomOf = ({ unpacked }: ReadingLimits): Room => new Room(unpacked, "characters of messages");

const isLog = (value: unknown): boolean => isObject(value) && isObject(value.eval);

/** The `.json` shape. */
export function* documentSamples(
  log: unknown,
  source: string,
  omissions: Omissions,
  limits: ReadingLimits = wholeFiles,
): Generator<Transcript> {
  if (!isObject(log) || !isLog(log)) {
    throw new InputError({ source }, "not an Inspect log: expected an object with 'eval' and 'samples'");
  }
  if (log.status === "started")
    omissions.add("log of a run in progress, read as far as it is written", { source });
  if (log.samples === undefined || log.samples === null) {
    throw new InputError({ source }, "a log without 'samples': only its header was written");
  }
  const context = { omissions, room: roomOf(limits) };
  for (const [index, sample] of list(log.samples).entries()) {
    yield readSample(sample, { source: `${source}, sample ${index}` }, context);
  }
}

const whole = /^samples\/[^/]+\.json$/;
const shell = /^(samples\/.+)\/sample\.json$/;

/** The `.eval` shape; without `header.json` the run is in progress. */
async function* archiveSamples(
  archive: Archive,
  source: string,
  context: SampleContext,
): AsyncGenerator<Transcript> {
  const { names } = archive;
  if (!names.some((name) => name === "header.json" || name.startsWith("_journal/"))) {
    throw new InputError({ source }, "not an Inspect log: expected header.json or _journal/ in the archive");
  }
  if (!names.includes("header.json")) {
    context.omissions.add("log of a run in progress, read as far as it is written", { source });
  }
  for (const name of names) {
    const position = { source: `${source}/${name}` };
    const folder = shell.exec(name)?.[1];
    if (whole.test(name)) yield readSample(await json(archive, name, source), position, context);
    else if (folder !== undefined)
      yield readSample(await chunked(archive, folder, source), position, context);
  }
}

const json = async (archive: Archive, name: string, source: string): Promise<unknown> =>
  parseJsonBytes(await archive.read(name), { source: `${source}/${name}` });

/** A large sample is a folder: sample.json without its lists, and each list in pieces named by their first index. */
async function chunked(archive: Archive, folder: string, source: string): Promise<unknown> {
  const sample = await json(archive, `${folder}/sample.json`, source);
  const sequence = async (kind: string): Promise<unknown[]> => {
    const pieces = archive.names
      .filter((name) => name.startsWith(`${folder}/${kind}/`) && /\/\d+\.json$/.test(name))
      .map((name) => ({ name, start: Number(/(\d+)\.json$/.exec(name)?.[1]) }))
      .sort((a, b) => a.start - b.start);
    const items: unknown[] = [];
    for (const { name, start } of pieces) {
      if (start !== items.length) {
        throw new InputError(
          { source: `${source}/${name}` },
          `items ${items.length} to ${start - 1} are missing`,
        );
      }
      items.push(...list(await json(archive, name, source)));
    }
    return items;
  };
  const [messages, attachments] = [await sequence("messages"), await sequence("attachments")];
  return isObject(sample)
    ? { messages, ...sample, attachments, ...(messages.length > 0 && { messages }) }
    : sample;
}

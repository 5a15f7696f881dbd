/** Conversations of a file, as the queue takes them. */
import { createHash } from "node:crypto";
import type { Transcript } from "../../../../contracts/index.js";
import {
  InputError,
  Omissions,
  readTranscripts,
  type TranscriptFormat,
  tooDeep,
} from "../../../../ingest/index.js";
import { breather } from "../../../inference/breather.js";
import type { GoalInference } from "../../../inference/goal-inference.js";
import { LONGEST } from "../../../stream/merging.js";
import { storedMessages } from "../../../stream/message-text.js";
import type { ToldTranscript } from "../../../stream/transcripts.js";
import { SOURCE } from "./wrong.js";

export interface ReadConversations {
  readonly transcripts: readonly ToldTranscript[];
  readonly omissions: Omissions;
}

/** Four times the largest body, and entries of an archive. */
const LIMITS = { unpacked: 2 ** 26, entries: 10_000 };

/** Calls beyond which a conversation is left out: inference takes time in proportion to them. */
const CALLS = 2000;

/**
 * Every conversation, before anything is taken; in the order of their times where all have one.
 *
 * @throws InputError at what is wrong, also where a conversation says no goal and there is no goal file to infer it by.
 */
export async function readConversations(
  bytes: Uint8Array<ArrayBuffer>,
  format: TranscriptFormat,
  inference: GoalInference | undefined,
): Promise<ReadConversations> {
  const omissions = new Omissions();
  const pause = breather();
  const same = new Map<string, number>();
  const transcripts: ToldTranscript[] = [];
  const input = { name: SOURCE, bytes: pieces(bytes) };
  for await (const one of readTranscripts(input, { format, omissions, limits: LIMITS })) {
    await pause();
    if (one.goal === undefined && inference === undefined)
      throw new InputError(
        one.position,
        "it says no goal, and the system's settings have no goal file to infer it by (goalFile)",
      );
    if (one.toolCalls.length > CALLS)
      omissions.add(`conversation of more than ${CALLS} tool calls, left out`, one.position);
    else transcripts.push(shallow(one, () => told(one, inference, same)));
    if (one.goal === undefined && one.toolCalls.length === 0)
      omissions.add("conversation without tool calls, counted: nothing was done", one.position);
  }
  if (transcripts.every(({ time }) => time !== undefined))
    transcripts.sort((a, b) => (a.time as number) - (b.time as number));
  return { transcripts, omissions };
}

/** @throws InputError where arguments of calls are nested so deeply that the stack overflows. */
function shallow<T>({ position }: Transcript, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw tooDeep(error) ? new InputError(position, "values are nested too deeply") : error;
  }
}

/** @param same how often each content came before, in this file. */
function told(
  { uniqueId, goal, time, messages, toolCalls }: Transcript,
  inference: GoalInference | undefined,
  same: Map<string, number>,
): ToldTranscript {
  const content = digest([goal ?? null, time ?? null, messages]);
  const times = (same.get(content) ?? 0) + 1;
  same.set(content, times);
  return {
    id: uniqueId === undefined ? `${content}#${times}` : uniqueId.length > 200 ? digest(uniqueId) : uniqueId,
    content,
    ...(time !== undefined && { time }),
    ...(goal !== undefined && { goal: goal.slice(0, 200) }),
    calls: goal === undefined && inference !== undefined ? inference.match(toolCalls) : [],
    messages: storedMessages(messages.slice(-LONGEST)),
  };
}

const digest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url");

/** As a file comes: readers of lines hold a piece and a line. */
async function* pieces(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  const length = 2 ** 18;
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

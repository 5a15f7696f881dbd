/** Conversations that were uploaded, from the queue into observations, in the message's transaction. */
import { type GoalInference, type InferenceState, inferenceOf } from "../inference/goal-inference.js";
import {
  countConversations,
  inferenceState,
  insertRejections,
  knownContents,
  type LockedSystem,
  lockedSystem,
  type Queries,
  type StoredMessage,
  saveInference,
  stillQuiet,
} from "../store/index.js";
import { observe } from "./observe.js";
import type { Message } from "./queue.js";
import type { ToldObservation } from "./received.js";
import type { AlarmLink } from "./save-step.js";

/** A conversation without what is only needed to read it: of its calls there is left which patterns they fit. */
export interface ToldTranscript {
  readonly id: string;
  /** Digest of all of it as it came in. */
  readonly content: string;
  readonly time?: number;
  /** What it says itself of its goal: nothing is inferred then. */
  readonly goal?: string;
  readonly calls: ReturnType<GoalInference["match"]>;
  readonly messages: readonly StoredMessage[];
  /** The conversation told of by spans that it is, and when something was added to that last. */
  readonly quiet?: { readonly conversation: string; readonly updated: number };
}

/** Payload of a "transcripts" message. */
export interface TranscriptsPayload {
  /** Seconds since 1970. */
  readonly received: number;
  /** Digest of the goal file that calls were matched with. */
  readonly goalFile: string | null;
  readonly transcripts: readonly ToldTranscript[];
}

/**
 * Makes an observation of each conversation. Those that are known take no part in what is learned from them. Where the
 * system has another goal file by now, matches mean nothing: they are set aside, and can be uploaded again.
 */
export async function observeTranscripts(
  tx: Queries,
  messages: readonly Message[],
  now: number,
  link: AlarmLink,
): Promise<void> {
  for (const message of messages) {
    const system = await lockedSystem(tx, message.partition);
    if (system === undefined) return;
    const payload = await withoutCounted(tx, message.partition, message.payload as TranscriptsPayload);
    const observations = await inferred(tx, system, { ...message, payload });
    if (observations.length === 0) continue;
    const { received } = payload;
    await observe(tx, [{ ...message, payload: { received, observations } }], now, link);
  }
}

/** Leaves out conversations that were counted or went on since; the others are counted from here on. */
async function withoutCounted(
  tx: Queries,
  system: string,
  payload: TranscriptsPayload,
): Promise<TranscriptsPayload> {
  const told = payload.transcripts.flatMap(({ quiet }) => (quiet === undefined ? [] : [quiet]));
  if (told.length === 0) return payload;
  const open = await stillQuiet(tx, system, told);
  if (open.size > 0) await countConversations(tx, system, [...open], "inferred");
  const transcripts = payload.transcripts.filter(
    ({ quiet }) => quiet === undefined || open.has(quiet.conversation),
  );
  return { ...payload, transcripts };
}

async function inferred(tx: Queries, system: LockedSystem, message: Message): Promise<ToldObservation[]> {
  const { transcripts, goalFile } = message.payload as TranscriptsPayload;
  const silent = transcripts.filter(({ goal }) => goal === undefined);
  const inference = silent.length === 0 ? undefined : inferenceOf(system.settings);
  const usable = inference !== undefined && inference.digest === goalFile;
  if (silent.length > 0 && !usable) await setAside(tx, system.system, message, silent);
  const found = usable ? await inferGoals(tx, system, inference, silent) : undefined;
  return transcripts
    .filter(({ goal }) => goal !== undefined || found !== undefined)
    .map((one) =>
      one.goal === undefined
        ? { ...observation(one), probabilities: found?.get(one) ?? {} }
        : { ...observation(one), goal: one.goal },
    );
}

/** Of those that are there already, or twice, nothing: their content alone says what becomes of them. */
async function inferGoals(
  tx: Queries,
  { system, epoch }: LockedSystem,
  inference: GoalInference,
  transcripts: readonly ToldTranscript[],
): Promise<Map<ToldTranscript, Readonly<Record<string, number>>>> {
  const known = await knownContents(
    tx,
    system,
    transcripts.map(({ id }) => id),
  );
  const first = new Map(transcripts.toReversed().map((one) => [one.id, one]));
  const fresh = transcripts.filter((one) => !known.has(one.id) && first.get(one.id) === one);
  if (fresh.length === 0) return new Map();
  const before = await inferenceState<InferenceState>(tx, system, epoch);
  const { state, probabilities } = await inference.infer(
    before ?? inference.init(),
    fresh.map(({ calls }) => calls),
  );
  await saveInference(tx, system, epoch, state);
  return new Map(fresh.map((one, i) => [one, probabilities[i]!]));
}

const observation = ({ id, content, time, messages }: ToldTranscript): ToldObservation => ({
  id,
  content,
  ...(time !== undefined && { time }),
  messages: [...messages],
});

const setAside = (tx: Queries, system: string, message: Message, transcripts: readonly ToldTranscript[]) => {
  const { received, transcripts: all } = message.payload as TranscriptsPayload;
  return insertRejections(
    tx,
    system,
    transcripts.map((one) => ({
      system,
      batch: message.id,
      index: all.indexOf(one),
      reason: "goal-file-changed",
      message: "the goal file was changed before this conversation was read; an upload can be sent again",
      content: observation(one),
      received,
    })),
  );
};

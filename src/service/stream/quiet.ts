/** Conversations told of by spans that nothing is added to any longer: what uploads are, when they are over. */
import { createHash } from "node:crypto";
import { type GoalInference, inferenceOf } from "../inference/goal-inference.js";
import {
  askConversations,
  countConversations,
  type Database,
  type Queries,
  quietConversations,
  type StoredMessage,
  type SystemRow,
  systemRow,
  systemsInConversation,
} from "../store/index.js";
import { withoutParts } from "./merging.js";
import type { DurableQueue } from "./queue.js";
import type { ToldTranscript, TranscriptsPayload } from "./transcripts.js";

/** Seconds. */
const QUIET = 60;

/** Calls of a message as a goal file has them, told with the message before its text is all that is kept. */
interface Matched {
  readonly goalFile: string;
  readonly calls: ReturnType<GoalInference["match"]>;
}

/** What a message carries of its calls until its conversation is over. */
export const matchedCalls = (
  inference: GoalInference,
  calls: Parameters<GoalInference["match"]>[0],
): Matched => ({
  goalFile: inference.digest,
  calls: inference.match(calls),
});

/**
 * Puts the conversations of all systems that are quiet by now into the queue, as many of each as one transaction should
 * handle. Should this end in the middle, they are put there twice, and counted once by whoever handles them
 * (transcripts.ts).
 *
 * @returns whether there were any.
 */
export async function askQuiet(
  database: Database,
  queue: DurableQueue<Queries>,
  now: number,
): Promise<boolean> {
  let any = false;
  for (const name of await systemsInConversation(database)) {
    const row = await systemRow(database, name);
    if (row !== undefined && (await askOf(database, queue, row, now))) any = true;
  }
  return any;
}

async function askOf(
  database: Database,
  queue: DurableQueue<Queries>,
  { system, settings }: SystemRow,
  now: number,
): Promise<boolean> {
  const inference = inferenceOf(settings);
  const until = now - (settings.quietAfter ?? QUIET);
  const rows = await quietConversations(database, system, until, inference?.together ?? 500);
  if (rows.length === 0) return false;
  if (inference === undefined) {
    // The goal file was taken out of the settings.
    const names = rows.map(({ conversation }) => conversation);
    await countConversations(database, system, names, "never");
    return true;
  }
  const payload: TranscriptsPayload = {
    received: now,
    goalFile: inference.digest,
    transcripts: rows.map((row) => transcript(row, inference.digest)),
  };
  const id = digest([inference.digest, rows.map(({ conversation, updated }) => [conversation, updated])]);
  await queue.append({
    partition: system,
    kind: "transcripts",
    id: `quiet:${id}`,
    payload,
    size: rows.length,
  });
  await askConversations(database, system, rows);
  return true;
}

function transcript(
  {
    conversation,
    messages,
    updated,
  }: { conversation: string; messages: readonly StoredMessage[]; updated: number },
  goalFile: string,
): ToldTranscript {
  const kept = withoutParts(messages);
  return {
    id: `conversation:${conversation}`.slice(0, 200),
    content: digest([conversation, updated]),
    time: updated,
    calls: callsOf(kept, goalFile),
    messages: kept.map(({ role, text }) => ({ role, text })),
    quiet: { conversation, updated },
  };
}

/** In their order; a reply that begins with "Error" makes its call a failed one. Replies follow in the order of calls. */
function callsOf(messages: readonly StoredMessage[], goalFile: string): Matched["calls"] {
  const calls: Matched["calls"] = [];
  let waiting: number[] = [];
  for (const { role, text, matched } of messages) {
    const told = matched as Matched | undefined;
    if (told?.goalFile === goalFile) {
      waiting = told.calls.map((_, i) => calls.length + i);
      calls.push(...told.calls);
    } else if (role === "tool") {
      const at = waiting.shift();
      if (at !== undefined && /^\s*error\b/i.test(text)) calls[at] = { ...calls[at]!, failed: true };
    }
  }
  return calls;
}

const digest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url");

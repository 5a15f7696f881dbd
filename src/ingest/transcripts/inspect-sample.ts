import type { Transcript } from "../../contracts/index.js";
import { InputError, type Position } from "../input-error.js";
import { timeIfAny } from "../time.js";
import { isObject, type JsonObject, list, requireObject } from "./json.js";
import { readMessages } from "./messages.js";
import type { Omissions } from "./omissions.js";
import type { Room } from "./room.js";

/** What the samples of a log share. */
export interface SampleContext {
  readonly omissions: Omissions;
  /** Of the texts of messages. */
  readonly room: Room;
}

/** One Inspect sample: `messages`, or for want of them those its last model call was given and gave. */
export function readSample(value: unknown, position: Position, context: SampleContext): Transcript {
  const { omissions } = context;
  const sample = requireObject(value, "a sample", position);
  const { id, epoch = 1, uuid, scores, score, error } = sample;
  if (id === undefined) throw new InputError(position, "a sample without 'id'");
  const attachments = sample.attachments ?? {};
  const messages = withAttachments(messagesOf(sample, position), attachments, position, context);
  const all = isObject(scores) ? scores : isObject(score) ? { score } : {};
  const result = scoreValue(Object.values(all)[0]);
  const time = timeIfAny(sample.started_at ?? firstEvent(sample) ?? sample.completed_at);
  if (error !== undefined && error !== null) omissions.add("sample that ended in an error, kept", position);
  return {
    id: `${String(id)}, epoch ${String(epoch)}`,
    ...(typeof uuid === "string" && uuid !== "" && { uniqueId: uuid }),
    position,
    ...readMessages(messages, position, omissions),
    ...(time !== undefined && { time }),
    ...(result !== undefined && { success: result === 1, score: result }),
    metadata: {
      ...(isObject(sample.metadata) ? sample.metadata : {}),
      sample: id,
      epoch,
      scores: all,
      ...(error !== undefined && error !== null && { error }),
    },
  };
}

function firstEvent({ events }: JsonObject): unknown {
  const first = list(events)[0];
  return isObject(first) ? first.timestamp : undefined;
}

/** Condensed logs keep messages once, in `message_pool` or `events_data`; model events point to ranges of it. */
function messagesOf(sample: JsonObject, position: Position): unknown {
  const { messages, events } = sample;
  if (Array.isArray(messages) && messages.length > 0) return messages;
  const last = list(events).findLast((event) => isObject(event) && event.event === "model");
  if (!isObject(last)) return messages ?? [];
  const pool = isObject(sample.events_data) ? sample.events_data.messages : sample.message_pool;
  const input =
    Array.isArray(last.input) && last.input.length > 0
      ? last.input
      : list(last.input_refs).flatMap((range) => fromPool(range, list(pool), position));
  const choice = isObject(last.output) ? list(last.output.choices)[0] : undefined;
  return isObject(choice) ? [...input, choice.message] : input;
}

/** A reference is a half-open range of the pool. */
function fromPool(range: unknown, pool: readonly unknown[], position: Position): readonly unknown[] {
  const [from, to] = list(range);
  if (!(typeof from === "number" && typeof to === "number" && 0 <= from && from <= to && to <= pool.length)) {
    throw new InputError(
      position,
      `'input_refs' ${JSON.stringify(range)} is no range of the ${pool.length} messages of the pool`,
    );
  }
  return pool.slice(from, to);
}

const reference = /attachment:\/\/(\w+)/g;

/** Texts taken out of messages are put back; `attachments` is by hash, or a list where references are indices. */
function withAttachments(
  value: unknown,
  attachments: unknown,
  position: Position,
  { omissions, room }: SampleContext,
): unknown {
  const texts = attachments as Readonly<Record<string, unknown>>;
  const restore = (item: unknown): unknown => {
    if (typeof item === "string") {
      room.take(item.length, position);
      return item.replace(reference, (link: string, key: string) => {
        if (!Object.hasOwn(texts, key)) {
          omissions.add("reference to an attachment that is not in the log", position);
          return link;
        }
        const text = String(texts[key]);
        room.take(text.length, position);
        return text;
      });
    }
    if (typeof item === "object") room.take(1, position);
    if (Array.isArray(item)) return item.map(restore);
    if (!isObject(item)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, field]) => [key, restore(field)]));
  };
  return restore(value);
}

const grades: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

/** A score as a number: numbers and booleans, and Inspect's grades; lists and tables have none. */
function scoreValue(score: unknown): number | undefined {
  const value = isObject(score) ? score.value : undefined;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "string") return grades[value];
  return typeof value === "number" ? value : undefined;
}

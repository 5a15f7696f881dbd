import type { Transcript } from "../../contracts/index.js";
import type { Input } from "../input.js";
import { InputError, type Position } from "../input-error.js";
import { textBlocks } from "../text.js";
import { timeIfAny } from "../time.js";
import { isObject, type JsonObject, list, parseJson, requireObject, text } from "./json.js";
import { readMessages } from "./messages.js";
import type { Omissions } from "./omissions.js";

/**
 * Chat JSON Lines, streamed: OpenAI's fine-tuning shape {"messages": [...]}, or batch results {"custom_id",
 * "response": {"body": {"choices": [{"message"}]}}}. Beside `messages` the fields `id`, `goal`, `success` (true or false),
 * `score` or `reward` (a number), `time` (or `timestamp`, `created`, `created_at`) and `metadata` are read; other fields
 * are ignored.
 */
export async function* readChat(input: Input, omissions: Omissions): AsyncGenerator<Transcript> {
  for await (const block of textBlocks(input)) {
    let line = block.line;
    for (const row of block.text.split("\n")) {
      const position = { source: input.name, line: line++ };
      if (row.trim() === "") continue;
      const record = requireObject(
        parseJson(row, position),
        'an object, such as {"messages":[...]}',
        position,
      );
      const transcript = readRecord(record, position, omissions);
      if (transcript) yield transcript;
    }
  }
}

function readRecord(
  record: JsonObject,
  position: Position & { line: number },
  omissions: Omissions,
): Transcript | undefined {
  const messages = "response" in record ? replies(record, position, omissions) : record.messages;
  if (messages === undefined && "response" in record) return undefined;
  if (messages === undefined) {
    throw new InputError(
      position,
      "no field 'messages'; expected OpenAI's fine-tuning or batch result shape",
    );
  }
  const score = number(record.score) ?? number(record.reward);
  const time = timeIfAny(record.time ?? record.timestamp ?? record.created ?? record.created_at);
  const id = text(record.id) ?? text(record.custom_id);
  const goal = text(record.goal);
  return {
    id: id ?? `line ${position.line}`,
    ...(id !== undefined && id !== "" && { uniqueId: id }),
    ...(goal !== undefined && goal.trim() !== "" && { goal }),
    position,
    ...readMessages(messages, position, omissions),
    ...(typeof record.success === "boolean" && { success: record.success }),
    ...(score !== undefined && { score }),
    ...(time !== undefined && { time }),
    metadata: isObject(record.metadata) ? record.metadata : {},
  };
}

/** The reply of a batch result, `undefined` where the request failed. */
function replies({ response, error }: JsonObject, position: Position, omissions: Omissions) {
  const body = isObject(response) ? response.body : undefined;
  const choices = isObject(body) ? list(body.choices) : [];
  const failed =
    isObject(response) && typeof response.status_code === "number" && response.status_code >= 400;
  if (failed || (error !== undefined && error !== null) || choices.length === 0) {
    omissions.add("batch request that failed or has no choices", position);
    return undefined;
  }
  for (const _ of choices.slice(1)) omissions.add("choice after the first of a batch request", position);
  return [requireObject(choices[0], "an object in 'choices'", position).message];
}

const number = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** Messages of OpenAI's chat shape, which Inspect and tau-bench share but for details. */
import type { TranscriptMessage, TranscriptToolCall } from "../../contracts/index.js";
import { InputError, type Position } from "../input-error.js";
import { quoted } from "../printable.js";
import { isObject, type JsonObject, list, requireObject, text } from "./json.js";
import type { Omissions } from "./omissions.js";

type OpenCall = { -readonly [K in keyof TranscriptToolCall]: TranscriptToolCall[K] };

/**
 * Reads messages in order and tells each call whether its reply was an error. Replies go to the first unanswered call
 * with their id, as ids repeat in some logs.
 */
export function readMessages(
  messages: unknown,
  position: Position,
  omissions: Omissions,
): { messages: TranscriptMessage[]; toolCalls: TranscriptToolCall[] } {
  if (!Array.isArray(messages)) {
    throw new InputError(position, `field 'messages': expected a list, got ${quoted(messages)}`);
  }
  const toolCalls: TranscriptToolCall[] = [];
  let unanswered: OpenCall[] = [];
  const read = messages.map((item, index): TranscriptMessage => {
    const message = requireObject(item, `an object as message ${index}`, position);
    const role = text(message.role);
    if (role === undefined) throw new InputError(position, `message ${index}: no field 'role'`);
    const content = contentText(message.content);
    if (role === "tool" || role === "function") {
      const id = text(message.tool_call_id);
      const name = text(message.name) ?? text(message.function);
      const answered =
        unanswered.find((call) => (id === undefined ? call.name === name : call.id === id)) ?? undefined;
      if (answered) answered.failed = isFailure(message, content);
      else omissions.add("tool reply without its call", position);
      unanswered = unanswered.filter((call) => call !== answered);
    }
    const calls = role === "assistant" ? readToolCalls(message, position, omissions) : [];
    unanswered.push(...calls);
    toolCalls.push(...calls);
    return { role, content, toolCalls: calls };
  });
  return { messages: read, toolCalls };
}

const isFailure = (message: JsonObject, content: string): boolean =>
  (message.error !== undefined && message.error !== null) || /^\s*error\b/i.test(content);

/** A string, or the text of a list of parts. */
function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return list(content)
    .map((part) => (isObject(part) ? text(part.text) : text(part)))
    .filter((part) => part !== undefined)
    .join("\n");
}

/** `tool_calls` in both shapes ({function: {name, arguments}} and {function: name, arguments}), or `function_call`. */
function readToolCalls(message: JsonObject, position: Position, omissions: Omissions): OpenCall[] {
  const older = isObject(message.function_call) ? [{ function: message.function_call }] : [];
  return [...list(message.tool_calls), ...older].map((item) => {
    const call = requireObject(item, "an object in 'tool_calls'", position);
    const body = isObject(call.function) ? call.function : call;
    const name = text(call.function) ?? text(body.name);
    if (name === undefined) throw new InputError(position, `a tool call without a name: ${quoted(call)}`);
    const id = text(call.id);
    return {
      ...(id !== undefined && { id }),
      name,
      arguments: readArguments(body.arguments, position, omissions),
      failed: false,
    };
  });
}

/** An object, or JSON of one. */
function readArguments(value: unknown, position: Position, omissions: Omissions): JsonObject {
  if (value === undefined || value === null || value === "") return {};
  let parsed: unknown = value;
  if (typeof value === "string") {
    try {
      parsed = JSON.parse(value);
    } catch {
      parsed = undefined;
    }
  }
  if (isObject(parsed)) return parsed;
  omissions.add("tool call whose arguments are no JSON object, read as without arguments", position);
  return {};
}

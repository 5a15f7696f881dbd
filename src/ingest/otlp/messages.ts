/** Messages as instrumentations write them, in attributes or events, structured or as JSON in text. */
import type { TranscriptMessage, TranscriptToolCall } from "../../contracts/index.js";
import { isObject, type JsonObject, list, text } from "../transcripts/json.js";

/**
 * A list of messages, a message or plain text, each perhaps as JSON in text.
 *
 * A message is `{role, parts}` of the semantic conventions, or `{role, content, tool_calls}` of chat APIs, where content is text
 * or parts, such as the Vercel AI SDK has them.
 *
 * @param role of text without one.
 */
export function messagesOf(value: unknown, role: string): TranscriptMessage[] {
  const parsed = unpacked(value);
  if (typeof parsed === "string") return parsed === "" ? [] : [message(role, parsed)];
  if (isObject(parsed)) return fromObject(parsed, role);
  const items = list(parsed);
  // System instructions are a list of parts.
  if (items.some((item) => isObject(item) && item.role === undefined && typeof item.type === "string"))
    return nonEmpty(fromParts(role, items));
  return items.flatMap((item) => messagesOf(item, role));
}

export const message = (
  role: string,
  content: string,
  toolCalls: readonly TranscriptToolCall[] = [],
): TranscriptMessage => ({ role, content, toolCalls });

export function toolCall(name: unknown, given: unknown, id?: unknown): TranscriptToolCall {
  const parsed = unpacked(given);
  return {
    ...(typeof id === "string" && { id }),
    name: text(name) ?? "unnamed tool",
    arguments: isObject(parsed) ? parsed : parsed === undefined || parsed === "" ? {} : { value: parsed },
    failed: false,
  };
}

/** What a tool returned, as text. */
export function resultText(value: unknown): string {
  if (typeof value === "string") return value;
  // The Vercel AI SDK wraps results: {type: "text", value: "..."}.
  if (isObject(value) && "value" in value && typeof value.type === "string") return resultText(value.value);
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** JSON in text becomes what it says; all else stays. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function fromObject(given: JsonObject, otherwise: string): TranscriptMessage[] {
  // The shape of choices: {index, finish_reason, message: {...}}.
  if (isObject(given.message)) return fromObject(given.message, otherwise);
  const role = text(given.role) ?? otherwise;
  const read = fromParts(role, Array.isArray(given.parts) ? given.parts : parts(given.content));
  const calls = list(unpacked(given.tool_calls)).filter(isObject).map(chatCall);
  return nonEmpty(calls.length === 0 ? read : { ...read, toolCalls: [...read.toolCalls, ...calls] });
}

const nonEmpty = (read: TranscriptMessage): TranscriptMessage[] =>
  read.content === "" && read.toolCalls.length === 0 ? [] : [read];

function parts(content: unknown): readonly unknown[] {
  const parsed = unpacked(content);
  return Array.isArray(parsed) ? parsed : [content];
}

function chatCall(call: JsonObject): TranscriptToolCall {
  const body = isObject(call.function) ? call.function : call;
  return toolCall(body.name ?? call.function, body.arguments, call.id);
}

function fromParts(role: string, given: readonly unknown[]): TranscriptMessage {
  const texts: string[] = [];
  const toolCalls: TranscriptToolCall[] = [];
  for (const part of given) {
    if (typeof part === "string") texts.push(part);
    if (!isObject(part)) continue;
    const type = String(part.type ?? "text").replaceAll("-", "_");
    if (type === "tool_call")
      toolCalls.push(
        toolCall(
          part.name ?? part.toolName,
          part.arguments ?? part.args ?? part.input,
          part.id ?? part.toolCallId,
        ),
      );
    else if (type === "tool_call_response" || type === "tool_result")
      texts.push(resultText(part.response ?? part.result ?? part.output ?? part.content));
    // Reasoning is told apart from what was said; images and audio are left out.
    else if (type === "reasoning") texts.push(`(reasoning) ${text(part.content) ?? text(part.text) ?? ""}`);
    else if (type === "text") texts.push(text(part.content) ?? text(part.text) ?? "");
  }
  return message(role, texts.filter((each) => each !== "").join("\n"), toolCalls);
}

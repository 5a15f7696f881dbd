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
  const unanswered = new Unanswered();
  const read = messages.map((item, index): TranscriptMessage => {
    const message = requireObject(item, `an object as message ${index}`, position);
    const role = text(message.role);
    if (role === undefined) throw new InputError(position, `message ${index}: no field 'role'`);
    const content = contentText(message.content);
    if (role === "tool" || role === "function") {
      const id = text(message.tool_call_id);
      const name = text(message.name) ?? text(message.function);
      const answered = unanswered.take(id, name);
      if (answered) answered.failed = isFailure(message, content);
      else omissions.add("tool reply without its call", position);
    }
    const calls = role === "assistant" ? readToolCalls(message, position, omissions) : [];
    for (const call of calls) {
      unanswered.add(call);
      toolCalls.push(call);
    }
    return { role, content, toolCalls: calls };
  });
  return { messages: read, toolCalls };
}

/** Calls that wait for their reply, found without looking through all: logs may be made to be slow to read. */
class Unanswered {
  readonly #byId = new Map<string | undefined, Set<OpenCall>>();
  readonly #byName = new Map<string | undefined, Set<OpenCall>>();

  add(call: OpenCall): void {
    add(this.#byId, call.id, call);
    add(this.#byName, call.name, call);
  }

  /** The first with this id, or where there is none with this name; it does not wait any longer. */
  take(id: string | undefined, name: string | undefined): OpenCall | undefined {
    const [call] = (id === undefined ? this.#byName.get(name) : this.#byId.get(id)) ?? [];
    if (call === undefined) return undefined;
    this.#byId.get(call.id)?.delete(call);
    this.#byName.get(call.name)?.delete(call);
    return call;
  }
}

function add<Key>(sets: Map<Key, Set<OpenCall>>, key: Key, call: OpenCall): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([call]));
  else known.add(call);
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

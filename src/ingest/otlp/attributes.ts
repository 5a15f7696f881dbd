/** Messages in the attributes of a span, an event or a log record: the conventions of now, and those of before. */
import type { TranscriptMessage } from "../../contracts/index.js";
import { isObject, text } from "../transcripts/json.js";
import { message, messagesOf, resultText, toolCall, unpacked } from "./messages.js";
import type { Attributes } from "./telemetry.js";

export const attributeMessages = (attributes: Attributes): TranscriptMessage[] => [
  ...messagesOf(attributes["gen_ai.system_instructions"], "system"),
  ...messagesOf(attributes["gen_ai.input.messages"], "user"),
  ...messagesOf(attributes["gen_ai.output.messages"], "assistant"),
  ...messagesOf(attributes["gen_ai.prompt"], "user"),
  ...indexed(attributes, "gen_ai.prompt", "user"),
  ...messagesOf(attributes["gen_ai.completion"], "assistant"),
  ...indexed(attributes, "gen_ai.completion", "assistant"),
  ...vercel(attributes),
  ...execution(
    attributes["gen_ai.tool.name"],
    attributes["gen_ai.tool.call.arguments"],
    attributes["gen_ai.tool.call.result"],
    attributes["gen_ai.tool.call.id"],
  ),
  ...execution(
    attributes["ai.toolCall.name"],
    attributes["ai.toolCall.args"],
    attributes["ai.toolCall.result"],
    attributes["ai.toolCall.id"],
  ),
];

/** Older events, each one message: gen_ai.user.message and so on, with attributes, or a body where it is a log record. */
export function eventMessages(name: string, attributes: Attributes, body: unknown): TranscriptMessage[] {
  const [, role] = /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(name) ?? [];
  const given = isObject(unpacked(body)) ? unpacked(body) : attributes;
  if (role !== undefined) return messagesOf(given, role);
  if (name === "gen_ai.choice") {
    const choice = isObject(given) ? given : {};
    return messagesOf(unpacked(choice.message) ?? choice, "assistant");
  }
  return [];
}

/** OpenLLMetry's: gen_ai.prompt.0.role, gen_ai.prompt.0.content, gen_ai.completion.0.tool_calls.0.name. */
function indexed(attributes: Attributes, prefix: string, otherwise: string): TranscriptMessage[] {
  const messages: TranscriptMessage[] = [];
  for (let i = 0; ; i++) {
    const at = `${prefix}.${i}`;
    const calls = [];
    for (let j = 0; attributes[`${at}.tool_calls.${j}.name`] !== undefined; j++)
      calls.push(
        toolCall(
          attributes[`${at}.tool_calls.${j}.name`],
          attributes[`${at}.tool_calls.${j}.arguments`],
          attributes[`${at}.tool_calls.${j}.id`],
        ),
      );
    const role = text(attributes[`${at}.role`]) ?? otherwise;
    const content = attributes[`${at}.content`];
    if (content === undefined && calls.length === 0) return messages;
    messages.push(
      message(
        role,
        messagesOf(content, role)
          .map((each) => each.content)
          .join("\n"),
        calls,
      ),
    );
  }
}

/** Spans of the Vercel AI SDK from before it followed the conventions. */
function vercel(attributes: Attributes): TranscriptMessage[] {
  const prompt = unpacked(attributes["ai.prompt"]);
  const whole = isObject(prompt)
    ? [
        ...messagesOf(prompt.system, "system"),
        ...messagesOf(prompt.messages, "user"),
        ...messagesOf(prompt.prompt, "user"),
      ]
    : [];
  const said = text(attributes["ai.response.text"]) ?? "";
  const calls = unpacked(attributes["ai.response.toolCalls"]);
  const toolCalls = (Array.isArray(calls) ? calls : [])
    .filter(isObject)
    .map((call) => toolCall(call.toolName, call.args ?? call.input, call.toolCallId));
  return [
    ...whole,
    ...messagesOf(attributes["ai.prompt.messages"], "user"),
    ...(said === "" && toolCalls.length === 0 ? [] : [message("assistant", said, toolCalls)]),
  ];
}

function execution(name: unknown, given: unknown, result: unknown, id: unknown): TranscriptMessage[] {
  if (typeof name !== "string" || (given === undefined && result === undefined)) return [];
  const call = message("assistant", "", [toolCall(name, given, id)]);
  return result === undefined ? [call] : [call, message("tool", resultText(unpacked(result)))];
}

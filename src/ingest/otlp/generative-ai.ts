/**
 * Semantic conventions for generative AI (status: development), read leniently: current and older names, and the Vercel AI
 * SDK's own. Spans and records that tell of nothing of the kind give no reading.
 */
import { createHash } from "node:crypto";
import type { TranscriptMessage } from "../../contracts/index.js";
import { attributeMessages, eventMessages } from "./attributes.js";
import type { GoalLabel, Reading, Reference, Turn } from "./conversation.js";
import type { Attributes, LogRecord, Span } from "./telemetry.js";

export function spanReading({ attributes, events, resource, trace, span, end, start }: Span): Reading | null {
  if (!generative(attributes) && !events.some(({ name }) => name.startsWith("gen_ai."))) return null;
  const reference = referenceOf(attributes, trace);
  const messages: TranscriptMessage[] = attributeMessages(attributes);
  const labels: GoalLabel[] = [];
  for (const event of events) {
    if (event.name === EVALUATION) {
      const found = label(event.attributes, event.time || end, span, reference);
      if (found) labels.push(found);
    } else
      messages.push(
        ...attributeMessages(event.attributes),
        ...eventMessages(event.name, event.attributes, undefined),
      );
  }
  const turn: Turn = { ...reference, time: end || start, messages };
  return { names: namesOf(attributes, resource), turns: isEmpty(turn) ? [] : [turn], labels };
}

export function logReading({
  name,
  attributes,
  body,
  resource,
  trace,
  span,
  time,
}: LogRecord): Reading | null {
  if (!name.startsWith("gen_ai.")) return null;
  const names = namesOf(attributes, resource);
  const reference = referenceOf(attributes, trace);
  if (name === EVALUATION) {
    const found = label(attributes, time, span, reference);
    return { names, turns: [], labels: found ? [found] : [] };
  }
  const messages = [...attributeMessages(attributes), ...eventMessages(name, attributes, body)];
  const turn: Turn = { ...reference, time, messages };
  return { names, turns: isEmpty(turn) ? [] : [turn], labels: [] };
}

const EVALUATION = "gen_ai.evaluation.result";

const generative = (attributes: Attributes): boolean =>
  "gen_ai.operation.name" in attributes ||
  "gen_ai.provider.name" in attributes ||
  "gen_ai.system" in attributes ||
  "ai.operationId" in attributes ||
  "ai.toolCall.name" in attributes;

const isEmpty = ({ messages, response }: Turn): boolean => messages.length === 0 && response === undefined;

function referenceOf(attributes: Attributes, trace: string): Reference {
  const conversation = first(attributes, [
    "gen_ai.conversation.id",
    "ai.telemetry.metadata.sessionId",
    "session.id",
  ]);
  const response = first(attributes, ["gen_ai.response.id", "ai.response.id"]);
  return {
    ...(conversation !== undefined && { conversation }),
    ...(trace !== "" && { trace }),
    ...(response !== undefined && { response }),
  };
}

const namesOf = (attributes: Attributes, resource: Attributes): string[] =>
  [
    first(attributes, ["gen_ai.agent.name"]),
    first(resource, ["gen_ai.agent.name"]),
    first(resource, ["service.name"]),
  ].filter((name) => name !== undefined);

/** The first of these attributes that is text. */
function first(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === "string" && value !== "") return value.slice(0, LONGEST);
  }
  return undefined;
}

/** Characters of an id or name that are kept. */
const LONGEST = 500;

function label(attributes: Attributes, time: number, span: string, around: Reference): GoalLabel | undefined {
  const goal = first(attributes, ["gen_ai.evaluation.score.label"]);
  if (goal === undefined) return undefined;
  const reference = { ...around, ...referenceOf(attributes, around.trace ?? "") };
  const evaluation = first(attributes, ["gen_ai.evaluation.name"]) ?? "";
  const { trace, response, conversation } = reference;
  const id = createHash("sha256")
    .update(JSON.stringify([trace, span, response, conversation, evaluation, goal, time]))
    .digest("hex");
  return { ...reference, id: id.slice(0, 32), time, evaluation, goal };
}

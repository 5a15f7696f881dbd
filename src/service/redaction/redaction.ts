import type { RedactionFile } from "../../contracts/index.js";
import type { DurableQueue } from "../stream/queue.js";
import { builtIn, type Pattern } from "./patterns.js";

/** Text without what is not to be stored. */
export type Redact = (text: string) => string;

/**
 * Patterns are applied in the order of the file.
 *
 * @throws RangeError with the place in the file of a pattern that is none, or that matches everywhere.
 */
export function redaction({ redact }: RedactionFile): Redact {
  const patterns = redact.map((entry, i): Pattern => {
    if (typeof entry === "string") return builtIn[entry];
    const { name, pattern, replacement = `[${name}]` } = entry;
    return { matcher: compiled(pattern, `redact[${i}].pattern`), replacement };
  });
  return (text) =>
    patterns.reduce(
      (left, { matcher, replacement, meant }) =>
        left.replace(matcher, (match) => (meant === undefined || meant(match) ? replacement : match)),
      text,
    );
}

function compiled(pattern: string, place: string): RegExp {
  let matcher: RegExp;
  try {
    matcher = new RegExp(pattern, "gu");
  } catch (error) {
    throw new RangeError(`${place}: ${(error as Error).message}`);
  }
  if ("".match(matcher) !== null) throw new RangeError(`${place}: it matches the empty text`);
  return matcher;
}

/** A queue that stores no message's text but redacted: nothing of it reaches the database, not even for a while. */
export function redacting<T>(queue: DurableQueue<T>, redact: Redact): DurableQueue<T> {
  return {
    append: (message) => queue.append({ ...message, payload: redacted(message.payload, redact) }),
    consume: (handler) => queue.consume(handler),
    waiting: (partition) => queue.waiting(partition),
    deadLetters: (most) => queue.deadLetters(most),
    replay: (id) => queue.replay(id),
  };
}

/** What carries messages, by the names that payloads have for it. */
const CARRIERS = ["observations", "turns", "transcripts"] as const;

interface Carrier {
  readonly messages?: readonly { readonly role: string; readonly text: string }[];
}

function redacted(payload: unknown, redact: Redact): unknown {
  const whole = payload as Partial<Record<(typeof CARRIERS)[number], readonly Carrier[]>>;
  const parts = CARRIERS.flatMap((name) => {
    const carriers = whole[name];
    return carriers === undefined ? [] : [[name, carriers.map((carrier) => clean(carrier, redact))] as const];
  });
  return { ...whole, ...Object.fromEntries(parts) };
}

const clean = (carrier: Carrier, redact: Redact): Carrier =>
  carrier.messages === undefined
    ? carrier
    : {
        ...carrier,
        messages: carrier.messages.map((message) => ({ ...message, text: redact(message.text) })),
      };

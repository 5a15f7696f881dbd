/** A conversation out of what its spans tell, which is much the same again and again. */
import type { StoredMessage } from "../store/index.js";
import { CALL } from "./message-text.js";

/** Messages kept of a conversation: the last so many. */
export const LONGEST = 1000;

/**
 * `known` with what is new in `told`, where a message is new unless one of its role and text is there; the second "yes" of
 * a list counts as another one than the first. What is new stands before the next message that was known, else at the end.
 */
export function merged(
  known: readonly StoredMessage[],
  told: readonly StoredMessage[],
): readonly StoredMessage[] {
  const places = new Map(keys(known).map((key, i) => [key, i]));
  const calls = known.filter(({ role, text }) => role === "assistant" && text.includes(CALL));
  const before = new Map<number, StoredMessage[]>();
  let next = known.length;
  let added = 0;
  const names = keys(told);
  for (let i = told.length - 1; i >= 0; i--) {
    const place = places.get(names[i]!);
    if (place !== undefined) next = Math.min(next, place);
    else if (!isPartOf(told[i]!, calls) && !isPartOf(told[i]!, told, i)) {
      const waiting = before.get(next) ?? [];
      waiting.push(told[i]!);
      before.set(next, waiting);
      added++;
    }
  }
  if (added === 0) return known;
  const all: StoredMessage[] = [];
  for (let i = 0; i <= known.length; i++) {
    all.push(...(before.get(i) ?? []).reverse());
    if (i < known.length) all.push(known[i]!);
  }
  return all.slice(-LONGEST);
}

/** Messages without those that are a part of another. */
export const withoutParts = (messages: readonly StoredMessage[]): readonly StoredMessage[] =>
  messages.filter((message, i) => !isPartOf(message, messages, i));

/** The span of a tool's execution tells the call without what the assistant said with it. */
const isPartOf = (message: StoredMessage, others: readonly StoredMessage[], except = -1): boolean =>
  message.role === "assistant" &&
  message.text.startsWith(CALL) &&
  others.some(
    ({ role, text }, i) =>
      i !== except && role === "assistant" && text !== message.text && text.includes(`\n${message.text}`),
  );

/** Role and text, with the running number of such a message in its list. */
function keys(messages: readonly StoredMessage[]): string[] {
  const seen = new Map<string, number>();
  return messages.map(({ role, text }) => {
    const key = `${role}\n${text}`;
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    return `${number}\n${key}`;
  });
}

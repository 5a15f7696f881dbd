/** Messages as they are kept and shown: role and text. */
import type { TranscriptMessage } from "../../contracts/index.js";
import type { StoredMessage } from "../store/index.js";

/** How the call of a tool begins in the text of a message. */
export const CALL = "-> ";

/** Characters of one message that are kept. */
const LONGEST = 100_000;

export const storedMessages = (messages: readonly TranscriptMessage[]): StoredMessage[] =>
  messages.map(({ role, content, toolCalls }) => ({
    role: role.slice(0, 100),
    text: [
      ...(content === "" ? [] : [content]),
      ...toolCalls.map((call) => `${CALL}${call.name}(${JSON.stringify(call.arguments)})`),
    ]
      .join("\n")
      .slice(0, LONGEST),
  }));

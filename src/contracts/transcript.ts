/** One call of a tool by an agent. */
export interface TranscriptToolCall {
  /** As the log names it; not always there, and not always unique. */
  readonly id?: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Whether the tool replied with an error: an `error` field, or text that begins with "Error". */
  readonly failed: boolean;
}

export interface TranscriptMessage {
  /** "system", "user", "assistant", "tool" or what the log says. */
  readonly role: string;
  /** The text parts, joined by line ends; other parts (images, audio) are left out. */
  readonly content: string;
  readonly toolCalls: readonly TranscriptToolCall[];
}

/** One episode of an agent: its messages, what it called, and how it ended if that is known. */
export interface Transcript {
  readonly id: string;
  /** A name that no other episode of any log has, where the log gives one. */
  readonly uniqueId?: string;
  /** The goal that the log itself says was pursued. */
  readonly goal?: string;
  /** Where it stands: a file with a line, or a file with the entry or run inside it. */
  readonly position: { readonly source: string; readonly line?: number };
  readonly messages: readonly TranscriptMessage[];
  /** The calls of all messages, in order. */
  readonly toolCalls: readonly TranscriptToolCall[];
  /** Whether the whole task was done. */
  readonly success?: boolean;
  /** A number, larger is better: a reward or a score; "C", "P" and "I" are 1, 0.5 and 0. */
  readonly score?: number;
  /** When it began, or else ended, in seconds since 1970. */
  readonly time?: number;
  /** What else the log says: task, trial, sample, model, all scores. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

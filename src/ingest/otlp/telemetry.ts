/** Spans and log records of one request, whichever encoding it had. Times are seconds since 1970, ids lower-case hex. */

export type Attributes = Readonly<Record<string, unknown>>;

export interface SpanEvent {
  readonly name: string;
  readonly time: number;
  readonly attributes: Attributes;
}

export interface Span {
  readonly trace: string;
  readonly span: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  /** What the process that sent it says of itself: `service.name` and so on. */
  readonly resource: Attributes;
}

export interface LogRecord {
  /** Empty where it belongs to no trace. */
  readonly trace: string;
  readonly span: string;
  /** Name of the event; empty for plain text. */
  readonly name: string;
  readonly time: number;
  readonly attributes: Attributes;
  readonly body: unknown;
  readonly resource: Attributes;
}

/**
 * What the service tells of its own work: spans, as OpenTelemetry has them. Without an implementation nothing is told, and no
 * library is loaded. The context of a span goes with what is called in it, and as W3C `traceparent` with what is stored.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Metric } from "../http/metrics/text.js";

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanAbout {
  readonly kind: "server" | "producer" | "consumer" | "client" | "internal";
  readonly attributes?: Attributes;
  /** `traceparent` of the span that it is part of. Default: the one that it is called in. */
  readonly parent?: string | undefined;
  /** `traceparent`s of others that led to it. */
  readonly links?: readonly string[];
}

/** A span that is under way. */
export interface Span {
  set(attributes: Attributes): void;
  /** It ended badly, without throwing. */
  fail(): void;
}

export interface Tracing {
  /** Whether anybody is told. */
  readonly on: boolean;
  span<Result>(name: string, about: SpanAbout, work: (span: Span) => Promise<Result>): Promise<Result>;
  /** Figures to be sent from time to time; a later call takes the place of an earlier one. */
  meter(read: () => Promise<readonly Metric[]>): void;
  /** Sends what waits. */
  close(): Promise<void>;
}

const unheard: Span = { set: () => {}, fail: () => {} };

export const untraced: Tracing = {
  on: false,
  span: (_name, _about, work) => work(unheard),
  meter: () => {},
  close: async () => {},
};

/** The `traceparent` of the span under way. */
export const carried = new AsyncLocalStorage<string | undefined>();

export const here = (): string | undefined => carried.getStore();

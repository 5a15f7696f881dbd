/** A route as data: the server and the OpenAPI document are both made of the table of routes. */
import type { Schema, Scope } from "../../contracts/index.js";
import type { Service } from "../service.js";
import type { RawBody } from "./body.js";
import type { Traffic } from "./metrics/traffic.js";
import type { Report } from "./report.js";

export interface RouteDescription {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** As in OpenAPI: /api/v1/systems/{system}. */
  readonly path: string;
  readonly summary: string;
  /** Which keys may; null for everyone. */
  readonly scope: Scope | null;
  readonly parameters?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** Content types of a body that is given to the handler as bytes, in the place of `body`. */
  readonly bytes?: readonly string[];
  readonly status: 200 | 201 | 202 | 204;
  /** Absent for an answer without a body, and for one that the handler writes itself as a `Response`. */
  readonly answer?: Schema;
  /** Content types of an answer that the handler writes itself, with their schemas where they are of JSON. */
  readonly writes?: Readonly<Record<string, Schema | null>>;
}

/** What a handler is given: all parsed by the schemas of its route. */
export interface Call<Parameters, Query, Body> {
  readonly service: Service;
  /** Name of the key, or "loopback". */
  readonly actor: string;
  /** What the actor may do. */
  readonly scopes: readonly Scope[];
  readonly parameters: Parameters;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Headers;
  /** Absent where there is none, and none will be. */
  readonly report: Report | undefined;
  /** What was answered so far. */
  readonly traffic: Traffic;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Aborted when the server ends. */
  readonly closing: AbortSignal | undefined;
}

export interface Route extends RouteDescription {
  handle(call: Call<never, never, never>): Promise<unknown>;
}

/** Output type of a schema; `undefined` where there is none. */
type Parsed<S> = S extends Schema<infer Output> ? Output : undefined;

/** A route with its handler, typed by its schemas. */
export function route<D extends RouteDescription>(
  description: D,
  handle: (
    call: Call<
      Parsed<D["parameters"]>,
      Parsed<D["query"]>,
      D extends { bytes: readonly string[] } ? RawBody : Parsed<D["body"]>
    >,
  ) => Promise<D extends { answer: Schema<infer Answer> } ? Answer | Response : unknown>,
): Route {
  return { ...description, handle: handle as Route["handle"] };
}

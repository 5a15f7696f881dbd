import type { Context, Next } from "hono";
import { OF_ITSELF } from "../instrumentation/open-telemetry.js";
import type { Tracing } from "../instrumentation/tracing.js";

/**
 * A request as a span, part of the trace that its `traceparent` names. What another service, or this one, sends as its own
 * telemetry is taken without one: it would be told of again, without end.
 */
export function tracedRequest(
  tracing: Tracing,
  context: Context,
  { method, route }: { readonly method: string; readonly route: string },
  next: Next,
): Promise<void> {
  const { req } = context;
  if (!tracing.on || req.header(OF_ITSELF) !== undefined) return next();
  const attributes = { "http.request.method": method, "http.route": route };
  const parent = req.header("traceparent");
  return tracing.span(`${method} ${route}`, { kind: "server", attributes, parent }, async (span) => {
    await next();
    const { status } = context.res;
    span.set({ "http.response.status_code": status });
    if (status >= 500) span.fail();
  });
}

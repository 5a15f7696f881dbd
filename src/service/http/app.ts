/** The HTTP application: the table of routes, guarded, with every failure told as a problem. */
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { Service } from "../service.js";
import { DatabaseUnavailable, StorageFull } from "../store/index.js";
import { QueueFull } from "../stream/queue.js";
import { bytesOf, json, rawBody, storable } from "./body.js";
import { failuresOf } from "./failures.js";
import { allMetrics } from "./metrics/all.js";
import { Traffic } from "./metrics/traffic.js";
import { openApi } from "./openapi.js";
import { HttpProblem, NoSuchPath } from "./problem.js";
import { read } from "./reading.js";
import type { Report } from "./report.js";
import type { Call, Route } from "./route.js";
import { routes } from "./routes/index.js";
import { admit } from "./security/access.js";
import { type Guard, type GuardOptions, guard } from "./security/guard.js";
import { securityHeaders } from "./security/headers.js";
import { networkOf } from "./security/network.js";
import type { Dashboard } from "./static.js";
import { tracedRequest } from "./traced-request.js";

export interface AppOptions extends GuardOptions {
  /** Told of failures that are the service's own. */
  readonly onError: (error: unknown) => void;
  /** Answers what no route does. */
  readonly dashboard?: Dashboard | undefined;
  /** Shown beside it. */
  readonly report?: Report | undefined;
  /** Aborted when the server ends: answers without an end of their own end then. */
  readonly closing?: AbortSignal | undefined;
}

export function createApp(
  service: Service,
  { onError, dashboard, report, closing, ...options }: AppOptions,
): Hono {
  const app = new Hono();
  const doors = guard(service, options);
  const traffic = new Traffic();
  app.onError((error, { req }) => {
    const problem = problemOf(error);
    if (problem.status === 500) onError(error);
    return failuresOf(req.path).answer(problem, req.header("content-type") ?? "");
  });
  app.notFound(({ req }) => {
    const reads = req.method === "GET" || req.method === "HEAD";
    const page = reads ? dashboard?.(req.path, req.raw.headers) : undefined;
    if (page !== undefined) return page;
    throw new NoSuchPath(404, `there is nothing at ${req.path.slice(0, 200)}`);
  });
  service.tracing.meter(() => allMetrics(service, traffic));
  app.use(async (context, next) => {
    const began = performance.now();
    const { req } = context;
    const [method, route] = [methodOf(req.method), routeOf(req.path)];
    await tracedRequest(service.tracing, context, { method, route }, next);
    const { res } = context;
    traffic.note(method, route, res.status, (performance.now() - began) / 1000);
    for (const [name, value] of Object.entries(securityHeaders))
      if (!res.headers.has(name)) context.header(name, value);
    if (context.req.path.startsWith("/api/")) context.header("cache-control", "no-store");
  });
  app.use(async ({ req }, next) => {
    doors.check(new URL(req.url), req.raw.headers);
    await next();
  });
  for (const route of routes) register(app, service, route, { doors, report, closing, traffic });
  const document = openApi(routes);
  app.get("/api/v1/openapi.json", () => Response.json(document));
  refuseOtherMethods(app);
  return app;
}

interface Around {
  readonly doors: Guard;
  readonly report: Report | undefined;
  readonly closing: AbortSignal | undefined;
  readonly traffic: Traffic;
}

function register(
  app: Hono,
  service: Service,
  route: Route,
  { doors, report, closing, traffic }: Around,
): void {
  app.on(route.method, pattern(route.path), async (context) => {
    const { req } = context;
    const { headers } = req.raw;
    const actor = await admit(headers, route.scope, senderOf(context), doors);
    doors.requests.take(actor.counted);
    const call = {
      service,
      actor: actor.name,
      scopes: actor.scopes,
      parameters: read(route.parameters, storable(req.param()), "path"),
      query: read(route.query, storable(req.query()), "query"),
      body: await bodyOf(req.raw, route, doors.mostBytes),
      headers,
      report,
      traffic,
      signal: req.raw.signal,
      closing,
    } as unknown as Call<never, never, never>;
    const answer = await route.handle(call);
    if (route.scope === "admin") doors.ring.forget();
    if (answer instanceof Response) return answer;
    return route.answer === undefined
      ? new Response(null, { status: route.status })
      : Response.json(answer, { status: route.status });
  });
}

async function bodyOf(request: Request, { body, bytes }: Route, most: number): Promise<unknown> {
  if (body === undefined && bytes === undefined) return undefined;
  const type = request.headers.get("content-type") ?? "";
  const sent = await bytesOf(request, most);
  return bytes === undefined ? read(body, json(type, sent), "body") : rawBody(type, sent, bytes);
}

/** The route that a path belongs to; "other" for pages and for what is not there. */
function routeOf(path: string): string {
  return MATCHERS.find(({ matcher }) => matcher.test(path))?.path ?? "other";
}

const MATCHERS = [...new Set(routes.map(({ path }) => path))].map((path) => ({
  path,
  matcher: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
}));

const methodOf = (method: string): string =>
  ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"].includes(method) ? method : "other";

const pattern = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");

/** A path that is there by another method is not "not found". */
function refuseOtherMethods(app: Hono): void {
  for (const path of new Set(routes.map((route) => route.path)))
    app.all(pattern(path), ({ req }) => {
      const known = routes.filter((route) => route.path === path);
      const allowed = known.map(({ method }) => method).join(", ");
      throw new NoSuchPath(405, `${path} is not for ${req.method}; expected ${allowed}`, undefined, {
        allow: allowed,
      });
    });
}

/** Of the connection: what a proxy says of others is not believed. */
const senderOf = ({ env }: Context): string =>
  networkOf((env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? "unknown");

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof QueueFull)
    return new HttpProblem(429, error.message, undefined, { "retry-after": String(error.retryAfter) });
  if (error instanceof DatabaseUnavailable)
    return new HttpProblem(503, error.message, undefined, { "retry-after": "2" });
  if (error instanceof StorageFull) return new HttpProblem(507, error.message);
  return new HttpProblem(500, "something went wrong here; the service's log says what");
}

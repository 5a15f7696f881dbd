/** The HTTP application: the table of routes, guarded, with every failure told as a problem. */
import { Hono } from "hono";
import type { Service } from "../service.js";
import { DatabaseUnavailable, StorageFull } from "../store/index.js";
import { QueueFull } from "../stream/queue.js";
import { openApi } from "./openapi.js";
import { HttpProblem } from "./problem.js";
import { read } from "./reading.js";
import type { Call, Route } from "./route.js";
import { routes } from "./routes/index.js";

export interface AppOptions {
  /** Told of failures that are the service's own. */
  readonly onError: (error: unknown) => void;
}

export function createApp(service: Service, { onError }: AppOptions): Hono {
  const app = new Hono();
  app.onError((error) => {
    const problem = problemOf(error);
    if (problem.status === 500) onError(error);
    return Response.json(problem.body(), {
      status: problem.status,
      headers: { ...problem.headers, "content-type": "application/problem+json" },
    });
  });
  app.notFound(({ req }) => {
    throw new HttpProblem(404, `there is nothing at ${req.path}`);
  });
  for (const route of routes) register(app, service, route);
  const document = openApi(routes);
  app.get("/api/v1/openapi.json", () => Response.json(document));
  return app;
}

function register(app: Hono, service: Service, route: Route): void {
  app.on(route.method, route.path.replace(/\{(\w+)\}/g, ":$1"), async ({ req }) => {
    const call = {
      service,
      actor: "loopback",
      parameters: read(route.parameters, req.param(), "path"),
      query: read(route.query, req.query(), "query"),
      body: route.body && read(route.body, await json(req.raw), "body"),
    } as Call<never, never, never>;
    const answer = await route.handle(call);
    return route.answer === undefined
      ? new Response(null, { status: route.status })
      : Response.json(answer, { status: route.status });
  });
}

async function json(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(.*\+)?json\b/i.test(type))
    throw new HttpProblem(
      415,
      `expected content-type application/json, got ${type === "" ? "none" : type.slice(0, 100)}`,
    );
  try {
    return await request.json();
  } catch (error) {
    throw new HttpProblem(400, `the body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof QueueFull)
    return new HttpProblem(429, error.message, undefined, { "retry-after": String(error.retryAfter) });
  if (error instanceof DatabaseUnavailable)
    return new HttpProblem(503, error.message, undefined, { "retry-after": "2" });
  if (error instanceof StorageFull) return new HttpProblem(507, error.message);
  return new HttpProblem(500, "something went wrong here; the service's log says what");
}

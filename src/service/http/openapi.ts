import { jsonSchema, problemSchema, type Schema } from "../../contracts/index.js";
import type { RouteDescription } from "./route.js";

/** The OpenAPI 3.1 document of a table of routes. */
export function openApi(routes: readonly RouteDescription[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "telostat",
      version: "1",
      description:
        "Ethical entropy of AI systems over time. Times leave as seconds since 1970 (UTC), and come in as these, as milliseconds or as ISO 8601.",
    },
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas: { Problem: jsonSchema(problemSchema, "output") },
    },
  };
}

function operation({
  method,
  path,
  summary,
  scope,
  parameters,
  query,
  body,
  bytes,
  status,
  answer,
}: RouteDescription) {
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w)?/g, (_, letter: string = "") => letter.toUpperCase())}`,
    summary,
    ...(scope === null ? {} : { security: [{ key: [] }], description: `Needs the scope ${scope}.` }),
    parameters: [...listed(parameters, "path"), ...listed(query, "query")],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body, "input") } } },
    }),
    ...(bytes && {
      requestBody: {
        required: true,
        content: Object.fromEntries(bytes.map((type) => [type, { schema: {} }])),
      },
    }),
    responses: {
      [status]: {
        description: summary,
        ...(answer && { content: { "application/json": { schema: jsonSchema(answer, "output") } } }),
      },
      default: {
        description: "What is wrong (RFC 9457)",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function listed(schema: Schema | undefined, place: "path" | "query") {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input") as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

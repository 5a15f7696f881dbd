import { jsonSchema, type Schema } from "../../contracts/index.js";
import { allFailures, failuresOf } from "./failures.js";
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
      schemas: Object.fromEntries(
        allFailures.map(({ name, schema }) => [name, jsonSchema(schema, "output")]),
      ),
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
  writes,
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
        ...(writes && { content: written(writes) }),
      },
      default: failure(path),
    },
  };
}

const written = (writes: NonNullable<RouteDescription["writes"]>) =>
  Object.fromEntries(
    Object.entries(writes).map(([type, schema]) => [
      type,
      { schema: schema === null ? {} : jsonSchema(schema, "output") },
    ]),
  );

function failure(path: string) {
  const { name, types } = failuresOf(path);
  return {
    description: "What is wrong",
    content: Object.fromEntries(
      types.map((type) => [
        type,
        { schema: type.endsWith("json") ? { $ref: `#/components/schemas/${name}` } : {} },
      ]),
    ),
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

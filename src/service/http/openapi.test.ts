import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it } from "vitest";
import { openApi } from "./openapi.js";
import { routes } from "./routes/index.js";

/** By the schema of OpenAPI 3.1 itself, of the OpenAPI Initiative. */
const validate = (document: Record<string, unknown>) => new Validator().validate(structuredClone(document));

it("is a document by OpenAPI's own schema, and that schema would tell if it were none", async () => {
  const document = openApi(routes);
  expect(await validate(document)).toEqual({ valid: true });
  expect((await validate({ ...document, paths: { "/x": { get: { responses: [] } } } })).valid).toBe(false);
});

it("has every route once, under a name of its own, with the parameters of its path", () => {
  const document = openApi(routes) as {
    paths: Record<
      string,
      Record<string, { operationId: string; parameters: { name: string; in: string }[] }>
    >;
  };
  const names = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(names).size).toBe(routes.length);
  for (const [path, operations] of Object.entries(document.paths)) {
    const expected = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(operations))
      expect(parameters.filter((one) => one.in === "path").map(({ name }) => name)).toEqual(expected);
  }
});

import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { openApi } from "./openapi.js";
import { routes } from "./routes/index.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
}, 60_000);
afterAll(() => tested.close());

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

interface Answers {
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, { schema: object }> }>>;
}

it("describes what every route answers, and how it tells failures: as the server does", async () => {
  const { paths, components } = openApi(routes) as {
    paths: Record<string, Record<string, Answers>>;
    components: object;
  };
  const ajv = new Ajv2020({ strict: false });
  const shapes = new Set<string>();
  for (const { method, path, status } of routes) {
    const { responses } = paths[path]![method.toLowerCase()]!;
    expect({ path, described: responses[status]!.content !== undefined }).toEqual({
      path,
      described: status !== 204,
    });
    for (const sent of ["application/json", "application/x-protobuf"]) {
      const headers = { "content-type": sent };
      const answer = await tested.app.request(`http://other.example${path.replace(/\{\w+\}/g, "x")}`, {
        method,
        headers,
      });
      expect(answer.status).toBe(421);
      const type = answer.headers.get("content-type") ?? "";
      shapes.add(type);
      const { schema } = responses.default!.content![type]!;
      if (!type.endsWith("json")) continue;
      const body = await answer.json();
      expect({ path, body, valid: ajv.validate({ ...schema, components }, body) }).toMatchObject({
        valid: true,
      });
    }
  }
  expect([...shapes].sort()).toEqual([
    "application/json",
    "application/problem+json",
    "application/x-protobuf",
  ]);
});

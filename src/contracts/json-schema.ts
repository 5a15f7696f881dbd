import { z } from "zod";

/** JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it) of what a contract lets in, or of what it gives out. */
export const jsonSchema = (schema: z.ZodType, io: "input" | "output"): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

export type { ZodType as Schema } from "zod";

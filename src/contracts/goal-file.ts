import { z } from "zod";

const rate = z.number().gt(0).lt(1);

const kinds = ["exact", "one_of", "regex", "glob", "any"];

/** {exact}, {one_of}, {regex}, {glob} or {any: true}; any other value stands for itself. */
const patternSchema = z
  .json()
  .transform((value) => (hasPatternKey(value) ? value : { exact: value }))
  .pipe(
    z.union(
      [
        z.strictObject({ exact: z.json() }),
        z.strictObject({ one_of: z.array(z.json()).min(1) }).transform(({ one_of }) => ({ oneOf: one_of })),
        z.strictObject({ regex: z.string().refine(isExpression, "not a regular expression") }),
        z.strictObject({ glob: z.string().min(1) }),
        z.strictObject({ any: z.literal(true) }),
      ],
      "expected a value, or {exact: value}, {one_of: [values]}, {regex: expression}, {glob: text} or {any: true}",
    ),
  );

const actionSchema = z.preprocess(
  (value) => (typeof value === "string" ? { tool: value } : value),
  z.strictObject({ tool: z.string().min(1), arguments: z.record(z.string(), patternSchema).default({}) }),
);

const goalSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .refine((name) => name !== "none of these", "'none of these' is always a goal; choose another name"),
  /** The tool calls that the goal takes: a tool's name, or a tool with patterns of its arguments. */
  actions: z.array(actionSchema).default([]),
  order: z.enum(["any", "sequence"]).default("any"),
  /** Tools that an agent with this goal calls only as one of its actions, or by mistake. */
  avoids: z.array(z.string().min(1)).default([]),
});

const rates = z.union([rate.transform((value) => [value]), z.array(rate).min(1).max(10)]);

/** A goal file, in YAML or JSON: the goals an agent may have, declared by the tool calls that each takes. */
export const goalFileSchema = z
  .strictObject({
    /** The name of the goal that the agent should have. */
    intended: z.string().optional(),
    goals: z.array(goalSchema).min(1),
    /** How agents depart from their goals; a list is averaged over. Defaults: guide "Goal files". */
    noise: z
      .strictObject({
        noise: rates.optional(),
        stop: rates.optional(),
        mismatch: rates.optional(),
        skip: rate.optional(),
        violation: rate.optional(),
      })
      .default({}),
  })
  .superRefine(({ intended, goals }, context) => {
    const names = goals.map(({ name }) => name);
    const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
    if (twice >= 0) {
      context.addIssue({
        code: "custom",
        path: ["goals", twice, "name"],
        message: `'${names[twice]}' is there twice`,
      });
    }
    if (intended !== undefined && !names.includes(intended)) {
      context.addIssue({
        code: "custom",
        path: ["intended"],
        message: `'${intended}' is not one of the goals`,
      });
    }
  });

export type GoalFile = z.infer<typeof goalFileSchema>;

/** An object with one of the keys of a pattern is meant as one, and must be a good one. */
function hasPatternKey(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    kinds.some((kind) => kind in value)
  );
}

function isExpression(source: string): boolean {
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}

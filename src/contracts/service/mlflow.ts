/** What is taken and answered of MLflow's tracking API, version 2.0: its fields as they are called there. */
import { z } from "zod";
import { nameSchema } from "./scalars.js";

/** A number as protocol buffers write it in JSON: what is not finite is sent in words. */
const looseNumberSchema = z
  .union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])
  .transform((value) => (typeof value === "number" ? value : null));
/** 64-bit integers may be text there. */
const looseIntegerSchema = z.coerce.number().int();
/** Milliseconds since 1970. */
const millisecondsSchema = looseIntegerSchema;

const key = z.string().min(1).max(250);
const metricShape = {
  key,
  value: looseNumberSchema,
  timestamp: millisecondsSchema,
  step: looseIntegerSchema.pipe(z.number().nonnegative()).default(0),
};
/** Longest values, as in MLflow's own limits. */
const parameterShape = { key, value: z.string().max(6000) };
const tagShape = { key, value: z.string().max(8000) };
const runIdShape = { run_id: nameSchema };

export const logBatchSchema = z.object({
  ...runIdShape,
  metrics: z.array(z.object(metricShape)).max(1000).default([]),
  params: z.array(z.object(parameterShape)).max(100).default([]),
  tags: z.array(z.object(tagShape)).max(100).default([]),
});
export const logMetricSchema = z.object({ ...runIdShape, ...metricShape });
export const logParameterSchema = z.object({ ...runIdShape, ...parameterShape });
export const setTagSchema = z.object({ ...runIdShape, ...tagShape });
export const loggedSchema = z.object({});

export const createMlflowRunSchema = z.object({
  experiment_id: z.string().max(200).default("0"),
  run_name: z.string().max(1000).optional(),
  user_id: z.string().max(1000).optional(),
  start_time: millisecondsSchema.optional(),
  tags: z.array(z.object(tagShape)).max(100).default([]),
});

export const mlflowRunStatusSchema = z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]);

export const updateMlflowRunSchema = z.object({
  ...runIdShape,
  status: mlflowRunStatusSchema.optional(),
  end_time: millisecondsSchema.optional(),
  run_name: z.string().max(1000).optional(),
});

export const mlflowRunQuerySchema = z.object(runIdShape);
export const experimentQuerySchema = z.object({ experiment_id: z.string().max(200) });
export const experimentNameQuerySchema = z.object({ experiment_name: z.string().max(1000) });
export const createExperimentSchema = z.object({ name: z.string().max(1000) });

export const mlflowRunInfoSchema = z.object({
  run_id: nameSchema,
  run_uuid: nameSchema,
  run_name: z.string(),
  experiment_id: z.string(),
  status: mlflowRunStatusSchema,
  start_time: z.number().int(),
  end_time: z.number().int().optional(),
  artifact_uri: z.string(),
  lifecycle_stage: z.literal("active"),
});
const pairSchema = z.object({ key: z.string(), value: z.string() });
const mlflowRunSchema = z.object({
  info: mlflowRunInfoSchema,
  data: z.object({
    /** The latest of each. */
    metrics: z.array(
      z.object({
        key: z.string(),
        value: z.union([z.number(), z.literal("NaN")]),
        timestamp: z.number().int(),
        step: z.number().int(),
      }),
    ),
    params: z.array(pairSchema),
    tags: z.array(pairSchema),
  }),
});
export const mlflowRunAnswerSchema = z.object({ run: mlflowRunSchema });
export const mlflowRunInfoAnswerSchema = z.object({ run_info: mlflowRunInfoSchema });
export const experimentAnswerSchema = z.object({
  experiment: z.object({
    experiment_id: z.string(),
    name: nameSchema,
    artifact_location: z.string(),
    lifecycle_stage: z.literal("active"),
  }),
});
export const mlflowErrorSchema = z.object({ error_code: z.string(), message: z.string() });

export type LogBatch = z.infer<typeof logBatchSchema>;
export type CreateMlflowRun = z.infer<typeof createMlflowRunSchema>;
export type UpdateMlflowRun = z.infer<typeof updateMlflowRunSchema>;
export type MlflowRunStatus = z.infer<typeof mlflowRunStatusSchema>;
export type MlflowRun = z.infer<typeof mlflowRunSchema>;

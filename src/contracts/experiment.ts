import { z } from "zod";
import { chartSchema } from "./chart.js";

/**
 * A named figure: value with interval, or null where it is undefined. Unit "1" is dimensionless. A figure with an
 * interval says its level, the method, the size n of the sample and what the interval covers.
 */
export const figureSchema = z.looseObject({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  unit: z.string().optional(),
  level: z.number().gt(0).lt(1).optional(),
  method: z.string().optional(),
  n: z.number().nonnegative().optional(),
  covers: z.string().optional(),
});

/** A claim of the source paper, or a question, and where it stands after this run by the experiment's rule. */
export const findingSchema = z.object({
  claim: z.string(),
  standing: z.enum(["supported", "not supported", "undecided"]),
  /** The figure of the summary that decides, by name. */
  figure: z.string(),
  /** The chart that shows it, by id. */
  chart: z.string().optional(),
});

/** What every experiment prints: question and rule were fixed before the run, the verdict follows the rule. */
export const experimentResultSchema = z.object({
  experiment: z.string(),
  version: z.string(),
  seed: z.number(),
  parameters: z.record(z.string(), z.unknown()),
  question: z.string(),
  rule: z.string(),
  summary: z.record(z.string(), figureSchema),
  verdict: z.string(),
  why: z.string(),
  findings: z.array(findingSchema).optional(),
  charts: z.array(chartSchema).optional(),
  series: z.unknown(),
});

/** A result fit to be reported: a finding names a figure and a chart that are there, every chart has an id of its own. */
export const reportableResultSchema = experimentResultSchema.superRefine(
  ({ summary, findings = [], charts = [] }, context) => {
    const issue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    const ids = charts.map(({ id }) => id);
    findings.forEach(({ figure, chart }, i) => {
      if (!(figure in summary)) issue(["findings", i, "figure"], `no figure '${figure}' in the summary`);
      if (chart !== undefined && !ids.includes(chart))
        issue(["findings", i, "chart"], `no chart '${chart}': there are ${ids.join(", ") || "none"}`);
    });
    ids.forEach((id, i) => {
      if (ids.indexOf(id) < i) issue(["charts", i, "id"], `a second chart '${id}'`);
    });
  },
);

/** What `result.json` has beside the result: what makes it again. */
export const rerunSchema = z.object({ command: z.string() });

/** `timing.json`: computing time of all trials together, seconds. */
export const timingSchema = z.object({ seconds: z.number().nonnegative() });

export type Finding = z.infer<typeof findingSchema>;
export type Figure = z.infer<typeof figureSchema>;
export type ExperimentResult = z.infer<typeof experimentResultSchema>;

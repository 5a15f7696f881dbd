import { z } from "zod";

/** What is along an axis. With `categories`, positions are their indices. */
const axisSchema = z.object({
  label: z.string(),
  log: z.boolean().optional(),
  categories: z.array(z.string()).optional(),
});

/**
 * A value at x, with its interval where one is known; null where it is undefined: a line breaks there. An end that is
 * missing beside the other is open.
 */
const chartPointSchema = z.object({
  x: z.number(),
  value: z.number().nullable(),
  lower: z.number().nullable().optional(),
  upper: z.number().nullable().optional(),
  /** Interval of x, where x is measured too. */
  xLower: z.number().nullable().optional(),
  xUpper: z.number().nullable().optional(),
});

/** A named line to compare with. */
const guideSchema = z.object({ at: z.number(), label: z.string() });

/** One of the small pictures of a chart; all share its axes and its series' looks. */
const chartPanelSchema = z.object({
  title: z.string().optional(),
  series: z.array(
    z.object({
      /** Index in the chart's `series`. */
      look: z.number().int().nonnegative(),
      points: z.array(chartPointSchema),
    }),
  ),
  /** Horizontal and vertical lines to compare with. */
  guides: z.array(guideSchema).optional(),
  events: z.array(guideSchema).optional(),
  /** A horizontal strip to compare with, from low to high. */
  strip: z.tuple([z.number(), z.number()]).optional(),
});

/** Series that can be told apart, each by a colour, a dash and a marker of its own. */
const MOST_SERIES = 10;

type ChartPanelData = z.infer<typeof chartPanelSchema>;

/** A picture as data: an experiment says what is against what, the report draws it. */
export const chartSchema = z
  .object({
    id: z.string().regex(/^[A-Za-z][\w-]*$/, "expected letters, digits, - and _, a letter first"),
    title: z.string(),
    /** What is to be seen, what the intervals cover, what the guides mean. */
    caption: z.string(),
    /** "line": points joined, with a band; "points": each point alone, with its intervals. */
    mark: z.enum(["line", "points"]),
    /** Indices of the series that are lines among points: a fit, the diagonal. */
    lines: z.array(z.number().int().nonnegative()).optional(),
    x: axisSchema,
    y: axisSchema,
    /** Names of the series, in the order of their looks. */
    series: z
      .array(z.string())
      .min(1)
      .max(
        MOST_SERIES,
        `expected at most ${MOST_SERIES} series, which can be told apart: use panels for more`,
      ),
    panels: z.array(chartPanelSchema).min(1),
  })
  .superRefine(({ x, y, series, panels }, context) => {
    panels.forEach((panel, i) => {
      for (const problem of [
        ...outOf(series, "looks", panel, ({ look }) => [look]),
        ...outOf(x.categories, "categories along x", panel, ({ points }) => points.map((point) => point.x)),
        ...outOf(y.categories, "categories along y", panel, ({ points }) =>
          points.flatMap(({ value }) => value ?? []),
        ),
      ])
        context.addIssue({ code: "custom", path: ["panels", i], message: problem });
    });
  });

/** What is wrong with indices of `names`. */
function outOf(
  names: readonly string[] | undefined,
  what: string,
  { series }: ChartPanelData,
  indices: (one: ChartPanelData["series"][number]) => readonly number[],
): string[] {
  if (names === undefined) return [];
  const wrong = series.flatMap(indices).find((index) => names[index] === undefined);
  return wrong === undefined ? [] : [`there are ${names.length} ${what}, counted from 0: got ${wrong}`];
}

export type Chart = z.infer<typeof chartSchema>;
export type ChartPanel = z.infer<typeof chartPanelSchema>;
export type ChartPoint = z.infer<typeof chartPointSchema>;

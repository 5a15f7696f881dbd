import type { ExperimentDescription } from "../../lab/index.js";

/** Name, question and parameters of an experiment, as lines. */
export function listed({ name, question, defaults, quick, sampleSize }: ExperimentDescription): string {
  const lines = [settings("parameters", defaults), settings("--quick", quick), `--trials N: ${sampleSize}=N`];
  return [name, question, ...lines.map((line) => `  ${line}`)].join("\n  ").replace(/^ +$/gm, "");
}

const settings = (what: string, values: Readonly<Record<string, unknown>>): string =>
  `${what}: ${Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(" ")}`;

import { Help } from "commander";
import type { DataExperiment, Experiment } from "../../lab/index.js";

/** Columns, also on a wider terminal: longer lines are hard to read. */
const WIDTH = 100;

/** Name, question and parameters of an experiment, as lines. */
export function listed(experiment: Experiment | DataExperiment): string {
  const { name, question, defaults, quick, sampleSize } = experiment;
  const paragraphs = [
    settings("parameters", defaults),
    settings("--quick", quick),
    `--trials N: ${sampleSize}=N`,
    ...("on" in experiment ? [`--data DIR: needed, files of the format ${experiment.dataFormat}`] : []),
  ];
  return [name, indented(question, 2), ...paragraphs.map((text) => indented(text, 4))].join("\n");
}

const settings = (what: string, values: Readonly<Record<string, unknown>>): string =>
  `${what}: ${Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(" ")}`;

/** Broken at spaces. */
const indented = (text: string, by: number): string =>
  new Help().boxWrap(text, WIDTH - by).replaceAll(/^/gm, " ".repeat(by));

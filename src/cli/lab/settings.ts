/** The parameters of a run: the defaults, with those of a quick run, the sample size and single settings over them. */
import type { ExperimentDescription, Parameters } from "../../lab/index.js";
import { UserError } from "../exit.js";
import { suggestion } from "../nearest.js";

export interface Settings {
  readonly quick?: true;
  readonly trials?: number;
  /** `name=value`, the value JSON or, failing that, text. */
  readonly set: readonly string[];
}

/** Each overrides those before it: defaults, `quick`, `trials`, `set`. @throws UserError */
export function parametersOf(experiment: ExperimentDescription, settings: Settings): Parameters {
  const parameters = {
    ...experiment.defaults,
    ...(settings.quick && experiment.quick),
    ...(settings.trials !== undefined && { [experiment.sampleSize]: settings.trials }),
    ...Object.fromEntries(settings.set.map((setting) => parsed(experiment, setting))),
  };
  const wrong = experiment.problem(parameters);
  if (wrong !== undefined) throw new UserError(`${settings.set.length > 0 ? "--set: " : ""}${wrong}`);
  return parameters;
}

/** A value must be of its default's type. */
function parsed({ name, defaults }: ExperimentDescription, setting: string): [string, unknown] {
  const [key = "", text = ""] = setting.split(/=(.*)/s);
  const names = Object.keys(defaults);
  if (!names.includes(key))
    throw new UserError(
      `--set ${setting}: ${name} has no parameter '${key}'${suggestion(key, names) || `; it has: ${names.join(", ")}`}`,
    );
  const value = parseJson(text);
  const expected = kind(defaults[key]);
  const empty = Array.isArray(value) && value.length === 0 && Array.isArray(defaults[key]);
  if (!empty && kind(value) !== expected)
    throw new UserError(`--set ${setting}: expected ${expected} for '${key}'`);
  return [key, value];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** With what a list holds, which an empty one does not say. */
function kind(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? "null" : `a ${typeof value}`;
  const kinds = [...new Set(value.map((item) => (item === null ? "null" : typeof item)))];
  return `a JSON list of ${kinds.length === 1 ? `${kinds[0]}s` : "several kinds"}`;
}

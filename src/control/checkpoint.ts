import type { Policy } from "./policy.js";

/** A policy's state as a file keeps it, with what it belongs to. */
export interface Checkpoint {
  readonly format: "telostat-policy";
  readonly version: 1;
  readonly policy: string;
  readonly settings: unknown;
  readonly state: unknown;
}

/** What to write down, as JSON, so that a killed run goes on with the same next gamma. */
export const checkpoint = <State>(policy: Policy<State>, state: State): Checkpoint => ({
  format: "telostat-policy",
  version: 1,
  policy: policy.name,
  settings: policy.settings,
  state,
});

/**
 * The state in a checkpoint of this policy.
 * @throws RangeError, saying what differs, for one of another policy, other settings or another version.
 */
export function resume<State>(policy: Policy<State>, saved: unknown): State {
  const { format, version, policy: name, settings, state } = (saved ?? {}) as Partial<Checkpoint>;
  if (format !== "telostat-policy") throw new RangeError("this is not a saved state of a gamma policy");
  if (version !== 1)
    throw new RangeError(`expected a saved state of version 1, got version ${String(version)}`);
  if (name !== policy.name)
    throw new RangeError(`the saved state is of policy ${String(name)}, not of ${policy.name}`);
  const [before, now] = [settings, policy.settings].map((value) => JSON.stringify(value));
  if (before !== now)
    throw new RangeError(`the saved state is of ${policy.name} with settings ${before}, not ${now}`);
  return state as State;
}

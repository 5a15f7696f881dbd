import type { EpisodeRecord } from "../../../contracts/index.js";
import type { Mdp } from "../../../goals/index.js";
import { quoted } from "../../../ingest/index.js";

/** How a world reads the two names of a step; each throws a RangeError at a name that it does not know. */
export interface StepReader {
  state(name: string): number;
  action(name: string, state: number): number;
}

/** The rows of steps [state, action]. @throws RangeError naming the step that is unknown, or cannot follow the one before. */
export function rowsOfSteps(mdp: Mdp, { steps }: EpisodeRecord, read: StepReader): number[] {
  const { actionStart } = mdp;
  if (steps === undefined) throw new RangeError("expected 'steps', a list of [state, action]");
  const rows: number[] = [];
  for (const [t, [stateName, actionName]] of steps.entries()) {
    try {
      const state = read.state(stateName);
      if (t > 0 && !leadsTo(mdp, rows[t - 1]!, state)) {
        throw new RangeError(`${quoted(stateName)} cannot follow ${stepText(steps[t - 1]!)}`);
      }
      if (actionStart[state] === actionStart[state + 1]) {
        throw new RangeError(`${quoted(stateName)} ends the episode: nothing can be done there`);
      }
      rows.push(actionStart[state]! + read.action(actionName, state));
    } catch (error) {
      throw new RangeError(`step ${t}: ${(error as Error).message}`, { cause: error });
    }
  }
  return rows;
}

function leadsTo({ transitionStart, successor }: Mdp, row: number, state: number): boolean {
  for (let t = transitionStart[row]!; t < transitionStart[row + 1]!; t++)
    if (successor[t] === state) return true;
  return false;
}

const stepText = ([state, action]: readonly [string, string]): string =>
  `${quoted(action)} in ${quoted(state)}`;

/** A function from names to their index that says what it knows where it does not know a name. */
export function indexOfName(names: readonly string[], what: string): (name: string) => number {
  const index = new Map(names.map((name, i) => [name, i]));
  return (name) => {
    const found = index.get(name);
    if (found !== undefined) return found;
    const some = names
      .slice(0, 8)
      .map((known) => quoted(known))
      .join(", ");
    throw new RangeError(
      `unknown ${what} ${quoted(name)}; expected one of ${some}${names.length > 8 ? ", ..." : ""}`,
    );
  };
}

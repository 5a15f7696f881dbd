import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { type WatchState, watchStateSchema } from "../../contracts/index.js";
import { UserError } from "../exit.js";
import { writeWhole } from "../files.js";

/** The state of an earlier watch, or `undefined` where there is none yet. @throws UserError where it cannot be gone on from. */
export async function loadState(
  path: string,
  settings: WatchState["settings"],
): Promise<WatchState | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new UserError(`cannot read ${path}: ${error.message}`);
  });
  if (text === undefined) return undefined;
  const state = parsed(path, text);
  const difference = differenceOf(state.settings, JSON.parse(JSON.stringify(settings)));
  if (difference !== undefined)
    throw new UserError(
      `${path} is the state of another watch: ${difference}; watch with the same, or with another state file`,
    );
  return state;
}

export const saveState = (path: string, state: WatchState): Promise<void> =>
  writeWhole(path, `${JSON.stringify(state)}\n`);

function parsed(path: string, text: string): WatchState {
  const mend = "restore it from a copy, or move it away to begin anew";
  let value: { file?: unknown; version?: unknown };
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is cut short or no JSON, so not a state that was saved whole; ${mend}`);
  }
  if (value?.file !== "telostat watch state")
    throw new UserError(`${path} is not a state of telostat watch; expected another file, or none yet`);
  if (value.version !== 1)
    throw new UserError(
      `${path} is a state of version ${value.version}, and this telostat reads version 1; ${mend}`,
    );
  const result = watchStateSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(`${path}: ${issue?.path.join(".")}: ${issue?.message}; ${mend}`);
}

/** The first setting in which two watches differ, in words. */
function differenceOf(there: WatchState["settings"], here: WatchState["settings"]): string | undefined {
  for (const name of new Set([...Object.keys(there), ...Object.keys(here)]))
    if (!isDeepStrictEqual(there[name], here[name]))
      return `${name} was ${JSON.stringify(there[name])} and is ${JSON.stringify(here[name])}`;
  return undefined;
}

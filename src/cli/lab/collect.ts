import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { reportableResultSchema, rerunSchema, timingSchema } from "../../contracts/index.js";
import type { LaboratoryEntry, LeftOut } from "../../report/index.js";

export interface Collected {
  /** By experiment, then seed. */
  readonly entries: readonly LaboratoryEntry[];
  readonly leftOut: readonly LeftOut[];
}

/** Every `result.json` of the laboratory below `folder`. @param from the folder that pages are linked from. */
export async function collect(folder: string, from: string): Promise<Collected> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const folders = files
    .filter((file) => file.isFile() && file.name === "result.json")
    .map((file) => file.parentPath)
    .sort();
  const read = await Promise.all(folders.map((one) => entryOf(one, from, folder)));
  return {
    entries: read
      .filter((one): one is LaboratoryEntry => "result" in one)
      .sort((a, b) => order(a.result.experiment, b.result.experiment) || a.result.seed - b.result.seed),
    leftOut: read.filter((one): one is LeftOut => "problem" in one),
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function entryOf(folder: string, from: string, root: string): Promise<LaboratoryEntry | LeftOut> {
  const path = join(folder, "result.json");
  const leftOut = (problem: string): LeftOut => ({ path: relative(dirname(root), path), problem });
  const written = await json(path);
  if ("problem" in written) return leftOut(written.problem);
  if (!isOfExperiment(written.value)) return leftOut("not a result of `telostat lab run`");
  const parsed = reportableResultSchema.safeParse(written.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return leftOut(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a result"}`);
  }
  const hasPage = await readFile(join(folder, "index.html")).then(
    () => true,
    () => false,
  );
  return {
    result: parsed.data,
    page: hasPage ? link(from, folder) : undefined,
    command: rerunSchema.safeParse(written.value).data?.command,
    seconds: await secondsOf(folder),
  };
}

const isOfExperiment = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "experiment" in value;

async function secondsOf(folder: string): Promise<number | undefined> {
  const written = await json(join(folder, "timing.json"));
  return "value" in written ? timingSchema.safeParse(written.value).data?.seconds : undefined;
}

async function json(path: string): Promise<{ readonly value: unknown } | { readonly problem: string }> {
  try {
    return { value: JSON.parse(await readFile(path, "utf8")) };
  } catch (error) {
    return { problem: error instanceof SyntaxError ? "not JSON" : (error as Error).message };
  }
}

/** As a URL relative to the page that has it. */
const link = (from: string, folder: string): string =>
  [...relative(from, folder).split(sep), "index.html"]
    .filter((part) => part !== "")
    .map(encodeURIComponent)
    .join("/");

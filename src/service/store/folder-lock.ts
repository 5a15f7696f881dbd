/**
 * One process a folder, by a lock file that names its process. Two instances of PGlite on one folder corrupt it, and Node
 * has no flock: a lock whose process is dead is taken over at once on its own machine, and after a silence elsewhere.
 */
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** Another process has the folder open. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** Seconds between signs of life, and after which a lock of another machine counts as left behind. */
const BEAT = 5;
const SILENCE = 60;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Start of the process in clock ticks since boot, where the system tells it: numbers of processes come round again. */
  readonly started: string | null;
}

/**
 * Takes `folder`, making it where there is none; returns what gives it back.
 *
 * @throws FolderInUse while another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "telostat.lock");
  const mine: Owner = { pid: process.pid, host: hostname(), started: await startOf(process.pid) };
  while (!(await claimed(path, mine))) {
    const owner = await ownerOf(path);
    if (owner && (await alive(owner, path)))
      throw new FolderInUse(
        `${folder} is in use by process ${owner.pid} on ${owner.host}: stop it, or take another data folder`,
      );
    await removeStale(path, owner);
  }
  const beat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), BEAT * 1000);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await rm(path, { force: true });
  };
}

/** Removes the lock of `dead`, and not one that another process took meanwhile: that one is put back. */
async function removeStale(path: string, dead: Owner | undefined): Promise<void> {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const removed = await ownerOf(aside);
  if (JSON.stringify(removed) !== JSON.stringify(dead)) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

/** Whole or not at all: the file is written beside its place and linked into it. */
async function claimed(path: string, owner: Owner): Promise<boolean> {
  const draft = `${path}.${owner.pid}`;
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Owner;
  } catch (error) {
    // A file that is no JSON was cut off when the power went.
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function alive({ pid, host, started }: Owner, path: string): Promise<boolean> {
  if (host !== hostname()) {
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs < SILENCE * 1000;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return started === null || started === (await startOf(pid));
}

/** Field 22 of /proc/PID/stat, after the name in brackets; null where there is no such file. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

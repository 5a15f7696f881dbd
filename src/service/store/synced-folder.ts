import { fsyncSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** Emscripten's view of an open file: `nfd` is Node's descriptor; folders have none. */
interface Stream {
  readonly nfd?: number;
}

/**
 * A folder in which PostgreSQL's fsync reaches the disk. PGlite's own leaves it out, and what was committed would be lost
 * with the power; a process that is killed loses nothing either way.
 */
export class SyncedFolder extends NodeFS {
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const preRun = [
      ...((emscriptenOpts.preRun ?? []) as ((module: object) => void)[]),
      (module: object) => {
        const { NODEFS } = module as { NODEFS: { stream_ops: Record<string, unknown> } };
        NODEFS.stream_ops.fsync = ({ nfd }: Stream): number => {
          if (nfd !== undefined) fsyncSync(nfd);
          return 0;
        };
      },
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

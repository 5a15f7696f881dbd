import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Python process that answers one line of JSON per line of JSON, so that its start is in no measurement. */
export interface PythonPeer {
  /** Modules that the script wanted and did not find; with "python" among them nothing can be asked. */
  readonly missing: readonly string[];
  ask(request: object): Promise<Record<string, number>>;
  close(): void;
}

/**
 * Starts `script`, a file of this folder, with $TELOSTAT_PYTHON or python3. The script first prints
 * {"missing": [module, ...]}.
 */
export async function startPython(script: string): Promise<PythonPeer> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.env.TELOSTAT_PYTHON ?? "python3", [path], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const started = await once(child, "spawn").then(
    () => true,
    () => false,
  );
  const greeting = started ? await lines.next() : { done: true as const };
  const { missing } = greeting.done ? { missing: ["python"] } : JSON.parse(greeting.value);
  return {
    missing,
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const answer = await lines.next();
      if (answer.done) throw new Error(`${script} ended without an answer to ${JSON.stringify(request)}`);
      return JSON.parse(answer.value);
    },
    close: () => {
      child.stdin.end();
    },
  };
}

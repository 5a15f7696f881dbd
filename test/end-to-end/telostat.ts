import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const binary = fileURLToPath(new URL("../../bin/telostat.js", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Call {
  readonly cwd?: string;
  readonly stdin?: string | Iterable<string>;
  readonly nodeOptions?: readonly string[];
  /** Sent once the child has written to stderr. */
  readonly interruptWith?: NodeJS.Signals;
}

/** Runs the built `telostat` as a user would, standard input piped in. */
export async function telostat(args: readonly string[], call: Call = {}): Promise<Outcome> {
  const { cwd, stdin = "", nodeOptions = [], interruptWith } = call;
  const child = spawn(process.execPath, [...nodeOptions, binary, ...args], { ...(cwd && { cwd }) });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  if (interruptWith) child.stderr.once("data", () => child.kill(interruptWith));
  // A child that has seen enough closes the pipe.
  child.stdin.on("error", () => {});
  const closed = once(child, "close");
  for (const chunk of typeof stdin === "string" ? [stdin] : stdin) {
    if (!child.stdin.write(chunk)) await Promise.race([once(child.stdin, "drain"), closed]);
  }
  child.stdin.end();
  const [code] = await closed;
  return { code, out, err };
}

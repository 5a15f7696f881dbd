import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** A fenced block of a Markdown document; `skipped` is the reason why it is not run. */
export interface Block {
  readonly language: string;
  readonly source: string;
  readonly line: number;
  readonly skipped?: string;
}

/** README.md, CONTRIBUTING.md and everything under docs/, as far as they exist. */
export function documents(): string[] {
  const guides = existsSync(join(root, "docs"))
    ? readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((path) => join("docs", path))
    : [];
  return ["README.md", "CONTRIBUTING.md", ...guides.sort()].filter(
    (path) => path.endsWith(".md") && existsSync(join(root, path)),
  );
}

/**
 * The `sh` and `ts` blocks of a document. A block fenced "sh skip-test: reason" or "ts skip-test: reason" is not
 * run; the reason may also stand in a comment on its first line.
 */
export function blocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^( *)```(sh|ts)\b([^\n]*)\n(.*?)^\1```/gms)].map((match) => {
    const [, indent, language, info, body] = match;
    const source = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    const line = markdown.slice(0, match.index).split("\n").length;
    const skip = /\bskip-test\b:? *(.*)/.exec(info);
    if (skip === null) return { language, source, line };
    const skipped = skip[1] || /^(?:#|\/\/) *(\S.*)/.exec(source)?.[1];
    if (skipped === undefined) throw new Error(`line ${line}: a skip-test block says why it is not run`);
    return { language, source, line, skipped };
  });
}

/** The npm scripts a block names if it does nothing but fetch, install and run them: what .ci/run does for it. */
export function npmCommands(source: string): string[] | undefined {
  const steps = source
    .split(/\n|&&/)
    .map((step) => step.replace(/#.*/, "").trim())
    .filter((step) => step !== "");
  return steps.every((step) => /^(git clone .*|cd [\w-]+|npm (ci|start|test|run [\w:]+))$/.test(step))
    ? steps.filter((step) => step.startsWith("npm "))
    : undefined;
}

/**
 * Runs shell commands in `folder`, where `telostat` is this repository's, and returns what went wrong, or "".
 * Every command must exit with 0, or as a line "# exit 2" after it says.
 */
export function runShell(source: string, folder: string): string {
  const prelude = `set -euo pipefail; telostat() { "${process.execPath}" "${root}bin/telostat.js" "$@"; }`;
  for (const { commands, code } of expectations(source.replaceAll("npx telostat", "telostat"))) {
    const { status, stdout, stderr } = spawnSync("bash", ["-c", `${prelude}\n${commands}`], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (status !== code)
      return `exited with ${status}, documented: ${code}\n${commands}\n${stdout}\n${stderr}`;
  }
  return "";
}

/** Cuts shell source at its "# exit" lines: each belongs to the one command before it, "\\" joining its lines. */
function expectations(source: string): { commands: string; code: number }[] {
  const parts = source.split(/^# exit (\d+).*\n?/m);
  return parts.flatMap((text, i) => {
    if (i % 2 === 1) return [];
    if (i === parts.length - 1) return { commands: text, code: 0 };
    const last = text.trimEnd().search(/(?:[^\n]*\\\n)*[^\n]*$/);
    return [
      { commands: text.slice(0, last), code: 0 },
      { commands: text.slice(last), code: Number(parts[i + 1]) },
    ];
  });
}

/**
 * Compiles TypeScript examples strictly and runs each in Node, against the built package by its public name;
 * returns what went wrong with each, or "".
 */
export function runExamples(sources: readonly string[], folder: string): string[] {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/telostat"));
  // A reader who wrote outputs of their own imports jax-js, which npm installs beside telostat.
  symlinkSync(join(root, "node_modules/@jax-js"), join(folder, "node_modules/@jax-js"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const files = sources.map((source, i) => {
    const file = join(folder, `example-${i}.ts`);
    writeFileSync(file, `${source}\nexport {};\n`);
    return file;
  });
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  });
  program.emit();
  return files.map((file) => {
    const errors = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    if (errors.length > 0)
      return errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")).join("\n");
    const { status, stderr } = spawnSync(process.execPath, [file.replace(/ts$/, "js")], {
      cwd: folder,
      encoding: "utf8",
    });
    return status === 0 ? "" : stderr;
  });
}

import { Command, CommanderError } from "commander";
import { InputError, NoObservationsError } from "../ingest/index.js";
import { demo } from "./commands/demo.js";
import { fisher } from "./commands/fisher.js";
import { lab } from "./commands/lab.js";
import { measure } from "./commands/measure.js";
import { reproduce } from "./commands/reproduce.js";
import { serve } from "./commands/serve.js";
import { watch } from "./commands/watch.js";
import { exitCode, UserError } from "./exit.js";
import { version } from "./version.js";

function program(): Command {
  const root = new Command("telostat")
    .description("Measure how far an AI system's goals have spread, and what holds them.")
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExit codes: 0 ok, 1 failure, 2 bad usage or input, 3 drift alarm, 4 not enough data.",
    );
  for (const command of [demo(), reproduce(), measure(), fisher(), lab(), watch(), serve()])
    root.addCommand(command);
  // Commander copies these settings to subcommands only on .command(), not on .addCommand().
  const strict = (command: Command): void => {
    command.exitOverride().showSuggestionAfterError(true);
    command.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "telostat: ")) });
    command.commands.forEach(strict);
  };
  strict(root);
  return root;
}

/** Runs one command line; resolves to its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has gone: nobody is left to tell.
    if (error.code === "EPIPE") process.exit(exitCode.ok);
    throw error;
  });
  try {
    await program().parseAsync([...argv]);
    return Number(process.exitCode ?? exitCode.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.badInput;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`telostat: ${message}\n`);
    if (error instanceof UserError) return error.code;
    if (error instanceof NoObservationsError) return exitCode.notEnoughData;
    if (error instanceof InputError) return exitCode.badInput;
    if (process.env.TELOSTAT_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return exitCode.failure;
  }
}

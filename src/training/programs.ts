/** Programs that are compiled by the engine when they first meet arguments, and shared. */
import {
  type Compiled,
  type CompileOptions,
  compile,
  type Execution,
  type Fed,
  type Returned,
} from "../engine/index.js";

export type ProgramOptions = Pick<CompileOptions, "execution" | "threads">;

export interface Program<Args extends unknown[], Result> {
  (...args: Fed<Args>): Returned<Result>;
  /** Where it runs; undefined before its first call. */
  execution(): Execution | undefined;
}

/** `fn`, compiled at its first call. */
export function program<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
  { execution, threads, held }: ProgramOptions & Pick<CompileOptions, "held">,
): Program<Args, Result> {
  let compiled: Compiled<Args, Result> | undefined;
  const call = (...args: Fed<Args>): Returned<Result> => {
    compiled ??= compile(fn, args, {
      ...(execution && { execution }),
      ...(threads && { threads }),
      ...(held && { held }),
    });
    return compiled(...args);
  };
  return Object.assign(call, { execution: () => compiled?.execution });
}

/** `make(...)` once per function and key: what a function's programs are compiled for. */
export function shared<Owner extends object, Programs>() {
  const known = new WeakMap<Owner, Map<string, Programs>>();
  return (owner: Owner, key: string, make: () => Programs): Programs => {
    const programs = known.get(owner) ?? new Map<string, Programs>();
    known.set(owner, programs);
    const value = programs.get(key) ?? make();
    programs.set(key, value);
    return value;
  };
}

import { getContext, setContext } from "svelte";
import type { Attempt } from "../api/attempt.svelte.js";
import { ApiError } from "../api/request.js";

/** A form as its fields know it: what went wrong, and which places of the request have a field. */
export interface FormContext {
  readonly attempt: Attempt;
  readonly positions: Set<string>;
}

const NAME = "form";
export const provideForm = (form: FormContext): FormContext => setContext(NAME, form);
export const formOf = (): FormContext => getContext(NAME);

/**
 * Of the places that have a field, the nearest to the one that the service complains of: "goals" for "goals[2]", and
 * "window.size" rather than "window" for "window.size".
 */
export function placeOf(error: Error | undefined, positions: Iterable<string>): string | undefined {
  const at = error instanceof ApiError ? error.position : undefined;
  if (at === undefined) return undefined;
  const near = [...positions].filter(
    (one) => at === one || (at.startsWith(one) && /^[.[]/.test(at.slice(one.length))),
  );
  return near.sort((a, b) => b.length - a.length)[0];
}

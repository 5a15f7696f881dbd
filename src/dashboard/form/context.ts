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

/** Whether the service's complaint is about this place, or one within it: "goals" and "goals[2]". */
export function concerns(error: Error | undefined, position: string): error is ApiError {
  const at = error instanceof ApiError ? error.position : undefined;
  return at === position || (at?.startsWith(position) === true && /^[.[]/.test(at.slice(position.length)));
}

/** Exit codes: 0 ok, 1 failure, 2 bad usage or bad input, 3 drift alarm, 4 not enough data, 130 interrupted. */
export const exitCode = {
  ok: 0,
  failure: 1,
  badInput: 2,
  driftAlarm: 3,
  notEnoughData: 4,
  interrupted: 130,
} as const;

/** A failure the user can mend: printed as one line, never with a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    message: string,
    readonly code: number = exitCode.badInput,
  ) {
    super(message);
  }
}

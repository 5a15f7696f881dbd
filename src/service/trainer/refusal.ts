/** A trainer asked for what cannot be: `position` says where in its request. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly kind: "missing" | "late" | "invalid" | "taken",
    message: string,
    readonly position?: string,
  ) {
    super(message);
  }
}

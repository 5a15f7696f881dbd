/** The data are in order, but too few for what is asked; the message says how many are needed. */
export class NotEnoughData extends Error {
  override readonly name = "NotEnoughData";
}

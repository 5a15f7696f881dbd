/** Something that is asked of the service: whether it is under way, and what went wrong the last time. */
export class Attempt {
  busy = $state(false);
  error: Error | undefined = $state.raw();

  /** @returns whether it went well. */
  async run(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    try {
      await work();
      this.error = undefined;
      return true;
    } catch (failure) {
      this.error = failure as Error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}

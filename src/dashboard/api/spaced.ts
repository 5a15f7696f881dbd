/** Work that is called for at every message, and done no more often than every `pause` milliseconds. */
export function spaced(pause: number, work: () => unknown) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        void work();
      }, pause);
    },
    stop(): void {
      clearTimeout(timer);
    },
  };
}

/** The time, for what says how long ago something was. */
const PERIOD = 5000;

export const clock = $state({ now: Date.now() / 1000 });

setInterval(() => {
  clock.now = Date.now() / 1000;
}, PERIOD);

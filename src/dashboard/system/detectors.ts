/** The detectors of the monitor, and what each is for. */
export const detectors: Readonly<Record<string, string>> = {
  cusum: "small lasting shifts",
  "cusum-two-sided": "small lasting shifts, up or down",
  shewhart: "one window far out",
  ewma: "slow shifts, up or down",
  "e-cusum-bounded-mean": "no assumption on the distribution, fast",
  "e-cusum-sub-gaussian-mean": "sub-Gaussian errors, fast",
  "e-shiryaev-roberts-bounded-mean": "no assumption on the distribution",
  "e-shiryaev-roberts-sub-gaussian-mean": "sub-Gaussian errors",
  "page-hinkley": "learns its mean; promises no interval",
  adwin: "learns its mean; promises no interval",
};

/** Detectors that look both ways need a reference, and those that learn promise no false-alarm interval. */
export const twoSided = (name: string): boolean => ["cusum-two-sided", "ewma", "adwin"].includes(name);
export const promises = (name: string): boolean => !["page-hinkley", "adwin"].includes(name);

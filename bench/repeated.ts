import type { Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import type { PythonPeer } from "./peers/python.js";

/** Compares `repeats` runs of ours with as many of the work that the peer, of `peers/repeated.py`, knows by name; ms a run. */
export const repeatedAgainst =
  (peer: PythonPeer, quick: boolean) =>
  (name: string, work: string, repeats: number, run: (i: number) => void): Promise<Row> =>
    interleave(
      {
        name,
        unit: "ms",
        figure: (seconds) => seconds * 1000,
        ours: () =>
          timed(() => {
            for (let i = 0; i < repeats; i++) run(i);
          }) / repeats,
        peer: peer.missing.length
          ? { install: "python3 -m pip install torch" }
          : async () => (await peer.ask({ work, repeats })).seconds as number,
      },
      quick,
    );

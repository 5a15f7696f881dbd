import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomProcess } from "../../../test/random-process.js";
import { buildMdp, graphWorld } from "../index.js";
import { structureOf } from "./structure.js";
import { distanceTo, viability } from "./viability.js";

const always = (): boolean => true;

describe("structureOf", () => {
  it("orders each state once, terminal ones last, and finds ways, ways back and predecessors", () => {
    fc.assert(
      fc.property(randomProcess, ({ mdp }) => {
        const { states, rows, actionStart, transitionStart, successor } = mdp;
        const structure = structureOf(mdp);
        const { order, placeOf, neighbourStart, neighbour, split, back, slot, stateOf } = structure;
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: states }, (_, s) => s));
        expect(order[states - 1]).toBe(states - 1);
        for (let i = 0; i < states; i++) {
          expect(placeOf[order[i]]).toBe(i);
          const list = Array.from(neighbour.subarray(neighbourStart[i], neighbourStart[i + 1]));
          const reached = new Set<number>();
          for (
            let t = transitionStart[actionStart[order[i]]];
            t < transitionStart[actionStart[order[i] + 1]];
            t++
          ) {
            const place = placeOf[successor[t]];
            expect(slot[t]).toBe(place === i ? -1 : neighbourStart[i] + list.indexOf(place));
            if (place !== i) reached.add(place);
          }
          expect(list).toEqual([...reached].sort((a, b) => a - b));
          list.forEach((place, k) => {
            const j = neighbourStart[i] + k;
            expect(j < split[i]).toBe(place < i);
            const away = Array.from(neighbour.subarray(neighbourStart[place], neighbourStart[place + 1]));
            expect(back[j]).toBe(away.includes(i) ? neighbourStart[place] + away.indexOf(i) : -1);
          });
        }
        const leading = Array.from({ length: states }, (_, s) => {
          const { predecessorStart, predecessorRow } = structure;
          return Array.from(predecessorRow.subarray(predecessorStart[s], predecessorStart[s + 1]));
        });
        for (let row = 0; row < rows; row++) {
          expect(row).toBeGreaterThanOrEqual(actionStart[stateOf[row]]);
          expect(row).toBeLessThan(actionStart[stateOf[row] + 1]);
          for (let s = 0; s < states; s++) {
            const leads = Array.from(
              successor.subarray(transitionStart[row], transitionStart[row + 1]),
            ).includes(s);
            expect(leading[s].includes(row)).toBe(leads);
          }
        }
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it("numbers a corridor from end to end", () => {
    const length = 50;
    const cell = (i: number): number => (i * 17) % length;
    const links = Array.from({ length: length - 1 }, (_, i) => [cell(i), cell(i + 1)] as const);
    const { order } = structureOf(graphWorld(length, links).mdp);
    const along = Array.from({ length }, (_, i) => cell(i));
    expect([along, [...along].reverse()]).toContainEqual(Array.from(order.subarray(0, length)));
  });
});

describe("viability", () => {
  // 0 goes to 1, or risks 2; 1 ends in 4; 2 and 3 go round.
  const mdp = buildMdp([
    [
      [[1, 1]],
      [
        [1, 0.5],
        [2, 0.5],
      ],
    ],
    [[[4, 1]]],
    [[[3, 1]]],
    [[[2, 1]]],
    [],
  ]);

  it("asks for an end that is sure, only where there must be one", () => {
    const anyhow = viability(mdp, always, always, false);
    expect([Array.from(anyhow.state), Array.from(anyhow.row)]).toEqual([
      [1, 1, 1, 1, 1],
      [1, 1, 1, 1, 1],
    ]);
    const ending = viability(mdp, always, always, true);
    expect([Array.from(ending.state), Array.from(ending.row)]).toEqual([
      [1, 1, 0, 0, 1],
      [1, 0, 1, 0, 0],
    ]);
    expect(Array.from(distanceTo(mdp, ending, (s) => s === 4))).toEqual([2, 1, -1, -1, 0]);
  });

  it("loses what leads to forbidden actions and ends", () => {
    const noExit = viability(mdp, (row) => row !== 2, always, false);
    expect(Array.from(noExit.state)).toEqual([0, 0, 1, 1, 1]);
    const noEnd = viability(mdp, always, () => false, false);
    expect(Array.from(noEnd.state)).toEqual([0, 0, 1, 1, 0]);
  });
});

import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { everyOutcome } from "./chance.js";
import { coinBearing, coinCorner, coinMaze, freeCell, freeCells } from "./coin-maze.js";
import { enumerate } from "./enumeration.js";
import { playEpisode, scripted } from "./episode.js";

const coinsOf = (place: "corner" | "moved" | "anywhere"): Set<number> =>
  new Set(everyOutcome((choose) => coinMaze(place).init(choose)).map(({ value }) => value.coin));

describe("coin maze", () => {
  it("keeps the coin in the corner, out of it, or anywhere", () => {
    expect([...coinsOf("corner")]).toEqual([coinCorner]);
    expect(coinsOf("moved").size).toBe(freeCells - 1);
    expect(coinsOf("moved").has(coinCorner)).toBe(false);
    expect(coinsOf("anywhere").size).toBe(freeCells);
  });

  it("starts with agent and coin apart, each pair alike", () => {
    const starts = everyOutcome((choose) => coinMaze("anywhere").init(choose));
    expect(starts).toHaveLength(freeCells * (freeCells - 1));
    for (const { probability, value } of starts) {
      expect(probability).toBeCloseTo(1 / starts.length, 12);
      expect(value.agent).not.toBe(value.coin);
    }
  });

  it("pays for the coin, wherever it lies, and nothing for the corner", () => {
    const maze = { ...coinMaze("moved"), init: () => ({ agent: coinCorner - 2, coin: coinCorner - 3 }) };
    const stream = RandomStream.fromSeed(1);
    const toCorner = playEpisode(maze, scripted("rr"), stream);
    expect([toCorner.return, toCorner.done]).toEqual([-2, false]);
    expect(toCorner.states.at(-1)).toEqual({ agent: coinCorner, coin: coinCorner - 3 });
    const toCoin = playEpisode(maze, scripted("l"), stream);
    expect([toCoin.return, toCoin.performance, toCoin.done]).toEqual([49, 49, true]);
  });

  it("says where the coin lies from the agent", () => {
    // Seven columns a row: two rows up and one column left of the corner.
    expect(coinBearing({ agent: coinCorner - 15, coin: coinCorner })).toEqual([1, 1]);
    expect(coinBearing({ agent: coinCorner, coin: coinCorner - 4 })).toEqual([-1, 0]);
    expect(freeCell(coinCorner)).toBe(freeCells - 1);
  });

  it("is one process under all three, so that one policy plays in each", () => {
    const { mdp, start } = enumerate(coinMaze("anywhere"));
    expect(mdp.states).toBe(freeCells * (freeCells - 1) + 1);
    expect(start.filter((p) => p > 0)).toHaveLength(mdp.states - 1);
  });
});

import { describe, expect, it } from "vitest";
import { prose, spoken } from "./typography.js";

const set = (text: string): string => prose(text).markup.replaceAll("\u00a0", " ");

describe("prose", () => {
  it.each([
    ["1.5 x gamma_crit", "1.5 × <var>γ</var><sub>crit</sub>"],
    ["critical, λ_max of the start", "critical, <var>λ</var><sub>max</sub> of the start"],
    ["dS/dt = sigma - gamma", "<var>dS/dt</var> = <var>σ</var> − <var>γ</var>"],
    ["sigma_eps^2 ln N", "<var>σ</var><sub>eps</sub>² ln <var>N</var>"],
    ["1.69 +/- 1.08, p = 4.19e-17, N 7e+9", "1.69 ± 1.08, <var>p</var> = 4.19 × 10⁻¹⁷, <var>N</var> 7 × 10⁹"],
    ["task loss x24.2, at -0.5, 110000 times", "task loss ×24.2, at −0.5, 110,000 times"],
    ["S >= 0.3; the paper's", "<var>S</var> ≥ 0.3; the paper’s"],
  ])("sets %s", (text, expected) => {
    expect(set(text)).toBe(expected);
  });

  it.each([
    "a beta-binomial of nets, not gammas",
    "arXiv:2511.10704, seed 0.12345",
    "--seeds 5 of S3",
    "the theta_1_2 name",
  ])("leaves alone %s", (text) => {
    expect(set(text)).toBe(text);
  });

  it("escapes", () => {
    expect(set("<script>λ_max & S</script>")).toBe(
      "&lt;script&gt;<var>λ</var><sub>max</sub> &amp; <var>S</var>&lt;/script&gt;",
    );
  });
});

describe("spoken text", () => {
  it("has words only", () => {
    expect(spoken("critical, λ_max re-estimated")).toBe("critical, λ max re-estimated");
  });
});

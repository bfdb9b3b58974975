import { describe, expect, it } from "vitest";
import { whyBest } from "./best";

const photo = (more: { width?: number; sharpness?: number; size?: number; rating?: number } = {}) => ({
  width: 400,
  height: 100,
  sharpness: 80,
  size: 90,
  rating: 0,
  favourite: false,
  best: false,
  ...more,
});

describe("whyBest", () => {
  it("names what decided", () => {
    const cases = [
      [{ rating: 3, width: 100 }, "rating"],
      [{ width: 500, sharpness: 10 }, "pixels"],
      [{ sharpness: 90, size: 10 }, "sharpness"],
      [{ width: 401, size: 10 }, "pixels"],
      [{ size: 91 }, "size"],
    ] as const;
    for (const [better, reason] of cases) {
      const best = photo(better);
      expect(whyBest([best, photo()], best)).toBe(reason);
    }
  });
  it("does not make up a reason for equals", () => {
    const one = photo();
    expect(whyBest([one, photo()], one)).toBe("equal");
  });
});

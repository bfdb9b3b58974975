import { describe, expect, it } from "vitest";
import { bounded, fit, kAtRest, released, zoomedAt } from "./zoom";

const screen = { width: 1000, height: 800 };

describe("fit", () => {
  it("shows the whole photo and does not enlarge small ones", () => {
    expect(fit(2, screen)).toEqual({ width: 1000, height: 500 });
    expect(fit(0.5, screen)).toEqual({ width: 400, height: 800 });
    expect(fit(1, screen, { width: 64, height: 64 })).toEqual({ width: 64, height: 64 });
  });
});

describe("zoomedAt", () => {
  it("keeps the point under the pointer in place", () => {
    const zoomed = zoomedAt(kAtRest, 2, 100, -50);
    expect(zoomed.scale).toBe(2);
    // The photo's point that was at (100, -50) is at scale * point + offset.
    expect(100 * 2 + zoomed.x).toBe(100);
    expect(-50 * 2 + zoomed.y).toBe(-50);
  });
  it("stays between the whole photo and eight times", () => {
    expect(zoomedAt(kAtRest, 0.1, 0, 0).scale).toBe(1);
    expect(zoomedAt(kAtRest, 100, 0, 0).scale).toBe(8);
  });
});

describe("bounded", () => {
  it("never shows the void beside an enlarged photo", () => {
    const photo = { width: 1000, height: 500 };
    expect(bounded({ scale: 2, x: 9_000, y: -9_000 }, photo, screen)).toEqual({ scale: 2, x: 500, y: -100 });
    expect(bounded({ scale: 1, x: 30, y: 30 }, photo, screen)).toEqual({ scale: 1, x: 0, y: 0 });
  });
});

describe("released", () => {
  it("turns on a long drag or a quick flick, else stays", () => {
    expect(released(-300, 10, 0, 0, screen)).toBe("next");
    expect(released(60, 0, 0.6, 0, screen)).toBe("previous");
    expect(released(60, 0, 0, 0, screen)).toBe("stay");
    expect(released(5, 200, 0, 0, screen)).toBe("close");
    expect(released(5, -200, 0, -1, screen)).toBe("stay");
  });
});

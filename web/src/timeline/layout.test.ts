import { describe, expect, it } from "vitest";
import {
  estimateHeight,
  firstWhere,
  justify,
  layoutMonth,
  optionsFor,
  verticalNeighbour,
  visibleRange,
} from "./layout";

const options = { ...optionsFor(1000), width: 1000, rowHeight: 200, gap: 4 };
const many = (count: number, day = "2024-05-04") => Array.from({ length: count }, () => `${day}T10:00:00`);

describe("justify", () => {
  it("fills every row but the last to the full width", () => {
    const ratios = Array.from({ length: 40 }, (_, i) => [1.5, 0.75, 1.33, 1.78, 1][i % 5]!);
    const rows = justify(ratios, 0, ratios.length, options);
    let from = 0;
    for (const row of rows.slice(0, -1)) {
      const natural = ratios.slice(from, row.end).reduce((sum, ratio) => sum + ratio * row.height, 0);
      expect(natural + options.gap * (row.end - from - 1)).toBeCloseTo(options.width, 3);
      expect(row.height).toBeGreaterThan(options.rowHeight * 0.6);
      expect(row.height).toBeLessThan(options.rowHeight * 1.5);
      from = row.end;
    }
    expect(rows.at(-1)!.end).toBe(ratios.length);
  });

  it("places every photo exactly once, whatever the shapes", () => {
    const ratios = [12, 0.1, 0, 1, 1, 30, 30, 0.4, 1.5, NaN];
    const ends = justify(ratios, 0, ratios.length, options).map((row) => row.end);
    expect([...ends].sort((a, b) => a - b)).toEqual(ends);
    expect(new Set(ends).size).toBe(ends.length);
    expect(ends.at(-1)).toBe(ratios.length);
  });

  it("does not blow up a last row that is not full", () => {
    expect(justify([1.5], 0, 1, options)).toEqual([{ end: 1, height: 200 }]);
  });
});

describe("layoutMonth", () => {
  it("lets small days share a line and gives large days their own", () => {
    const taken = [...many(1, "2024-05-09"), ...many(2, "2024-05-07"), ...many(30, "2024-05-02")];
    const layout = layoutMonth(
      taken,
      taken.map(() => 1),
      options,
    );
    const [first, second, third] = layout.days;
    expect(first!.y).toBe(second!.y);
    expect(second!.x).toBeGreaterThan(first!.x + first!.width);
    expect(third!.y).toBeGreaterThan(first!.y);
    expect(third!.x).toBe(0);
  });

  it("keeps photos inside the width and inside their month", () => {
    const taken = Array.from(
      { length: 200 },
      (_, i) => `2024-05-${String(28 - Math.floor(i / 9)).padStart(2, "0")}T10:00:00`,
    );
    const ratios = taken.map((_, i) => 0.6 + (i % 7) * 0.3);
    const layout = layoutMonth(taken, ratios, options);
    for (let i = 0; i < taken.length; i += 1) {
      expect(layout.x[i]! + layout.width[i]!).toBeLessThanOrEqual(options.width + 0.5);
      expect(layout.y[i]! + layout.heights[i]!).toBeLessThanOrEqual(layout.height);
    }
    expect(layout.bands.every((band, i) => i === 0 || band.start === layout.bands[i - 1]!.end)).toBe(true);
    expect(layout.bands.at(-1)!.end).toBe(taken.length);
  });

  it("answers an empty month", () => {
    const layout = layoutMonth([], [], options);
    expect(layout.days).toEqual([]);
    expect(visibleRange(layout, 0, 1000)).toEqual([0, 0]);
  });
});

describe("visibleRange", () => {
  const layout = layoutMonth(
    many(400),
    many(400).map(() => 1.5),
    options,
  );

  it("finds what touches the viewport and nothing far from it", () => {
    const [start, end] = visibleRange(layout, 5_000, 5_800);
    expect(end - start).toBeGreaterThan(4);
    expect(end - start).toBeLessThan(40);
    for (let i = start; i < end; i += 1) {
      expect(layout.y[i]! + layout.heights[i]!).toBeGreaterThanOrEqual(5_000);
      expect(layout.y[i]!).toBeLessThanOrEqual(5_800);
    }
  });

  it("is empty beyond the end", () => {
    expect(visibleRange(layout, layout.height + 10, layout.height + 500)).toEqual([0, 0]);
  });
});

describe("verticalNeighbour", () => {
  const layout = layoutMonth(
    many(60),
    many(60).map(() => 1),
    options,
  );

  it("goes to the photo right below and back", () => {
    const below = verticalNeighbour(layout, 1, 1)!;
    expect(layout.y[below]).toBeGreaterThan(layout.y[1]!);
    expect(Math.abs(layout.x[below]! - layout.x[1]!)).toBeLessThan(layout.width[1]!);
    expect(verticalNeighbour(layout, below, -1)).toBe(1);
  });

  it("ends at the month's edges", () => {
    expect(verticalNeighbour(layout, 0, -1)).toBeUndefined();
    expect(verticalNeighbour(layout, 59, 1)).toBeUndefined();
  });
});

describe("estimateHeight", () => {
  it("comes near the real height of an ordinary month", () => {
    const taken = Array.from(
      { length: 600 },
      (_, i) => `2024-05-${String(28 - Math.floor(i / 25)).padStart(2, "0")}T10:00:00`,
    );
    const real = layoutMonth(
      taken,
      taken.map((_, i) => [1.5, 1.33, 0.75, 1.78][i % 4]!),
      options,
    ).height;
    const estimate = estimateHeight(600, options);
    expect(estimate / real).toBeGreaterThan(0.6);
    expect(estimate / real).toBeLessThan(1.6);
  });
});

describe("firstWhere", () => {
  it("finds the border", () => {
    expect(firstWhere(10, (i) => i >= 4)).toBe(4);
    expect(firstWhere(10, () => false)).toBe(10);
    expect(firstWhere(0, () => true)).toBe(0);
  });
});

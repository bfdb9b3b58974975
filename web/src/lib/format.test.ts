import { describe, expect, it } from "vitest";
import {
  daysLeft,
  formatAperture,
  formatBytes,
  formatCoordinates,
  formatDuration,
  formatExposure,
  formatLikeness,
  formatPercent,
  wallClock,
} from "./format";

describe("formats", () => {
  it("writes exposure as photographers do", () => {
    expect(formatExposure(1 / 250)).toBe("1/250 s");
    expect(formatExposure(0.5)).toBe("0.5 s");
    expect(formatExposure(2)).toBe("2 s");
    expect(formatAperture(1.8)).toBe("f/1.8");
  });
  it("writes sizes with a fitting unit", () => {
    expect(formatBytes(0, "en")).toBe("0 bytes");
    expect(formatBytes(12_345, "en")).toBe("12.3 kB");
    expect(formatBytes(5_400_000_000, "en")).toBe("5.4 GB");
  });
  it("writes durations without false precision", () => {
    expect(formatDuration(0.2, "en")).toBe("1 sec");
    expect(formatDuration(5_400, "en")).toBe("1 hr 30 min");
  });
  it("never calls two faces wholly alike that are not", () => {
    expect(formatLikeness(99.97)).toBe(formatPercent(99));
    expect(formatLikeness(84.9)).toBe(formatPercent(84));
    expect(formatLikeness(100)).toBe(formatPercent(100));
  });
  it("writes coordinates with their halves of the globe", () => {
    expect(formatCoordinates(-33.85678, 151.21533)).toBe("33.85678° S, 151.21533° E");
  });
  it("takes local times as they are, whatever zone the browser is in", () => {
    expect(wallClock("2024-05-04T23:59:59").toISOString()).toBe("2024-05-04T23:59:59.000Z");
    expect(wallClock("2024-05-04").toISOString()).toBe("2024-05-04T00:00:00.000Z");
  });
  it("counts the days until the trash forgets", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(daysLeft("2026-11-22T11:00:00Z", now)).toBe(30);
    expect(daysLeft("2026-10-01T00:00:00Z", now)).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import type { MapCluster } from "../lib/eyes_types";
import { areaOf, boundsOf, marked, parseAt, writeAt } from "./area";

const bounds = (west: number, south: number, east: number, north: number) => ({
  getWest: () => west,
  getSouth: () => south,
  getEast: () => east,
  getNorth: () => north,
});

describe("areaOf", () => {
  it("takes an ordinary rectangle as it is", () => {
    expect(areaOf(bounds(-10, 35, 5, 45))).toEqual({ west: -10, south: 35, east: 5, north: 45 });
  });
  it("crosses the date line, on any copy of the world", () => {
    expect(areaOf(bounds(170, -50, 190, -30))).toEqual({ west: 170, south: -50, east: -170, north: -30 });
    expect(areaOf(bounds(530, -50, 550, -30))).toEqual({ west: 170, south: -50, east: -170, north: -30 });
  });
  it("asks for the whole world when it is seen more than once, and never beyond the poles", () => {
    expect(areaOf(bounds(-400, -95, 200, 95))).toEqual({ west: -180, south: -90, east: 180, north: 90 });
  });
});

describe("boundsOf", () => {
  it("counts on beyond 180 degrees east of the date line", () => {
    expect(boundsOf([170, -50, -170, -30])).toEqual([
      [-50, 170],
      [-30, 190],
    ]);
  });
});

describe("an address on the map", () => {
  it("is read as it was written", () => {
    const there = { latitude: 41.3802, longitude: 2.1734, zoom: 12 };
    expect(parseAt(writeAt(there))).toEqual(there);
  });
  it("that makes no sense is none", () => {
    for (const wrong of [undefined, "", "1,2", "a,b,c", "1,2,3,4", "1,2,"]) {
      if (wrong === "1,2,") expect(parseAt(wrong)?.zoom).toBe(0);
      else expect(parseAt(wrong)).toBeUndefined();
    }
    expect(parseAt("99,400,99")).toEqual({ latitude: 85, longitude: 40, zoom: 16 });
  });
});

describe("marked", () => {
  const cluster = (photo: string, count = 1): MapCluster => ({
    latitude: 1,
    longitude: 2,
    count,
    photo_id: photo,
    version: 1,
    box: [1, 2, 1, 2],
  });
  it("keeps the marker of a photo that still stands for its place", () => {
    const first = marked([], [cluster("a"), cluster("b")]);
    expect(first.fresh.map((one) => one.photo_id)).toEqual(["a", "b"]);
    const second = marked(["a", "b"], [cluster("b"), cluster("c", 5)]);
    expect(second.fresh.map((one) => one.photo_id)).toEqual(["c"]);
    expect(second.kept.map((one) => one.photo_id)).toEqual(["b"]);
    expect(second.gone).toEqual(["a"]);
  });
});

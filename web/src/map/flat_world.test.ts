import { describe, expect, it } from "vitest";
import { flattened, unrolled } from "./flat_world";

describe("unrolled", () => {
  it("leaves what does not cross the date line alone", () => {
    const ring = [
      [170, 0],
      [175, 5],
      [170, 0],
    ];
    expect(unrolled(ring)).toEqual(ring);
  });
  it("counts on beyond the date line, both ways, and comes back", () => {
    const east = unrolled([
      [170, 0],
      [-170, 0],
      [-170, 5],
      [170, 5],
      [170, 0],
    ]);
    expect(east.map(([longitude]) => longitude)).toEqual([170, 190, 190, 170, 170]);
    const west = unrolled([
      [-170, 0],
      [170, 0],
      [-170, 0],
    ]);
    expect(west.map(([longitude]) => longitude)).toEqual([-170, -190, -170]);
  });
  it("closes land around the south pole along the map's edge", () => {
    const around = unrolled([
      [-180, -70],
      [-60, -70],
      [60, -70],
      [179, -70],
      [-180, -70],
    ]);
    expect(around.at(-3)).toEqual([180, -85.06]);
    expect(around.at(-2)).toEqual([-180, -85.06]);
    expect(around.at(-1)).toEqual([-180, -70]);
  });
});

describe("flattened", () => {
  it("has each country three times, side by side", () => {
    const ring = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 0],
    ];
    const world = flattened({
      type: "FeatureCollection",
      features: [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } }],
    });
    expect(world.features.map((one) => (one.geometry.coordinates as number[][][][])[0]![0]![0]![0])).toEqual([
      -360, 0, 360,
    ]);
  });
});

// The world's shapes as a flat map can draw them.
//
// On the globe a country runs over the date line; on a flat map its outline would jump across the whole sheet. So longitudes
// count on beyond 180 degrees, land around a pole is closed along the map's edge, and each country is there once more to the
// left and to the right, since a map can be pushed around the world.

import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from "geojson";

/** Where the flat map ends; beyond, Mercator grows without end. */
const kEdge = 85.06;

export function unrolled(ring: Position[]): Position[] {
  let shift = 0;
  const flat: Position[] = [];
  ring.forEach(([longitude = 0, latitude = 0], i) => {
    const before = ring[i - 1]?.[0];
    if (before !== undefined && longitude - before > 180) shift -= 360;
    else if (before !== undefined && before - longitude > 180) shift += 360;
    flat.push([longitude + shift, latitude]);
  });
  if (shift === 0) return flat;
  // It runs around a pole.
  const first = flat[0]!;
  const last = flat.at(-1)!;
  const edge = (first[1] ?? 0) < 0 ? -kEdge : kEdge;
  return [...flat, [last[0]!, edge], [first[0]!, edge], first];
}

function shifted(polygons: Position[][][], degrees: number): Position[][][] {
  if (degrees === 0) return polygons;
  return polygons.map((rings) =>
    rings.map((ring) => ring.map(([longitude = 0, latitude = 0]) => [longitude + degrees, latitude])),
  );
}

function polygonsOf(geometry: Geometry): Position[][][] {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
}

export function flattened(world: FeatureCollection<Geometry>): FeatureCollection<Polygon | MultiPolygon> {
  const features: Feature<MultiPolygon>[] = world.features.flatMap((country) => {
    const polygons = polygonsOf(country.geometry).map((rings) => rings.map(unrolled));
    return [-360, 0, 360].map((degrees) => ({
      type: "Feature" as const,
      properties: country.properties,
      geometry: { type: "MultiPolygon" as const, coordinates: shifted(polygons, degrees) },
    }));
  });
  return { type: "FeatureCollection", features };
}

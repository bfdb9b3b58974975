// Where on the map the names of countries go: across the widest part of a country's largest land, and only where they fit.

import type { FeatureCollection, Geometry, Polygon, MultiPolygon, Position } from "geojson";
import { unrolled } from "./flat_world";
import type { Rect } from "./town_names";

/** The widest part of a country, in degrees. */
export interface CountrySpot {
  name: string;
  latitude: number;
  west: number;
  east: number;
}

/** A spot on the screen, with how large its name is written. */
export interface CountryName {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Pixels from border to border. */
  room: number;
}

const kLines = 24; // looked along, from south to north
const kSouth = -60; // no names on Antarctica
const kOver = 1.1; // of the room: a name may stand a little over the borders
const kShifts = [0, 0.9, -0.9, 1.8, -1.8]; // of a name's height, away from what is in the way

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Of which country's part is largest: on the globe, in a unit that does not matter. */
function areaOf(ring: Position[]): number {
  let area = 0;
  ring.forEach(([x = 0, y = 0], i) => {
    const [toX = 0, toY = 0] = ring[(i + 1) % ring.length]!;
    area += (toX - x) * (Math.sin(radians(y)) + Math.sin(radians(toY)));
  });
  return Math.abs(area);
}

function polygonsOf(geometry: Geometry): Position[][][] {
  if (geometry.type === "Polygon") return [(geometry as Polygon).coordinates];
  return geometry.type === "MultiPolygon" ? (geometry as MultiPolygon).coordinates : [];
}

/** The widest stretch of land along a latitude. */
function stretchAt(latitude: number, rings: Position[][]): [west: number, east: number] | undefined {
  const borders: number[] = [];
  for (const ring of rings) {
    ring.forEach(([x = 0, y = 0], i) => {
      const [toX = 0, toY = 0] = ring[(i + 1) % ring.length]!;
      if (y > latitude !== toY > latitude) borders.push(x + ((latitude - y) / (toY - y)) * (toX - x));
    });
  }
  borders.sort((a, b) => a - b);
  let widest: [number, number] | undefined;
  for (let i = 0; i + 1 < borders.length; i += 2) {
    const [west, east] = [borders[i]!, borders[i + 1]!];
    if (!widest || east - west > widest[1] - widest[0]) widest = [west, east];
  }
  return widest;
}

function spotOf(name: string, rings: Position[][]): CountrySpot | undefined {
  const latitudes = rings[0]!.map(([, latitude = 0]) => latitude);
  const south = Math.max(kSouth, Math.min(...latitudes));
  const north = Math.max(...latitudes);
  let best: CountrySpot | undefined;
  let most = 0;
  for (let line = 1; line < kLines; line += 1) {
    const latitude = south + ((north - south) * line) / kLines;
    const stretch = stretchAt(latitude, rings);
    if (!stretch) continue;
    const [west, east] = stretch;
    // A name in the middle is worth more than one along an edge.
    const worth = (east - west) * Math.cos(radians(latitude)) * (1 - 0.6 * Math.abs((2 * line) / kLines - 1));
    if (worth <= most) continue;
    most = worth;
    best = { name, latitude, west, east };
  }
  return best;
}

export function countrySpots(
  world: FeatureCollection<Geometry, { name: string }>,
  spoken: (name: string) => string,
): CountrySpot[] {
  return world.features.flatMap(({ geometry, properties }) => {
    const polygons = polygonsOf(geometry).map((rings) => rings.map(unrolled));
    const largest = polygons.reduce<{ area: number; rings: Position[][] } | undefined>((best, rings) => {
      const area = areaOf(rings[0]!);
      return best && best.area >= area ? best : { area, rings };
    }, undefined);
    const spot = largest && spotOf(spoken(properties.name), largest.rings);
    return spot && spot.latitude > kSouth ? [spot] : [];
  });
}

const meet = (a: Rect, b: Rect) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Those that fit, the most spacious first, with where they stand: clear of `taken` and of each other. */
export function placedCountries<T extends CountryName>(names: T[], taken: Rect[]): { name: T; rect: Rect }[] {
  const all = [...taken];
  const found: { name: T; rect: Rect }[] = [];
  for (const name of [...names].sort((a, b) => b.room - a.room)) {
    const { x, y, width, height } = name;
    if (width > name.room * kOver) continue;
    const rect = kShifts
      .map((shift) => y + shift * height)
      .map((at) => ({
        left: x - width / 2,
        right: x + width / 2,
        top: at - height / 2,
        bottom: at + height / 2,
      }))
      .find((one) => !all.some((other) => meet(one, other)));
    if (!rect) continue;
    all.push(rect);
    found.push({ name, rect });
  }
  return found;
}

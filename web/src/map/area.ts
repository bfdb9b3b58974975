// What the map's rectangle means to the server, and what the server's rectangles mean to the map.

import type { Area, MapCluster } from "../lib/eyes_types";

interface Bounds {
  getWest(): number;
  getSouth(): number;
  getEast(): number;
  getNorth(): number;
}

export interface Standpoint {
  latitude: number;
  longitude: number;
  zoom: number;
}

const bounded = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
/** Degrees into -180..180. */
export const wrapped = (degrees: number) =>
  Math.abs(degrees) <= 180 ? degrees : ((((degrees + 180) % 360) + 360) % 360) - 180;

/** Leaflet's rectangle may run over the date line, or show the world more than once. */
export function areaOf(bounds: Bounds): Area {
  const south = bounded(bounds.getSouth(), -90, 90);
  const north = bounded(bounds.getNorth(), -90, 90);
  const width = bounds.getEast() - bounds.getWest();
  if (width >= 360) return { west: -180, south, east: 180, north };
  return { west: wrapped(bounds.getWest()), south, east: wrapped(bounds.getEast()), north };
}

/** [west, south, east, north] -> Leaflet's corners; east of the date line counts on beyond 180. */
export function boundsOf([west, south, east, north]: [number, number, number, number]): [
  [number, number],
  [number, number],
] {
  return [
    [south, west],
    [north, east < west ? east + 360 : east],
  ];
}

export function parseAt(text: string | undefined): Standpoint | undefined {
  const parts = (text ?? "").split(",").map(Number);
  const [latitude = NaN, longitude = NaN, zoom = NaN] = parts;
  if (parts.length !== 3 || parts.some((part) => !Number.isFinite(part))) return undefined;
  return { latitude: bounded(latitude, -85, 85), longitude: wrapped(longitude), zoom: bounded(zoom, 0, 16) };
}

export const writeAt = ({ latitude, longitude, zoom }: Standpoint) =>
  `${latitude.toFixed(4)},${longitude.toFixed(4)},${Number(zoom.toFixed(2))}`;

/** Which markers, named after their photos, are new, which stay and which have to go. */
export function marked(
  shown: Iterable<string>,
  clusters: MapCluster[],
): { fresh: MapCluster[]; kept: MapCluster[]; gone: string[] } {
  const wanted = new Set(clusters.map((cluster) => cluster.photo_id));
  const there = new Set(shown);
  return {
    fresh: clusters.filter((cluster) => !there.has(cluster.photo_id)),
    kept: clusters.filter((cluster) => there.has(cluster.photo_id)),
    gone: [...there].filter((photo) => !wanted.has(photo)),
  };
}

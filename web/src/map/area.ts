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

const keyOf = (cluster: MapCluster) =>
  `${cluster.photo_id} ${cluster.version} ${cluster.count} ${cluster.latitude} ${cluster.longitude}`;

/** Which markers are new and which have to go, so that those that stay do not flicker or lose the focus. */
export function marked(
  shown: Iterable<string>,
  clusters: MapCluster[],
): { fresh: [string, MapCluster][]; gone: string[] } {
  const wanted = new Map(clusters.map((cluster) => [keyOf(cluster), cluster]));
  const there = new Set(shown);
  return {
    fresh: [...wanted].filter(([key]) => !there.has(key)),
    gone: [...there].filter((key) => !wanted.has(key)),
  };
}

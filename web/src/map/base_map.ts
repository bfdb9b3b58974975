// The map that needs no network: the world's countries from Natural Earth, drawn by Leaflet on a canvas.
//
// This file and Leaflet are a chunk of their own, loaded with the first map; the shapes are files beside it, the coarse ones
// first and the fine ones once somebody looks closely.

import * as L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarseUrl from "world-atlas/countries-110m.json?url";
import middleUrl from "world-atlas/countries-50m.json?url";
import fineUrl from "world-atlas/countries-10m.json?url";
import { words } from "../strings/en";
import { countrySpots, type CountrySpot } from "./country_names";
import { flattened } from "./flat_world";

export { L };
export { drawTowns } from "./town_layer";

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** From which zoom on each set of shapes is worth its size. */
const kDetails = [
  { from: 0, url: coarseUrl },
  { from: 3, url: middleUrl },
  { from: 7, url: fineUrl },
] as const;

const kept = new Map<string, Promise<GeoJSON.FeatureCollection>>();

/** Once the first shapes are there. */
let spots: CountrySpot[] | undefined;

function shapes(url: string): Promise<GeoJSON.FeatureCollection> {
  let wanted = kept.get(url);
  if (!wanted) {
    wanted = fetch(url)
      .then((answer) => {
        if (!answer.ok) throw new Error(`map shapes: ${answer.status}`);
        return answer.json() as Promise<World>;
      })
      .then((world) => {
        const countries = feature(world, world.objects.countries);
        spots ??= countrySpots(countries, (name) => words.map.countries[name] ?? name);
        return flattened(countries);
      });
    wanted.catch(() => kept.delete(url));
    kept.set(url, wanted);
  }
  return wanted;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const style = (): L.PathOptions => ({
  color: colour("--map-border"),
  weight: 0.8,
  fillColor: colour("--map-land"),
  fillOpacity: 1,
  interactive: false,
});

export const knownCountries = (): CountrySpot[] => spots ?? [];

/** Draws the world on `map` and keeps it as fine as the zoom asks for. Returns what ends it. */
export function drawWorld(map: L.Map, onshapes?: () => void): () => void {
  let shown = -1;
  let layer: L.GeoJSON | undefined;
  let ended = false;
  const renderer = L.canvas({ padding: 0.4 });

  async function refine(): Promise<void> {
    const zoom = map.getZoom();
    const wanted = kDetails.reduce((best, detail, i) => (zoom >= detail.from ? i : best), 0);
    if (wanted <= shown) return;
    const before = shown;
    shown = wanted;
    try {
      const world = await shapes(kDetails[wanted]!.url);
      if (ended || shown !== wanted) return;
      const next = L.geoJSON(world, {
        style: style(),
        ...{ renderer },
        interactive: false,
      } as L.GeoJSONOptions);
      next.addTo(map);
      layer?.remove();
      layer = next;
      onshapes?.();
    } catch {
      if (shown === wanted) shown = before; // The coarser map stays; the next zoom tries again.
    }
  }

  const repaint = () => layer?.setStyle(style());
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = new MutationObserver(repaint);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", repaint);
  const onzoom = () => void refine();
  map.on("zoomend", onzoom);
  void refine();
  return () => {
    ended = true;
    theme.disconnect();
    dark.removeEventListener("change", repaint);
    map.off("zoomend", onzoom);
  };
}

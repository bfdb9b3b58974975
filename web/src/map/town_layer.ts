// The names on a map: countries where their names fit, and towns, which are asked of the server for what is in sight and
// somewhat more. All are placed anew when that changes.

import * as L from "leaflet";
import { isAbort } from "../lib/api";
import { searching } from "../lib/eyes_api";
import type { MapTown } from "../lib/eyes_types";
import { areaOf } from "./area";
import { placedCountries, type CountryName, type CountrySpot } from "./country_names";
import { placed, type Obstacles, type Wanted } from "./town_names";

/** Of the map's size, on each side: names are there before the map is pushed to them. */
const kBeyond = 0.5;
const kTowns = 300;
const kAgainMs = 3_000;
/** Closer, one knows which country it is. */
const kCountriesZoomMax = 7;
const kCountryHeight = 16;
const kCaption = 22; // below a photo, where the name of its town goes
const kCountryFont = "600 11px";
const kCountrySpacing = 1.5; // between letters, as in map.css

type Size = "large" | "middle" | "small";
const kFonts: Record<Size, [font: string, height: number]> = {
  large: ["600 13px", 18],
  middle: ["500 12px", 17],
  small: ["400 11.5px", 16],
};

interface Name extends Wanted {
  town: MapTown;
  size: Size;
  at: L.LatLng;
}

export interface TownLayer {
  /** Something else on the map has moved. */
  place(): void;
  end(): void;
}

const sizeOf = ({ people, capital }: MapTown): Size => {
  if (people >= 1_000_000) return "large";
  return people >= 100_000 || capital ? "middle" : "small";
};

interface Country extends CountryName {
  text: string;
  at: L.LatLng;
}

function element(text: string, dx: number, dy: number, dot?: "town" | "capital"): HTMLElement {
  const label = document.createElement("div");
  const name = document.createElement("span");
  name.textContent = text;
  name.style.left = `${dx}px`;
  name.style.top = `${dy}px`;
  label.append(name);
  if (dot) label.append(document.createElement("i"));
  if (dot === "capital") label.classList.add("capital");
  return label;
}

/** `obstacles` tells what names keep clear of, in pixels from the map's upper left corner. */
export function drawTowns(map: L.Map, obstacles: () => Obstacles, countries: () => CountrySpot[]): TownLayer {
  const pane = map.createPane("towns");
  pane.setAttribute("aria-hidden", "true"); // Places are told beside the photos.
  const names = L.layerGroup().addTo(map);
  const pen = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(map.getContainer()).fontFamily;
  let held: { zoom: number; bounds: L.LatLngBounds; towns: MapTown[] } | undefined;
  let asking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function widthOf(text: string, font: string): number {
    if (!pen) return text.length * 8;
    pen.font = `${font} ${family}`;
    return Math.ceil(pen.measureText(text).width);
  }

  function nameOf(town: MapTown, centre: number): Name {
    const size = sizeOf(town);
    const [font, height] = kFonts[size];
    // On the copy of the world that is in the middle of the map.
    const at = L.latLng(town.latitude, town.longitude + 360 * Math.round((centre - town.longitude) / 360));
    const { x, y } = map.latLngToContainerPoint(at);
    return { town, size, at, x, y, width: widthOf(town.name, font), height };
  }

  function countryOf(spot: CountrySpot, centre: number): Country {
    const middle = (spot.west + spot.east) / 2;
    const at = L.latLng(spot.latitude, middle + 360 * Math.round((centre - middle) / 360));
    const text = spot.name.toLocaleUpperCase("en");
    const { x, y } = map.latLngToContainerPoint(at);
    const width = widthOf(text, kCountryFont) + text.length * kCountrySpacing;
    const room = ((spot.east - spot.west) / 360) * 256 * 2 ** map.getZoom();
    return { text, at, x, y, width, height: kCountryHeight, room };
  }

  function add(html: HTMLElement, className: string, at: L.LatLng): void {
    const icon = L.divIcon({ html, className, iconSize: [0, 0] });
    names.addLayer(L.marker(at, { icon, pane: "towns", interactive: false, keyboard: false }));
  }

  function place(): void {
    const centre = map.getCenter().lng;
    const { pins, walls } = obstacles();
    const near = map.getZoom() > kCountriesZoomMax ? [] : countries();
    const lands = placedCountries(
      near.map((spot) => countryOf(spot, centre)),
      [...walls, ...pins.map((pin) => ({ ...pin, bottom: pin.bottom + kCaption }))],
    );
    const wanted = (held?.towns ?? []).map((town) => nameOf(town, centre));
    const towns = placed(wanted, { pins, walls: [...walls, ...lands.map(({ rect }) => rect)] });
    names.clearLayers();
    for (const { name, rect } of lands) {
      add(element(name.text, rect.left - name.x, rect.top - name.y), "town country", name.at);
    }
    for (const { wanted: name, dx, dy, dotted } of towns) {
      const dot = name.town.capital ? "capital" : "town";
      add(element(name.town.name, dx, dy, dotted ? dot : undefined), `town ${name.size}`, name.at);
    }
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    const zoom = Math.max(0, Math.round(map.getZoom()));
    if (held?.zoom === zoom && held.bounds.contains(map.getBounds())) return place();
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const bounds = map.getBounds().pad(kBeyond);
    try {
      const towns = await searching.towns(areaOf(bounds), zoom, kTowns, mine.signal);
      if (mine.signal.aborted) return;
      held = { zoom, bounds, towns };
      place();
    } catch (failure) {
      // The map can be read without; what failed is asked once more.
      if (!isAbort(failure)) timer = setTimeout(() => void look(), kAgainMs);
    }
  }

  const onmove = () => void look();
  map.on("moveend", onmove);
  void look();
  return {
    place,
    end() {
      clearTimeout(timer);
      asking?.abort();
      map.off("moveend", onmove);
      names.remove();
    },
  };
}

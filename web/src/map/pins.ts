// The photos on the map, one marker a cluster. What still stands for its place stays, so that nothing flickers.

import type { Map as LeafletMap, Marker } from "leaflet";
import type { MapCluster } from "../lib/eyes_types";
import { marked } from "./area";
import { markerElement, showCluster } from "./marker";
import type { Pin as Obstacle } from "./town_names";

type Leaflet = typeof import("leaflet");

interface Pin {
  cluster: MapCluster;
  readonly button: HTMLButtonElement;
  readonly marker: Marker;
}

const kSide = 56;
const kBadge = 10; // how far the number stands out

export class Pins {
  private readonly pins = new Map<string, Pin>();

  constructor(
    private readonly L: Leaflet,
    private readonly map: LeafletMap,
    private readonly onopen: (cluster: MapCluster) => void,
  ) {}

  show(clusters: MapCluster[]): void {
    const { fresh, kept, gone } = marked(this.pins.keys(), clusters);
    for (const key of gone) {
      this.pins.get(key)?.marker.remove();
      this.pins.delete(key);
    }
    for (const cluster of kept) {
      const pin = this.pins.get(cluster.photo_id)!;
      pin.cluster = cluster;
      pin.marker.setLatLng([cluster.latitude, cluster.longitude]);
      showCluster(pin.button, cluster);
    }
    for (const cluster of fresh) this.pins.set(cluster.photo_id, this.pinned(cluster));
  }

  focus(photo: string): void {
    this.pins.get(photo)?.button.focus({ preventScroll: true });
  }

  /** Where they lie, in pixels from the map's upper left corner. */
  rects(): Obstacle[] {
    return [...this.pins.values()].map(({ marker, cluster }) => {
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      const badge = cluster.count > 1 ? kBadge : 0;
      return {
        x,
        y,
        left: x - kSide / 2,
        top: y - kSide / 2 - badge,
        right: x + kSide / 2 + badge,
        bottom: y + kSide / 2,
      };
    });
  }

  private pinned(cluster: MapCluster): Pin {
    const button = markerElement();
    showCluster(button, cluster);
    const marker = this.L.marker([cluster.latitude, cluster.longitude], {
      icon: this.L.divIcon({ html: button, className: "photo-marker", iconSize: [kSide, kSide] }),
      keyboard: false, // The button inside has the keyboard.
      riseOnHover: true,
    });
    const pin: Pin = { cluster, button, marker };
    button.addEventListener("click", () => this.onopen(pin.cluster));
    marker.addTo(this.map);
    return pin;
  }
}

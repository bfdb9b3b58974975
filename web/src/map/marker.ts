// A place on the map: a photo of it, and how many there are.

import { previewUrl } from "../lib/api";
import type { MapCluster } from "../lib/eyes_types";
import { n } from "../strings/counting";
import { words } from "../strings/en";

export function markerElement(cluster: MapCluster): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", words.map.cluster(cluster.count));
  button.dataset.testid = "cluster";
  const image = document.createElement("img");
  image.src = previewUrl(cluster.photo_id, 256, cluster.version);
  image.alt = "";
  image.draggable = false;
  image.addEventListener("error", () => image.remove());
  button.append(image);
  if (cluster.count > 1) {
    const count = document.createElement("span");
    count.className = "count";
    count.setAttribute("aria-hidden", "true");
    count.textContent = n(cluster.count);
    button.append(count);
  }
  return button;
}

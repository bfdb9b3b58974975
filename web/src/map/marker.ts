// A place on the map: a photo of it, and how many there are.

import { previewUrl } from "../lib/api";
import type { MapCluster } from "../lib/eyes_types";
import { n } from "../strings/counting";
import { words } from "../strings/en";

export function markerElement(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.testid = "cluster";
  const image = document.createElement("img");
  image.alt = "";
  image.draggable = false;
  image.addEventListener("error", () => (image.hidden = true));
  image.addEventListener("load", () => (image.hidden = false));
  const count = document.createElement("span");
  count.className = "count";
  count.setAttribute("aria-hidden", "true");
  button.append(image, count);
  return button;
}

/** What is the same stays as it is: nothing flickers, and the focus is kept. */
export function showCluster(button: HTMLButtonElement, cluster: MapCluster): void {
  button.setAttribute("aria-label", words.map.cluster(cluster.count));
  const image = button.querySelector("img")!;
  const source = previewUrl(cluster.photo_id, 256, cluster.version);
  if (image.getAttribute("src") !== source) image.src = source;
  const count = button.querySelector<HTMLElement>(".count")!;
  count.hidden = cluster.count === 1;
  count.textContent = n(cluster.count);
}

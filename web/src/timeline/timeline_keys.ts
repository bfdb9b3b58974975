// What each command does on the timeline.

import type { Command } from "../lib/keys";
import { library } from "../lib/library.svelte";
import { actOn } from "../lib/photo_keys";
import { router } from "../lib/router.svelte";
import { shell } from "../lib/shell.svelte";
import { jump, type Direction, type Unit } from "./dates";
import { nearestInBand, middleOf, verticalNeighbour } from "./layout";
import type { TimelineStore } from "./timeline.svelte";

export interface KeyTarget {
  store: TimelineStore;
  /** The photo that keys act from. */
  from: string | undefined;
  /** False when no photo had the focus yet: the first arrow only shows where it is. */
  started: boolean;
  focus: (id: string | undefined, where?: "nearest" | "top") => Promise<void>;
  select: (id: string, range: boolean) => Promise<void>;
}

async function vertical(store: TimelineStore, from: string, direction: 1 | -1): Promise<string | undefined> {
  const place = store.locate(from);
  if (!place?.month.layout) return undefined;
  const inMonth = verticalNeighbour(place.month.layout, place.index, direction);
  if (inMonth !== undefined) return place.month.columns?.ids[inMonth];
  const middle = middleOf(place.month.layout, place.index);
  const edge = await store.edge(store.months.indexOf(place.month) + direction, direction);
  const found = edge ? store.locate(edge) : undefined;
  const band = found?.month.layout?.bands.at(direction === 1 ? 0 : -1);
  if (!found?.month.layout || !band) return edge;
  return found.month.columns?.ids[nearestInBand(found.month.layout, band, middle)];
}

const jumps: Partial<Record<Command, [Unit, Direction]>> = {
  "day-earlier": ["day", "earlier"],
  "day-later": ["day", "later"],
  "month-earlier": ["month", "earlier"],
  "month-later": ["month", "later"],
  "year-earlier": ["year", "earlier"],
  "year-later": ["year", "later"],
};

export function carryOut(command: Command, target: KeyTarget): boolean {
  const { store, from, started, focus } = target;
  const arrow = (next: Promise<string | undefined>) => void next.then((id) => focus(id));
  if (command === "escape") {
    if (!library.selection.active) return false;
    library.selection.clear();
    return true;
  }
  if (command === "select-all") {
    void store.everything((ids) => library.selection.add(ids));
    return true;
  }
  if (command === "go-to-date") {
    shell.dateOpen = true;
    return true;
  }
  if (command === "first" || command === "last") {
    const position = command === "first" ? 0 : store.months.length - 1;
    arrow(store.edge(position, command === "first" ? 1 : -1));
    return true;
  }
  if (!from) return false;
  const leap = jumps[command];
  if (leap) {
    void jump(store, from, ...leap).then((id) => focus(id, "top"));
    return true;
  }
  if (["left", "right", "up", "down"].includes(command)) {
    if (!started) void focus(from);
    else if (command === "left") arrow(store.step(from, -1));
    else if (command === "right") arrow(store.step(from, 1));
    else arrow(vertical(store, from, command === "up" ? -1 : 1));
    return true;
  }
  if (command === "open" && started) {
    router.openPhoto(from);
    return true;
  }
  if (command === "select" && started) {
    void target.select(from, false);
    return true;
  }
  const ids = library.selection.active ? library.selection.list() : started ? [from] : [];
  return ids.length > 0 && actOn(command, store, ids);
}

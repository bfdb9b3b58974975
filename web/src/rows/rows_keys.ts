// What each command does on a list of photos.

import type { Command } from "../lib/keys";
import { library } from "../lib/library.svelte";
import { actOn } from "../lib/photo_keys";
import { router } from "../lib/router.svelte";
import { verticalNeighbour } from "../timeline/layout";
import type { PhotoRows } from "./photo_rows.svelte";

export interface RowsTarget {
  rows: PhotoRows;
  from: string | undefined;
  /** False when no photo had the focus yet: the first arrow only shows where it is. */
  started: boolean;
  focus: (id: string | undefined) => void;
  select: (id: string) => void;
}

/** The photo that an arrow, Home or End leads to. */
function destination(rows: PhotoRows, from: string, command: Command): Promise<string | undefined> {
  const { ids } = rows.columns;
  const place = rows.placeOf(from) ?? 0;
  if (command === "left") return rows.step(from, -1);
  if (command === "right") return rows.step(from, 1);
  if (command === "first") return Promise.resolve(ids[0]);
  if (command === "last") return Promise.resolve(ids.at(-1));
  const near = verticalNeighbour(rows.layout, place, command === "up" ? -1 : 1);
  return Promise.resolve(near === undefined ? undefined : ids[near]);
}

const kMoves: readonly Command[] = ["left", "right", "up", "down", "first", "last"];

export function carryOutInRows(command: Command, target: RowsTarget): boolean {
  const { rows, from, started, focus } = target;
  if (command === "escape") {
    if (!library.selection.active) return false;
    library.selection.clear();
    return true;
  }
  if (command === "select-all") {
    void rows.everything((ids) => library.selection.add(ids));
    return true;
  }
  if (!from) return false;
  if (kMoves.includes(command)) {
    if (!started && command !== "last") focus(from);
    else void destination(rows, from, command).then(focus);
    return true;
  }
  if (command === "open" && started) {
    router.openPhoto(from);
    return true;
  }
  if (command === "select" && started) {
    target.select(from);
    return true;
  }
  const ids = library.selection.active ? library.selection.list() : started ? [from] : [];
  return ids.length > 0 && actOn(command, rows, ids);
}

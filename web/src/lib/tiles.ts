// Photos as the server sends them, a column a property, and what may be done with such columns.

import type { Tiles } from "./api_types";
import type { TileData } from "./photo_set";

export function tileAt(columns: Tiles & { trashed?: string[] }, index: number): TileData {
  return {
    id: columns.ids[index] ?? "",
    name: columns.names[index] ?? "",
    taken: columns.taken[index] ?? "",
    ratio: columns.ratios[index] ?? 1,
    thumbhash: columns.thumbhashes[index] ?? null,
    state: columns.states[index] ?? "ready",
    kind: columns.kinds[index] ?? "image",
    favourite: columns.favourite[index] === 1,
    version: columns.versions[index] ?? 0,
    trashed: columns.trashed?.[index],
  };
}

export const noTiles = (): Tiles => ({
  ids: [],
  taken: [],
  ratios: [],
  thumbhashes: [],
  states: [],
  favourite: [],
  kinds: [],
  names: [],
  versions: [],
});

/** The photos at these places, in this order, of every column there is. */
function picked<T extends Tiles>(columns: T, places: number[]): T {
  const count = columns.ids.length;
  const entries = Object.entries(columns).map(([name, column]) => {
    const isColumn = Array.isArray(column) && column.length === count;
    return [name, isColumn ? places.map((place) => (column as unknown[])[place]) : column];
  });
  return Object.fromEntries(entries) as T;
}

export function without<T extends Tiles>(columns: T, gone: ReadonlySet<string>): T {
  const kept = columns.ids.flatMap((id, place) => (gone.has(id) ? [] : [place]));
  return picked(columns, kept);
}

/** Adds a page to those before it; a photo that moved between two pages is shown once. */
export function joined(before: Tiles, page: Tiles): Tiles {
  const known = new Set(before.ids);
  const fresh = picked(
    page,
    page.ids.flatMap((id, place) => (known.has(id) ? [] : [place])),
  );
  return {
    ids: [...before.ids, ...fresh.ids],
    taken: [...before.taken, ...fresh.taken],
    ratios: [...before.ratios, ...fresh.ratios],
    thumbhashes: [...before.thumbhashes, ...fresh.thumbhashes],
    states: [...before.states, ...fresh.states],
    favourite: [...before.favourite, ...fresh.favourite],
    kinds: [...before.kinds, ...fresh.kinds],
    names: [...before.names, ...fresh.names],
    versions: [...before.versions, ...fresh.versions],
  };
}

export function withFavourites<T extends Tiles>(columns: T, ids: ReadonlySet<string>, favourite: boolean): T {
  const mark = favourite ? 1 : 0;
  return {
    ...columns,
    favourite: columns.favourite.map((old, i) => (ids.has(columns.ids[i]!) ? mark : old)),
  };
}

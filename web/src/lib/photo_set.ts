// What the viewer, the action bar and the keyboard need of the photos that a page shows, be it a timeline or a list.

import type { Photo, PhotoKind, PhotoState, View } from "./api_types";

/** One photo as a tile shows it. */
export interface TileData {
  id: string;
  name: string;
  /** Local time without a zone. */
  taken: string;
  /** Width by height. */
  ratio: number;
  thumbhash: string | null;
  state: PhotoState;
  kind: PhotoKind;
  favourite: boolean;
  /** Of the previews. */
  version: number;
  /** In the trash: since when. */
  trashed?: string | undefined;
  /** Why it is among the results. */
  note?: string | undefined;
}

export interface PhotoSet {
  /** Which photos these are, for what may be done to them. Lists that are no view count as "photos". */
  readonly view: View;
  /** A photo that goes to the archive, or comes back from it, leaves these. */
  readonly partedByArchive: boolean;
  readonly total: number;
  status: "idle" | "loading" | "ready" | "failed";
  /** The photo that has, or last had, the keyboard's focus. */
  focused: string | undefined;
  /** The photo that is to have the focus as soon as its tile is there. */
  wantsFocus: string | undefined;

  load(): Promise<void>;
  tile(id: string): TileData | undefined;
  /** The months whose change concerns these photos; undefined when any change may. */
  monthOf(id: string): string | undefined;
  /** The photo `step` places further (1: next; -1: previous). */
  step(id: string, step: 1 | -1): Promise<string | undefined>;
  /** Makes a photo known that was opened by its address, if it is one of these. */
  find(photo: Pick<Photo, "id" | "month">): Promise<boolean>;
  reveal(id: string, where?: "nearest" | "top" | "middle"): void;
  giveFocus(element: HTMLElement): void;

  range(from: string, to: string): Promise<string[]>;
  everything(take: (ids: string[]) => void): Promise<void>;
  remove(ids: Iterable<string>): void;
  setFavourite(ids: Iterable<string>, favourite: boolean): void;
  areFavourite(ids: string[]): boolean;

  /** Marks what changed on the server; the next load brings it. */
  invalidate(months: ReadonlySet<string>): void;
  invalidateAll(): void;
}

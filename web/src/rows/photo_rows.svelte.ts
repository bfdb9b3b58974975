// A list of photos that is no timeline: what a search found, a person's photos, photos like another one.
//
// It comes in pages; the next is asked for when the reader nears its end. News bring it anew at most every few seconds.

import { ApiError, isAbort, messageOf } from "../lib/api";
import type { Tiles, View } from "../lib/api_types";
import type { PhotoSet, TileData } from "../lib/photo_set";
import { joined, noTiles, tileAt, without, withFavourites } from "../lib/tiles";
import {
  layoutRows,
  optionsFor,
  visibleRange,
  type LayoutOptions,
  type MonthLayout,
} from "../timeline/layout";

export interface Page {
  tiles: Tiles;
  next: string | null;
  total?: number;
}

/** Asks the server for the page that begins at `cursor`. */
export type Source = (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;

const kDrawAhead = 0.8;
const kDrawStep = 160;
/** A next page is asked for when this many viewport heights are left below. */
const kLoadAhead = 2;
const kAgainMs = 3_000;

export class PhotoRows implements PhotoSet {
  readonly view: View = "photos";
  readonly partedByArchive = false;
  columns: Tiles = $state.raw(noTiles());
  status: PhotoSet["status"] = $state("idle");
  error = $state("");
  /** The server knows nothing of what was asked for. */
  missing = $state(false);
  focused: string | undefined = $state(undefined);
  wantsFocus: string | undefined = $state(undefined);
  scrollTop = $state(0);
  viewport = $state(0);
  /** Where the rows begin in what scrolls. */
  offset = $state(0);
  private counted: number | undefined = $state(undefined);
  private width = $state(0);
  private next: string | null = $state(null);

  readonly options: LayoutOptions = $derived(optionsFor(Math.max(1, this.width)));
  readonly layout: MonthLayout = $derived(
    layoutRows(this.width > 0 ? this.columns.ratios : [], this.options),
  );
  readonly shown: [number, number] = $derived.by(() => {
    const snap = (value: number) => Math.floor(value / kDrawStep) * kDrawStep;
    const top = snap(this.scrollTop - this.offset - this.viewport * kDrawAhead);
    return visibleRange(this.layout, top, top + this.viewport * (1 + 2 * kDrawAhead) + 2 * kDrawStep);
  });

  scrollTo: ((top: number) => void) | undefined;
  private places = new Map<string, number>();
  private abort: AbortController | undefined;
  private loadingMore: Promise<void> | undefined;
  private stale = false;
  private loadedAt = 0;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly source: Source) {}

  /** How many there are, as far as is known. */
  get total(): number {
    return this.counted ?? this.columns.ids.length;
  }

  get complete(): boolean {
    return this.next === null;
  }

  // --- Loading --------------------------------------------------------------------------------------------------------

  async load(): Promise<void> {
    if (this.status === "ready") return this.refresh();
    this.status = "loading";
    await this.bring();
  }

  /** News come in bursts while photos are analysed: the list follows every few seconds. */
  private refresh(): void {
    if (!this.stale || this.again !== undefined) return;
    const wait = Math.max(0, this.loadedAt + kAgainMs - Date.now());
    this.again = setTimeout(() => {
      this.again = undefined;
      void this.bring();
    }, wait);
  }

  /** Asks for all that is shown already, from the first page on, and replaces it at once. */
  private async bring(): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.stale = false;
    try {
      let page = await this.source(undefined, abort.signal);
      let all = joined(noTiles(), page.tiles);
      while (page.next !== null && all.ids.length < this.columns.ids.length) {
        page = await this.source(page.next, abort.signal);
        all = joined(all, page.tiles);
      }
      this.take(all, page);
      this.status = "ready";
      this.error = "";
      this.missing = false;
    } catch (error) {
      if (isAbort(error)) return;
      this.missing = error instanceof ApiError && error.status === 404;
      this.error = messageOf(error);
      if (this.status !== "ready" || this.missing) this.status = "failed";
    }
    this.loadedAt = Date.now();
  }

  private take(all: Tiles, last: Page): void {
    this.columns = all;
    this.places = new Map(all.ids.map((id, place) => [id, place]));
    this.next = last.next;
    if (last.total !== undefined) this.counted = last.total;
  }

  /** Loads the next page when the end is near. */
  more(): void {
    const below = this.offset + this.layout.height - this.scrollTop - this.viewport;
    if (below < this.viewport * kLoadAhead) void this.loadMore();
  }

  private loadMore(): Promise<void> {
    if (this.next === null || this.status !== "ready") return Promise.resolve();
    this.loadingMore ??= this.appendPage(this.next).finally(() => (this.loadingMore = undefined));
    return this.loadingMore;
  }

  private async appendPage(cursor: string): Promise<void> {
    const abort = this.abort ?? new AbortController();
    try {
      const page = await this.source(cursor, abort.signal);
      if (abort.signal.aborted) return;
      this.take(joined(this.columns, page.tiles), page);
    } catch (error) {
      if (isAbort(error)) return;
      this.error = messageOf(error);
    }
  }

  stop(): void {
    this.abort?.abort();
    clearTimeout(this.again);
    this.again = undefined;
  }

  invalidate(): void {
    this.stale = true;
  }

  invalidateAll(): void {
    this.stale = true;
  }

  // --- Geometry -------------------------------------------------------------------------------------------------------

  setSize(width: number, viewport: number, offset: number): void {
    this.width = width;
    this.viewport = viewport;
    this.offset = offset;
    this.more();
  }

  setScroll(top: number): void {
    this.scrollTop = top;
    this.more();
  }

  reveal(id: string, where: "nearest" | "top" | "middle" = "nearest"): void {
    const place = this.places.get(id);
    if (place === undefined || this.width === 0) return;
    const top = this.offset + (this.layout.y[place] ?? 0);
    const bottom = top + (this.layout.heights[place] ?? 0);
    let wanted = this.scrollTop;
    if (where === "top") wanted = top - 8;
    else if (where === "middle") wanted = top - (this.viewport - (bottom - top)) / 2;
    else if (top - 8 < this.scrollTop) wanted = top - 8;
    else if (bottom + 16 > this.scrollTop + this.viewport) wanted = bottom + 16 - this.viewport;
    wanted = Math.max(0, wanted);
    if (wanted === this.scrollTop) return;
    this.scrollTop = wanted;
    this.scrollTo?.(wanted);
  }

  giveFocus(element: HTMLElement): void {
    this.wantsFocus = undefined;
    element.focus({ preventScroll: true });
  }

  // --- Photos ---------------------------------------------------------------------------------------------------------

  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  tile(id: string): TileData | undefined {
    void this.columns;
    const place = this.places.get(id);
    return place === undefined ? undefined : tileAt(this.columns, place);
  }

  monthOf(id: string): string | undefined {
    return this.tile(id)?.taken.slice(0, 7);
  }

  async step(id: string, step: 1 | -1): Promise<string | undefined> {
    const place = this.places.get(id);
    if (place === undefined) return undefined;
    if (place + step >= this.columns.ids.length) await this.loadMore();
    return this.columns.ids[place + step];
  }

  async find({ id }: { id: string }): Promise<boolean> {
    if (this.status !== "ready") await this.load();
    while (!this.places.has(id) && this.next !== null) {
      const before = this.columns.ids.length;
      await this.loadMore();
      if (this.columns.ids.length === before) break;
    }
    return this.places.has(id);
  }

  async range(from: string, to: string): Promise<string[]> {
    const a = this.places.get(from);
    const b = this.places.get(to);
    if (a === undefined || b === undefined) return [];
    return this.columns.ids.slice(Math.min(a, b), Math.max(a, b) + 1);
  }

  async everything(take: (ids: string[]) => void): Promise<void> {
    for (;;) {
      const before = this.columns.ids.length;
      take(this.columns.ids);
      await this.loadMore();
      if (this.columns.ids.length === before) return;
    }
  }

  remove(ids: Iterable<string>): void {
    const gone = new Set(ids);
    const before = this.columns.ids.length;
    this.columns = without(this.columns, gone);
    this.places = new Map(this.columns.ids.map((id, place) => [id, place]));
    if (this.counted !== undefined) this.counted -= before - this.columns.ids.length;
  }

  setFavourite(ids: Iterable<string>, favourite: boolean): void {
    this.columns = withFavourites(this.columns, new Set(ids), favourite);
  }

  areFavourite(ids: string[]): boolean {
    return ids.every((id) => this.tile(id)?.favourite);
  }
}

// The timelines of this page, one a view, kept while the page lives, and their news from the server.

import type { PhotoEvent, View } from "./api_types";
import { Selection } from "../timeline/selection.svelte";
import { TimelineStore } from "../timeline/timeline.svelte";
import type { PhotoSet } from "./photo_set";

const kRefreshMs = 400;
const kRefreshSlowest = 5_000;

class Library {
  readonly selection = new Selection();
  /** The photos of the page on screen, which the viewer walks through. */
  current: PhotoSet = $state.raw(new TimelineStore("photos"));
  /** Counts up when a photo's details may have changed; the viewer reads them again. */
  changes = $state(0);

  private stores = new Map<View, TimelineStore>();
  private changedMonths = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastTook = 0;

  timeline(view: View): TimelineStore {
    let store = this.stores.get(view);
    if (!store) {
      store = new TimelineStore(view);
      this.stores.set(view, store);
    }
    return store;
  }

  show(view: View): void {
    const store = this.timeline(view);
    store.invalidateAll();
    this.use(store);
  }

  /** Makes these the photos of the page on screen. */
  use(set: PhotoSet): void {
    if (set !== this.current) this.selection.clear();
    this.current = set;
    void set.load();
  }

  /** The number of the last change that is known, for the news to go on from. */
  get version(): number {
    return Math.max(0, ...[...this.stores.values()].map((store) => store.version));
  }

  /** Forgets everything, as after signing out. */
  clear(): void {
    this.stores.clear();
    this.selection.clear();
    this.current = new TimelineStore("photos");
  }

  private all(): Set<PhotoSet> {
    return new Set<PhotoSet>([...this.stores.values(), this.current]);
  }

  heard(event: PhotoEvent): void {
    this.changedMonths.add(event.month);
    // A photo whose date becomes known moves to another month: the one it leaves changes as well.
    for (const store of this.all()) {
      const shown = store.monthOf(event.id);
      if (shown) this.changedMonths.add(shown);
    }
    this.schedule();
  }

  /** After a break in the news: everything may have changed. */
  refresh(): void {
    for (const store of this.all()) store.invalidateAll();
    this.schedule();
  }

  private schedule(): void {
    if (this.timer !== undefined) return;
    const wait = Math.min(kRefreshSlowest, Math.max(kRefreshMs, this.lastTook * 4));
    this.timer = setTimeout(() => void this.bringNews(), wait);
  }

  private async bringNews(): Promise<void> {
    const started = performance.now();
    for (const store of this.all()) store.invalidate(this.changedMonths);
    this.changedMonths = new Set();
    this.changes += 1;
    if (this.current.status !== "idle") await this.current.load();
    this.lastTook = performance.now() - started;
    this.timer = undefined;
    if (this.changedMonths.size > 0) this.schedule();
  }

  remove(ids: string[]): void {
    this.current.remove(ids);
    this.selection.remove(ids);
  }
}

export const library = new Library();

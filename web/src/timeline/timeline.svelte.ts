// The timeline of one view: every month by name and count from one call, the photos of a month only when it comes near the
// viewport. Heights are estimated, then real; the photo under the reader's eye stays where it is when they change.

import { client, isAbort, messageOf } from "../lib/api";
import type { MonthColumns, Photo, View } from "../lib/api_types";
import type { PhotoSet, TileData } from "../lib/photo_set";
import { tileAt, without, withFavourites } from "../lib/tiles";
import {
  estimateHeight,
  firstWhere,
  layoutMonth,
  optionsFor,
  visibleRange,
  type LayoutOptions,
} from "./layout";
import { Month, type Place } from "./month.svelte";

/** How far beyond the viewport months are loaded, and photos are drawn, in viewport heights. */
const kLoadAhead = 1.2;
const kDrawAhead = 0.6;
/** Drawing is decided on a grid of this many pixels, not at each pixel of scrolling. */
const kDrawStep = 160;
const kLoadDelayMs = 60;

interface Anchor {
  id?: string | undefined;
  month?: Month | undefined;
  offset: number;
}

export class TimelineStore implements PhotoSet {
  months: Month[] = $state.raw([]);
  total = $state(0);
  status: "idle" | "loading" | "ready" | "failed" = $state("idle");
  error = $state("");
  height = $state(0);
  scrollTop = $state(0);
  viewport = $state(0);
  /** The photo that has, or last had, the keyboard's focus. */
  focused: string | undefined = $state(undefined);

  /** The photo that is to have the focus as soon as its tile is there. */
  wantsFocus: string | undefined = $state(undefined);

  /** The last change that the list of months includes; the news go on from there. */
  version = 0;

  readonly drawTop = $derived(
    Math.floor((this.scrollTop - this.viewport * kDrawAhead) / kDrawStep) * kDrawStep,
  );
  readonly drawBottom = $derived(
    Math.ceil((this.scrollTop + this.viewport * (1 + kDrawAhead)) / kDrawStep) * kDrawStep,
  );
  readonly visible: Month[] = $derived.by(() => this.between(this.drawTop, this.drawBottom));

  options: LayoutOptions = optionsFor(1000);
  /** The component that shows this store moves its scroller here, and tells where it stands before its scroll event comes. */
  scrollTo: ((top: number) => void) | undefined;
  scrolledTo: (() => number) | undefined;

  private byKey = new Map<string, Month>();
  private monthHolding = new Map<string, Month>();
  private loadTimer: ReturnType<typeof setTimeout> | undefined;
  private refreshing: Promise<void> | undefined;
  private refreshAgain = false;
  private width = 0;

  constructor(readonly view: View) {}

  get partedByArchive(): boolean {
    return this.view === "photos" || this.view === "archive";
  }

  // --- Geometry -------------------------------------------------------------------------------------------------------

  between(top: number, bottom: number): Month[] {
    const { months } = this;
    const first = firstWhere(months.length, (i) => months[i]!.top + months[i]!.height > top);
    const last = firstWhere(months.length, (i) => months[i]!.top >= bottom);
    return months.slice(first, last);
  }

  setSize(width: number, viewport: number): void {
    this.viewport = viewport;
    if (width === this.width || width <= 0) return;
    const anchor = this.anchor();
    this.width = width;
    this.options = optionsFor(width);
    for (const month of this.months) this.measure(month);
    this.arrange(anchor);
  }

  setScroll(top: number): void {
    this.scrollTop = top;
    this.scheduleLoads();
  }

  private measure(month: Month): void {
    if (month.columns) {
      month.layout = layoutMonth(month.columns.taken, month.columns.ratios, this.options);
      month.height = month.layout.height;
    } else {
      month.height = estimateHeight(month.count, this.options);
    }
  }

  /** What the reader looks at: a photo near the top of the viewport, or at least a month. */
  private anchor(): Anchor {
    this.scrollTop = this.scrolledTo?.() ?? this.scrollTop;
    const top = this.scrollTop;
    if (top <= 1) return { offset: 0 };
    const month = this.between(top, top + 1)[0];
    if (!month) return { offset: top };
    if (month.layout && month.columns) {
      const [start] = visibleRange(month.layout, top - month.top, month.height);
      return { id: month.columns.ids[start], month, offset: top - month.top - (month.layout.y[start] ?? 0) };
    }
    return { month, offset: top - month.top };
  }

  /** Stacks the months anew and keeps the anchor where it stands on the screen. */
  private arrange(anchor: Anchor): void {
    let top = 0;
    for (const month of this.months) {
      month.top = top;
      top += month.height;
    }
    this.height = top;
    if (anchor.offset === 0 && !anchor.month) return;
    const place = anchor.id ? this.locate(anchor.id) : undefined;
    let wanted: number | undefined;
    if (place) wanted = place.month.top + (place.month.layout?.y[place.index] ?? 0) + anchor.offset;
    else if (anchor.month) wanted = anchor.month.top + Math.min(anchor.offset, anchor.month.height);
    if (wanted === undefined || Math.abs(wanted - this.scrollTop) < 1) return;
    this.scrollTop = Math.max(0, wanted);
    this.scrollTo?.(this.scrollTop);
  }

  // --- Loading --------------------------------------------------------------------------------------------------------

  /** Loads or refreshes the list of months. Calls that come while one runs are joined into one more. */
  load(): Promise<void> {
    if (this.refreshing) {
      this.refreshAgain = true;
      return this.refreshing;
    }
    if (this.status !== "ready") this.status = "loading";
    this.refreshing = this.fetchMonths().finally(() => {
      this.refreshing = undefined;
      if (this.refreshAgain) {
        this.refreshAgain = false;
        void this.load();
      }
    });
    return this.refreshing;
  }

  private async fetchMonths(): Promise<void> {
    try {
      const timeline = await client.timeline(this.view);
      const anchor = this.anchor();
      const next: Month[] = [];
      for (const { month: key, count } of timeline.months) {
        const known = this.byKey.get(key);
        const month = known ?? new Month(key, count);
        if (known && known.count !== count) known.stale = true;
        month.count = count;
        if (!known || !known.columns) this.measure(month);
        next.push(month);
      }
      const kept = new Set(next);
      for (const month of this.months) if (!kept.has(month)) this.forget(month);
      this.byKey = new Map(next.map((month) => [month.key, month]));
      this.months = next;
      this.total = timeline.total;
      this.version = timeline.version;
      this.status = "ready";
      this.error = "";
      this.arrange(anchor);
      this.scheduleLoads();
    } catch (error) {
      if (isAbort(error)) return;
      this.error = messageOf(error);
      if (this.status !== "ready") this.status = "failed";
    }
  }

  private forget(month: Month): void {
    month.abort?.abort();
    for (const id of month.columns?.ids ?? [])
      if (this.monthHolding.get(id) === month) this.monthHolding.delete(id);
  }

  private scheduleLoads(): void {
    if (this.loadTimer !== undefined) return;
    this.loadTimer = setTimeout(() => {
      this.loadTimer = undefined;
      this.loadNear();
    }, kLoadDelayMs);
  }

  /** Loads the months near the viewport and gives up those that are far from it by now. */
  private loadNear(): void {
    if (this.viewport <= 0) return;
    const ahead = this.viewport * kLoadAhead;
    const near = new Set(this.between(this.scrollTop - ahead, this.scrollTop + this.viewport + ahead));
    for (const month of this.months) {
      if (near.has(month) || month.status !== "loading" || !month.abort) continue;
      month.abort.abort();
      month.loading = undefined;
      month.status = "idle";
    }
    for (const month of near) if (month.status === "idle" || month.stale) void this.ensure(month);
  }

  /** Resolves when the month's photos are known or could not be loaded. */
  ensure(month: Month, pinned = false): Promise<void> {
    if (month.loading && !(month.stale && month.columns)) {
      if (pinned) month.abort = undefined;
      return month.loading;
    }
    if (month.columns && !month.stale) return Promise.resolve();
    month.abort?.abort();
    const abort = new AbortController();
    month.abort = pinned ? undefined : abort;
    month.stale = false;
    if (!month.columns) month.status = "loading";
    const running = this.fetchMonth(month, abort.signal).finally(() => {
      if (month.loading === running) month.loading = undefined;
    });
    month.loading = running;
    return running;
  }

  private async fetchMonth(month: Month, signal: AbortSignal): Promise<void> {
    try {
      const columns = await client.month(this.view, month.key, signal);
      if (this.byKey.get(month.key) === month) this.show(month, columns);
    } catch (error) {
      if (month.columns || isAbort(error)) return;
      month.status = "failed";
    }
  }

  private show(month: Month, columns: MonthColumns): void {
    const anchor = this.anchor();
    for (const id of month.columns?.ids ?? [])
      if (this.monthHolding.get(id) === month) this.monthHolding.delete(id);
    for (const id of columns.ids) this.monthHolding.set(id, month);
    this.total += columns.ids.length - month.count;
    month.count = columns.ids.length;
    month.columns = columns;
    month.status = "ready";
    this.measure(month);
    if (month.count === 0) this.months = this.months.filter((other) => other !== month);
    this.arrange(anchor);
    if (this.wantsFocus && columns.ids.includes(this.wantsFocus)) this.reveal(this.wantsFocus);
  }

  /** Marks months whose photos changed on the server; the next load brings those in sight. */
  invalidate(keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const month = this.byKey.get(key);
      if (month) month.stale = true;
    }
    this.scheduleLoads();
  }

  invalidateAll(): void {
    for (const month of this.months) if (month.columns) month.stale = true;
    this.scheduleLoads();
  }

  retryMonth(month: Month): void {
    month.status = "idle";
    void this.ensure(month);
  }

  // --- Photos ---------------------------------------------------------------------------------------------------------

  locate(id: string): Place | undefined {
    const month = this.monthHolding.get(id);
    const index = month?.columns?.ids.indexOf(id) ?? -1;
    return month && index >= 0 ? { month, index } : undefined;
  }

  tile(id: string): TileData | undefined {
    const place = this.locate(id);
    return place?.month.columns && tileAt(place.month.columns, place.index);
  }

  monthOf(id: string): string | undefined {
    return this.monthHolding.get(id)?.key;
  }

  /** Finds a photo whose month is known but perhaps not loaded. */
  async find({ id, month: key }: Pick<Photo, "id" | "month">): Promise<boolean> {
    if (this.locate(id)) return true;
    if (this.status !== "ready") await this.load();
    const month = this.byKey.get(key);
    if (!month) return false;
    await this.ensure(month, true);
    return this.locate(id) !== undefined;
  }

  idAt(place: Place | undefined): string | undefined {
    return place?.month.columns?.ids[place.index];
  }

  /** The photo `step` places further (1: next, older; -1: previous, newer). Loads months on the way. */
  async step(id: string, step: 1 | -1): Promise<string | undefined> {
    const place = this.locate(id);
    if (!place) return undefined;
    const inMonth = place.month.columns?.ids[place.index + step];
    if (inMonth) return inMonth;
    return this.edge(this.months.indexOf(place.month) + step, step);
  }

  /** The first (step 1) or last (step -1) photo of the month at `position` or of the next one that has any. */
  async edge(position: number, step: 1 | -1): Promise<string | undefined> {
    for (let i = position; i >= 0 && i < this.months.length; i += step) {
      const month = this.months[i]!;
      await this.ensure(month, true);
      const id = month.columns?.ids.at(step === 1 ? 0 : -1);
      if (id) return id;
    }
    return undefined;
  }

  /** Every id from one photo to another, both included, whatever lies between them. */
  async range(from: string, to: string): Promise<string[]> {
    let a = this.locate(from);
    let b = this.locate(to);
    if (!a || !b) return [];
    const before = (p: Place, q: Place) =>
      p.month === q.month ? p.index <= q.index : this.months.indexOf(p.month) < this.months.indexOf(q.month);
    if (!before(a, b)) [a, b] = [b, a];
    const first = this.months.indexOf(a.month);
    const last = this.months.indexOf(b.month);
    const ids: string[] = [];
    for (const month of this.months.slice(first, last + 1)) {
      await this.ensure(month, true);
      const all = month.columns?.ids ?? [];
      ids.push(...all.slice(month === a.month ? a.index : 0, month === b.month ? b.index + 1 : all.length));
    }
    return ids;
  }

  /** Loads every month and hands its ids over as they come. */
  async everything(take: (ids: string[]) => void): Promise<void> {
    const waiting = [...this.months];
    const lane = async () => {
      for (let month = waiting.shift(); month; month = waiting.shift()) {
        await this.ensure(month, true);
        take(month.columns?.ids ?? []);
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
  }

  /** Takes photos out at once; the server's own list follows. */
  remove(ids: Iterable<string>): void {
    const gone = new Set(ids);
    const touched = new Set<Month>();
    for (const id of gone) {
      const month = this.monthHolding.get(id);
      if (month) touched.add(month);
    }
    if (touched.size === 0) return;
    const anchor = this.anchor();
    for (const month of touched) {
      const old = month.columns;
      if (!old) continue;
      month.columns = without(old, gone);
      this.total -= old.ids.length - month.columns.ids.length;
      month.count = month.columns.ids.length;
      this.measure(month);
    }
    for (const id of gone) this.monthHolding.delete(id);
    this.months = this.months.filter((month) => month.count > 0 || !month.columns);
    for (const month of touched) if (month.count === 0) this.byKey.delete(month.key);
    this.arrange(anchor);
    this.scheduleLoads();
  }

  setFavourite(ids: Iterable<string>, favourite: boolean): void {
    const wanted = new Set(ids);
    const touched = new Set([...wanted].map((id) => this.monthHolding.get(id)));
    for (const month of touched) {
      if (!month?.columns) continue;
      month.columns = withFavourites(month.columns, wanted, favourite);
    }
  }

  areFavourite(ids: string[]): boolean {
    return ids.every((id) => {
      const place = this.locate(id);
      return place?.month.columns?.favourite[place.index] === 1;
    });
  }

  /** The first loaded photo whose top is in the viewport. */
  firstInSight(): Place | undefined {
    for (const month of this.between(this.scrollTop, this.scrollTop + this.viewport)) {
      if (!month.layout) continue;
      const [start, end] = visibleRange(
        month.layout,
        this.scrollTop - month.top,
        this.scrollTop + this.viewport - month.top,
      );
      for (let index = start; index < end; index += 1) {
        if (month.top + month.layout.y[index]! >= this.scrollTop) return { month, index };
      }
    }
    return undefined;
  }

  giveFocus(element: HTMLElement): void {
    this.wantsFocus = undefined;
    element.focus({ preventScroll: true });
  }

  /** Scrolls so that the photo is in sight. */
  reveal(id: string, where: "nearest" | "top" | "middle" = "nearest"): void {
    const place = this.locate(id);
    const layout = place?.month.layout;
    if (!place || !layout) return;
    const top = place.month.top + (layout.y[place.index] ?? 0);
    const bottom = top + (layout.heights[place.index] ?? 0);
    const head = this.options.dayHeader + 8;
    let wanted = this.scrollTop;
    if (where === "top") wanted = top - head;
    else if (where === "middle") wanted = top - (this.viewport - (bottom - top)) / 2;
    else if (top - head < this.scrollTop) wanted = top - head;
    else if (bottom + 16 > this.scrollTop + this.viewport) wanted = bottom + 16 - this.viewport;
    this.moveTo(wanted);
  }

  moveTo(top: number): void {
    const wanted = Math.max(0, Math.min(top, this.height - this.viewport));
    this.scrollTop = wanted;
    this.scrollTo?.(wanted);
    this.scheduleLoads();
  }
}

// The photo that is on screen: its details, its neighbours, and where it stands in the timeline below.

import { ApiError, client, isAbort, messageOf } from "../lib/api";
import type { Photo } from "../lib/api_types";
import { words } from "../strings/en";
import type { TimelineStore } from "../timeline/timeline.svelte";
import type { SlidePhoto } from "./Slide.svelte";

const kKeptMax = 60;

export class Viewing {
  photo: Photo | undefined = $state.raw(undefined);
  error = $state("");
  gone = $state(false);
  previous: string | undefined = $state(undefined);
  next: string | undefined = $state(undefined);
  /** True once the neighbours are known. */
  placed = $state(false);
  /** Counts up when slides may look different. */
  private known = $state(0);

  private details = new Map<string, Photo>();
  private abort: AbortController | undefined;

  constructor(
    readonly store: TimelineStore,
    readonly id: string,
    kept: Map<string, Photo>,
  ) {
    this.details = kept;
    this.photo = kept.get(id);
  }

  async load(): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    try {
      const [photo] = await Promise.all([
        this.fetch(this.id, abort.signal),
        this.findNeighbours(abort.signal),
      ]);
      if (abort.signal.aborted) return;
      this.photo = photo;
      this.error = "";
      if (!this.store.locate(this.id)) await this.locate(photo, abort.signal);
    } catch (error) {
      if (isAbort(error)) return;
      this.gone = error instanceof ApiError && error.status === 404;
      this.error = this.gone ? words.viewer.gone : messageOf(error);
    }
  }

  stop(): void {
    this.abort?.abort();
  }

  private async fetch(id: string, signal: AbortSignal): Promise<Photo> {
    const photo = await client.photo(id, signal);
    this.details.delete(id);
    this.details.set(id, photo);
    if (this.details.size > kKeptMax) this.details.delete(this.details.keys().next().value!);
    this.known += 1;
    return photo;
  }

  private async findNeighbours(signal: AbortSignal): Promise<void> {
    if (this.store.locate(this.id)) {
      const [previous, next] = await Promise.all([this.store.step(this.id, -1), this.store.step(this.id, 1)]);
      if (signal.aborted) return;
      this.previous = previous;
      this.next = next;
    } else {
      const around = await client.neighbours(this.id, this.store.view, signal);
      this.previous = around.previous ?? undefined;
      this.next = around.next ?? undefined;
    }
    this.placed = true;
    for (const id of [this.next, this.previous]) {
      if (id && !this.details.has(id)) void this.fetch(id, signal).catch(() => {});
    }
  }

  /** A photo opened by its address: brings the timeline below to it. */
  private async locate(photo: Photo, signal: AbortSignal): Promise<void> {
    if (this.store.status !== "ready") await this.store.load();
    const place = await this.store.find(this.id, photo.month);
    if (signal.aborted || !place) return;
    this.store.reveal(this.id, "middle");
    await this.findNeighbours(signal);
  }

  slide(id: string | undefined): SlidePhoto | undefined {
    void this.known;
    if (!id) return undefined;
    const place = this.store.locate(id);
    const columns = place?.month.columns;
    const photo = (id === this.id ? this.photo : undefined) ?? this.details.get(id);
    if (!columns && !photo) return undefined;
    const index = place?.index ?? 0;
    const slide: SlidePhoto = {
      id,
      name: photo?.name ?? columns?.names[index] ?? "",
      ratio: photo?.width && photo.height ? photo.width / photo.height : (columns?.ratios[index] ?? 1),
      state: photo?.state ?? columns?.states[index] ?? "ready",
      kind: photo?.kind ?? columns?.kinds[index] ?? "image",
      version: photo?.version ?? columns?.versions[index] ?? 0,
      thumbhash: photo?.thumbhash ?? columns?.thumbhashes[index] ?? null,
    };
    if (photo?.width && photo.height) slide.natural = { width: photo.width, height: photo.height };
    if (photo?.type) slide.type = photo.type;
    return slide;
  }

  /** Shows a change at once; the server has it already or is being told. */
  patch(change: Partial<Photo>): void {
    if (!this.photo) return;
    this.photo = { ...this.photo, ...change };
    this.details.set(this.id, this.photo);
    this.known += 1;
  }

  /** Where to go when this photo leaves the view. */
  get after(): string | undefined {
    return this.next ?? this.previous;
  }
}

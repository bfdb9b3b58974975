// The photo that is on screen: its details, its neighbours, and where it stands in the timeline below.

import { ApiError, client, isAbort, messageOf } from "../lib/api";
import type { Photo } from "../lib/api_types";
import { words } from "../strings/en";
import type { PhotoSet } from "../lib/photo_set";
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
    readonly set: PhotoSet,
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
      if (!this.set.tile(this.id)) await this.locate(photo, abort.signal);
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
    if (this.set.tile(this.id)) {
      const [previous, next] = await Promise.all([this.set.step(this.id, -1), this.set.step(this.id, 1)]);
      if (signal.aborted) return;
      this.previous = previous;
      this.next = next;
    } else {
      const around = await client.neighbours(this.id, this.set.view, signal);
      this.previous = around.previous ?? undefined;
      this.next = around.next ?? undefined;
    }
    this.placed = true;
    for (const id of [this.next, this.previous]) {
      if (id && !this.details.has(id)) void this.fetch(id, signal).catch(() => {});
    }
  }

  /** A photo opened by its address: brings the page below to it. */
  private async locate(photo: Photo, signal: AbortSignal): Promise<void> {
    const found = await this.set.find(photo);
    if (signal.aborted || !found) return;
    this.set.reveal(this.id, "middle");
    await this.findNeighbours(signal);
  }

  slide(id: string | undefined): SlidePhoto | undefined {
    void this.known;
    if (!id) return undefined;
    const tile = this.set.tile(id);
    const photo = (id === this.id ? this.photo : undefined) ?? this.details.get(id);
    if (!tile && !photo) return undefined;
    const slide: SlidePhoto = {
      id,
      name: photo?.name ?? tile?.name ?? "",
      ratio: photo?.width && photo.height ? photo.width / photo.height : (tile?.ratio ?? 1),
      state: photo?.state ?? tile?.state ?? "ready",
      kind: photo?.kind ?? tile?.kind ?? "image",
      version: photo?.version ?? tile?.version ?? 0,
      thumbhash: photo?.thumbhash ?? tile?.thumbhash ?? null,
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

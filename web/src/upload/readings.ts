// What became of files that arrived: the server looks into them afterwards, and some turn out to be no pictures.

import type { Processing } from "../lib/api_types";
import type { Upload } from "./upload.svelte";

/** So that a file that is no picture is told of within seconds, and ten thousand good ones cost few questions. */
const kLookMs = 1_500;
const kWatchedMax = 20_000;

export class Readings {
  private watched = new Map<string, Upload>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `told` gets every upload that could not be read, with the reason. */
  constructor(
    private readonly ask: () => Promise<Processing>,
    private readonly told: (upload: Upload, reason: string) => void,
  ) {}

  watch(upload: Upload): void {
    if (!upload.facts.photoId || this.watched.size >= kWatchedMax) return;
    this.watched.set(upload.facts.photoId, upload);
    this.lookSoon();
  }

  private lookSoon(): void {
    this.timer ??= setTimeout(() => void this.look(), kLookMs);
  }

  private async look(): Promise<void> {
    const before = [...this.watched.keys()];
    try {
      const { waiting, running, failures } = await this.ask();
      for (const failure of failures) {
        const upload = this.watched.get(failure.photo_id);
        if (!upload) continue;
        this.watched.delete(failure.photo_id);
        this.told(upload, failure.message);
      }
      if (waiting + running === 0) for (const photo of before) this.watched.delete(photo);
    } catch {
      // Asked again below.
    }
    this.timer = undefined;
    if (this.watched.size > 0) this.lookSoon();
  }
}

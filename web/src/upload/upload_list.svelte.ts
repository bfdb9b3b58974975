// The uploads of a round, filed by phase so that ten thousand of them cost no more per step than ten.

import type { Phase } from "./machine";
import type { Upload } from "./upload.svelte";

const kShownMax = 60;
const kShowAfterMs = 120;
const kShownOrder: Phase[] = [
  "failed",
  "finishing",
  "uploading",
  "hashing",
  "needs-file",
  "ready",
  "hashed",
  "waiting",
  "added",
  "duplicate",
];

export class UploadList {
  /** What the panel shows: errors first, then what moves, then what waits; refreshed a few times a second at most. */
  shown: Upload[] = $state.raw([]);
  /** How many uploads are on the list, shown or not; as fresh as `shown`. */
  length = $state(0);

  private all = new Set<Upload>();
  private byPhase = new Map<Phase, Set<Upload>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `onphase` is told of every change of phase. */
  constructor(private readonly onphase: (upload: Upload) => void) {}

  get size(): number {
    return this.all.size;
  }

  everything(): Upload[] {
    return [...this.all];
  }

  in(phase: Phase): Set<Upload> {
    let set = this.byPhase.get(phase);
    if (!set) this.byPhase.set(phase, (set = new Set()));
    return set;
  }

  first(phase: Phase): Upload | undefined {
    return this.in(phase).values().next().value;
  }

  add(uploads: Upload[]): void {
    for (const upload of uploads) {
      this.all.add(upload);
      this.in(upload.phase).add(upload);
      upload.onphase = (changed, before) => {
        if (!this.all.has(changed)) return;
        this.in(before).delete(changed);
        this.in(changed.phase).add(changed);
        this.onphase(changed);
        this.show();
      };
    }
    this.show();
  }

  remove(uploads: Upload[]): void {
    for (const upload of uploads) {
      this.all.delete(upload);
      this.in(upload.phase).delete(upload);
    }
    this.show();
  }

  clear(): void {
    this.all.clear();
    this.byPhase.clear();
    this.show();
  }

  /** Refreshes what the panel shows, soon. */
  private show(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.length = this.all.size;
      const shown: Upload[] = [];
      for (const phase of kShownOrder) {
        for (const upload of this.in(phase)) {
          if (shown.length >= kShownMax) break;
          shown.push(upload);
        }
      }
      this.shown = shown;
    }, kShowAfterMs);
  }
}

// A small pool of workers that hash blobs.

import type { HashAnswer } from "./hash_worker";

/** The file could not be read: removed, changed or forbidden since it was chosen. */
export class UnreadableFile extends Error {}

const kWorkersMax = 2;

interface Job {
  worker: Worker;
  resolve: (sha256: string) => void;
  reject: (error: Error) => void;
  onprogress: ((done: number) => void) | undefined;
}

export class Hasher {
  private workers: { worker: Worker; jobs: number }[] = [];
  private jobs = new Map<number, Job>();
  private last = 0;

  hash(blob: Blob, onprogress?: (done: number) => void): Promise<string> {
    const slot = this.slot();
    slot.jobs += 1;
    const id = ++this.last;
    return new Promise<string>((resolve, reject) => {
      this.jobs.set(id, { worker: slot.worker, resolve, reject, onprogress });
      slot.worker.postMessage({ id, blob });
    }).finally(() => {
      slot.jobs -= 1;
      this.jobs.delete(id);
    });
  }

  private slot(): { worker: Worker; jobs: number } {
    const idle = this.workers.find((slot) => slot.jobs === 0);
    if (idle) return idle;
    const size = Math.max(1, Math.min(kWorkersMax, (navigator.hardwareConcurrency || 2) - 1));
    if (this.workers.length < size) {
      const worker = new Worker(new URL("./hash_worker.ts", import.meta.url), { type: "module" });
      const slot = { worker, jobs: 0 };
      worker.onmessage = (event: MessageEvent<HashAnswer>) => this.answered(event.data);
      worker.onerror = () => this.lost(worker);
      this.workers.push(slot);
      return slot;
    }
    return this.workers.reduce((least, slot) => (slot.jobs < least.jobs ? slot : least));
  }

  private answered(answer: HashAnswer): void {
    const job = this.jobs.get(answer.id);
    if (!job) return;
    if ("done" in answer) job.onprogress?.(answer.done);
    else if ("sha256" in answer) job.resolve(answer.sha256);
    else job.reject(new UnreadableFile(answer.failed));
  }

  private lost(worker: Worker): void {
    this.workers = this.workers.filter((slot) => slot.worker !== worker);
    for (const job of this.jobs.values())
      if (job.worker === worker) job.reject(new Error("The worker ended."));
  }
}

/** "00ff" -> base64 of the same bytes. */
export function base64OfHex(hex: string): string {
  let bytes = "";
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(parseInt(hex.slice(i, i + 2), 16));
  return btoa(bytes);
}

// The uploads that an earlier visit left unfinished: how many are still to do, and what the rest waits for.

import { interrupted } from "./machine";
import type { KeptUpload } from "./kept";
import { readAsked, readGranted } from "./records";
import { Upload } from "./upload.svelte";
import type { UploadList } from "./upload_list.svelte";

export interface Found {
  count: number;
  /** Whose files the browser may read again once it is asked. */
  locked: number;
  /** Whose files must be chosen again. */
  missing: number;
  /** How many of them got there in this visit. */
  arrived: number;
}

export class Earlier {
  found: Found | undefined = $state.raw(undefined);
  private readonly unfinished = new Set<Upload>();

  constructor(private readonly list: UploadList) {}

  async revive(records: KeptUpload[]): Promise<Upload[]> {
    for (const record of records) {
      const { id, name, size, sha256, lastModified, type, handle } = record;
      const file = record.file ?? (await readGranted(handle));
      const facts = interrupted(size, sha256, file !== undefined, record.granted ? sha256 : undefined);
      const upload = new Upload(id, name, lastModified, type, facts, file, handle);
      upload.isEarlier = true;
      this.unfinished.add(upload);
    }
    return [...this.unfinished];
  }

  /** The list has them now. */
  begin(): void {
    this.found = { count: this.unfinished.size, locked: 0, missing: 0, arrived: 0 };
    this.update();
  }

  update(): void {
    if (!this.found) return;
    const lost = [...this.list.in("needs-file")];
    const locked = lost.filter((upload) => upload.handle).length;
    const count = this.unfinished.size;
    const { arrived } = this.found;
    this.found = count + arrived > 0 ? { count, locked, missing: lost.length - locked, arrived } : undefined;
  }

  /** These bytes came back under another name. */
  replace(twins: Upload[], upload: Upload): void {
    const granted = twins[0]?.facts.granted;
    if (granted) upload.facts = { ...upload.facts, granted };
    for (const twin of twins) this.unfinished.delete(twin);
    if (this.found) this.unfinished.add(upload);
  }

  end(upload: Upload, hasArrived: boolean): void {
    if (!this.unfinished.delete(upload) || !this.found) return;
    if (hasArrived) this.found = { ...this.found, arrived: this.found.arrived + 1 };
    this.update();
  }

  /** Asks the browser for leave to read the files again. Must be called from a click. */
  async unlock(): Promise<void> {
    for (const upload of [...this.list.in("needs-file")]) {
      if (!upload.handle) continue;
      const file = await readAsked(upload.handle);
      if (file && file.size === upload.size) {
        upload.file = file;
        upload.apply({ type: "file-found" });
      } else {
        delete upload.handle;
      }
    }
    this.update();
  }

  clear(): void {
    this.unfinished.clear();
    this.found = undefined;
  }
}

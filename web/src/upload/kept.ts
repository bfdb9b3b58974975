// What this browser keeps about unfinished uploads, so that closing the tab loses nothing: their names and hashes always, a
// handle to the file where the browser gives one, and the bytes themselves while they are few.
//
// Records belong to a visit (one open tab). A tab holds a lock of its visit's name; records whose lock nobody holds are
// left-overs that the next tab may take over.

import { openDB, type IDBPDatabase } from "idb";

export interface KeptUpload {
  id: string;
  visit: string;
  name: string;
  size: number;
  lastModified: number;
  type: string;
  sha256?: string;
  file?: File;
  handle?: FileSystemFileHandle;
}

const kStore = "uploads";
const kFileMax = 100 * 1024 * 1024;
const kAllFilesMax = 500 * 1024 * 1024;
const lockOf = (visit: string) => `lightwell-upload-visit-${visit}`;

export class KeptUploads {
  readonly visit = crypto.getRandomValues(new Uint32Array(2)).join("-");
  private database: Promise<IDBPDatabase> | undefined;
  private keptBytes = 0;
  private sizes = new Map<string, number>();

  constructor(private readonly databaseName = "lightwell") {}

  private open(): Promise<IDBPDatabase> {
    this.database ??= openDB(this.databaseName, 1, {
      upgrade: (database) => void database.createObjectStore(kStore, { keyPath: "id" }),
    });
    return this.database;
  }

  /** Keeps uploads. Bytes are kept within the budget; a browser that refuses keeps the rest of the record. */
  async keep(uploads: Omit<KeptUpload, "visit">[]): Promise<void> {
    for (const upload of uploads) {
      const record: KeptUpload = { ...upload, visit: this.visit };
      const fits = upload.size <= kFileMax && this.keptBytes + upload.size <= kAllFilesMax;
      if (!fits || upload.handle) delete record.file;
      if (record.file) this.count(record.id, record.size);
      try {
        await (await this.open()).put(kStore, record);
      } catch {
        this.discount(record.id);
        delete record.file;
        delete record.handle;
        await (await this.open()).put(kStore, record).catch(() => {});
      }
    }
  }

  async setHash(id: string, sha256: string): Promise<void> {
    const transaction = (await this.open()).transaction(kStore, "readwrite");
    const record = (await transaction.store.get(id)) as KeptUpload | undefined;
    if (record) await transaction.store.put({ ...record, sha256 });
    await transaction.done;
  }

  async forget(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const transaction = (await this.open()).transaction(kStore, "readwrite");
    for (const id of ids) {
      this.discount(id);
      void transaction.store.delete(id);
    }
    await transaction.done;
  }

  /** Takes over what closed tabs left behind. */
  async takeOver(): Promise<KeptUpload[]> {
    const open = await this.visitsOpen();
    const transaction = (await this.open()).transaction(kStore, "readwrite");
    const left: KeptUpload[] = [];
    for (const record of (await transaction.store.getAll()) as KeptUpload[]) {
      if (record.visit === this.visit || open.has(record.visit)) continue;
      record.visit = this.visit;
      if (record.file) this.count(record.id, record.size);
      void transaction.store.put(record);
      left.push(record);
    }
    await transaction.done;
    return left;
  }

  /** Says to other tabs that this visit goes on. Without locks (plain HTTP) tabs cannot know of each other. */
  hold(): void {
    if (!("locks" in navigator)) return;
    void navigator.locks.request(lockOf(this.visit), () => new Promise(() => {}));
  }

  private async visitsOpen(): Promise<Set<string>> {
    if (typeof navigator === "undefined" || !("locks" in navigator)) return new Set();
    const { held } = await navigator.locks.query();
    const prefix = lockOf("");
    return new Set((held ?? []).map((lock) => (lock.name ?? "").slice(prefix.length)));
  }

  private count(id: string, size: number): void {
    this.sizes.set(id, size);
    this.keptBytes += size;
  }

  private discount(id: string): void {
    this.keptBytes -= this.sizes.get(id) ?? 0;
    this.sizes.delete(id);
  }
}

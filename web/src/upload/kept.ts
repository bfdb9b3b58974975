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
  /** The server took the upload: what it has of these bytes came from here. */
  granted?: boolean;
  file?: File;
  handle?: FileSystemFileHandle;
}

const kRecords = "uploads";
const kFiles = "files";
const kFileMax = 100 * 1024 * 1024;
const kAllFilesMax = 500 * 1024 * 1024;
/** Beyond this many files the copying makes pauses, so that it never slows the uploads down that it is there for. */
const kCopiedAtOnce = 20;
const kCopyPauseMs = 40;
const kFlushMs = 400;
const lockOf = (visit: string) => `lightwell-upload-visit-${visit}`;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Source = Pick<KeptUpload, "file" | "handle">;

export class KeptUploads {
  readonly visit = crypto.getRandomValues(new Uint32Array(2)).join("-");
  private database: Promise<IDBPDatabase> | undefined;
  private keptBytes = 0;
  /** Uploads of this visit that are kept, with the bytes that their copies take. */
  private live = new Map<string, number>();
  private hashes = new Map<string, string>();
  private granted = new Set<string>();
  private gone = new Set<string>();
  private flushing: Promise<void> | undefined;

  constructor(private readonly databaseName = "lightwell") {}

  private open(): Promise<IDBPDatabase> {
    this.database ??= openDB(this.databaseName, 1, {
      upgrade: (database) => {
        database.createObjectStore(kRecords, { keyPath: "id" });
        database.createObjectStore(kFiles);
      },
    });
    return this.database;
  }

  /** Keeps uploads: all names at once, then handles and bytes one by one within the budget. */
  async keep(uploads: Omit<KeptUpload, "visit">[]): Promise<void> {
    if (uploads.length === 0) return;
    const database = await this.open();
    const transaction = database.transaction(kRecords, "readwrite");
    for (const { file: _file, handle: _handle, ...record } of uploads) {
      this.live.set(record.id, 0);
      void transaction.store.put({ ...record, visit: this.visit });
    }
    await transaction.done;
    for (const { id, size, file, handle } of uploads) {
      const fits = size <= kFileMax && this.keptBytes + size <= kAllFilesMax;
      const source: Source | undefined = handle ? { handle } : file && fits ? { file } : undefined;
      if (!source || !this.live.has(id)) continue;
      if (source.file) this.count(id, size);
      // A browser may refuse to store bytes or handles; the upload then asks for its file again.
      await database.put(kFiles, source, id).catch(() => this.count(id, 0));
      if (!this.live.has(id)) await database.delete(kFiles, id);
      if (uploads.length > kCopiedAtOnce) await pause(kCopyPauseMs);
    }
  }

  setHash(id: string, sha256: string): Promise<void> {
    this.hashes.set(id, sha256);
    return this.flushSoon();
  }

  /** Written at once: a page that closes right after must know in another visit that these are its own. */
  setGranted(ids: string[]): Promise<void> {
    for (const id of ids) this.granted.add(id);
    return ids.length > 0 ? this.flush() : Promise.resolve();
  }

  forget(ids: string[]): Promise<void> {
    for (const id of ids) {
      this.count(id, 0);
      this.live.delete(id);
      this.gone.add(id);
    }
    return ids.length > 0 ? this.flushSoon() : Promise.resolve();
  }

  /** Small changes are gathered into one transaction. What a closing tab loses of them the server knows anyway. */
  private flushSoon(): Promise<void> {
    this.flushing ??= pause(kFlushMs).then(() => {
      this.flushing = undefined;
      return this.flush();
    });
    return this.flushing;
  }

  private async flush(): Promise<void> {
    const { hashes, granted, gone } = this;
    this.hashes = new Map();
    this.granted = new Set();
    this.gone = new Set();
    const transaction = (await this.open()).transaction([kRecords, kFiles], "readwrite");
    const records = transaction.objectStore(kRecords);
    for (const [id, sha256] of hashes) {
      const record = (await records.get(id)) as KeptUpload | undefined;
      if (record) void records.put({ ...record, sha256 });
    }
    for (const id of granted) {
      const record = (await records.get(id)) as KeptUpload | undefined;
      if (record) void records.put({ ...record, granted: true });
    }
    for (const id of gone) {
      void records.delete(id);
      void transaction.objectStore(kFiles).delete(id);
    }
    await transaction.done;
  }

  /** Takes over what closed tabs left behind. */
  async takeOver(): Promise<KeptUpload[]> {
    const open = await this.visitsOpen();
    const transaction = (await this.open()).transaction([kRecords, kFiles], "readwrite");
    const records = transaction.objectStore(kRecords);
    const left: KeptUpload[] = [];
    for (const record of (await records.getAll()) as KeptUpload[]) {
      if (record.visit === this.visit || open.has(record.visit)) continue;
      record.visit = this.visit;
      void records.put(record);
      const source = (await transaction.objectStore(kFiles).get(record.id)) as Source | undefined;
      this.count(record.id, source?.file ? record.size : 0);
      left.push({ ...record, ...source });
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
    this.keptBytes += size - (this.live.get(id) ?? 0);
    this.live.set(id, size);
  }
}

// Files on their way in: picked, or dropped as files and folders of any depth.

import { toasts } from "../lib/toasts.svelte";
import { words } from "../strings/en";
import { uploads } from "./uploads.svelte";

export interface Incoming {
  file: File;
  handle?: FileSystemFileHandle;
}

const kPhotoNames =
  /\.(jpe?g|jfif|png|webp|gif|hei[cf]|hif|avif|tiff?|dng|cr2|cr3|nef|nrw|arw|sr2|raf|orf|rw2|pef|srw|3fr|iiq|erf|mef|mos|mrw|x3f|kdc|dcr|rwl)$/i;

/** In a folder only photos are taken; a file chosen by itself is always tried, and the server says what it thinks. */
export function isPhotoName(name: string): boolean {
  return kPhotoNames.test(name) && !name.startsWith("._");
}

const asFile = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));

const childrenOf = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

async function walkEntry(
  entry: FileSystemEntry,
  top: boolean,
  found: Incoming[],
  skipped: string[],
): Promise<void> {
  if (entry.isFile) {
    if (top || isPhotoName(entry.name)) found.push({ file: await asFile(entry as FileSystemFileEntry) });
    else skipped.push(entry.name);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // Each call answers at most a hundred entries; an empty answer ends the folder.
  for (let batch = await childrenOf(reader); batch.length > 0; batch = await childrenOf(reader)) {
    for (const child of batch) await walkEntry(child, false, found, skipped);
  }
}

async function walkHandle(
  handle: FileSystemHandle,
  top: boolean,
  found: Incoming[],
  skipped: string[],
): Promise<void> {
  if (handle.kind === "file") {
    const file = handle as FileSystemFileHandle;
    if (top || isPhotoName(handle.name)) found.push({ file: await file.getFile(), handle: file });
    else skipped.push(handle.name);
    return;
  }
  const folder = handle as FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };
  for await (const child of folder.values()) await walkHandle(child, false, found, skipped);
}

type DropItem = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

function take(found: Incoming[], skipped: string[]): void {
  if (skipped.length > 0) toasts.show(words.upload.skipped(skipped.length));
  if (found.length > 0) uploads.add(found);
  else if (skipped.length === 0) toasts.show(words.upload.nothing);
}

/** Must be called while the drop event runs: the browser empties the list afterwards. */
export async function addDropped(transfer: DataTransfer): Promise<void> {
  const items = [...transfer.items].filter((item) => item.kind === "file") as DropItem[];
  const sources = items.map((item) => ({
    handle: item.getAsFileSystemHandle?.().catch(() => null),
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  const found: Incoming[] = [];
  const skipped: string[] = [];
  for (const source of sources) {
    try {
      const handle = await source.handle;
      if (handle) await walkHandle(handle, true, found, skipped);
      else if (source.entry) await walkEntry(source.entry, true, found, skipped);
      else if (source.file) found.push({ file: source.file });
    } catch {
      toasts.error(words.upload.changed);
    }
  }
  take(found, skipped);
}

export function addPicked(files: File[], fromFolder: boolean): void {
  if (files.length === 0) return;
  const wanted = (file: File) => !fromFolder || isPhotoName(file.name);
  const skipped = files.filter((file) => !wanted(file)).map((file) => file.name);
  take(
    files.filter(wanted).map((file) => ({ file })),
    skipped,
  );
}

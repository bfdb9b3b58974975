// What a person can do to photos, from the action bar, the viewer and the keyboard alike: ask, do, say so, offer the way back.

import { words } from "../strings/en";
import { client } from "./api";
import { confirmed } from "./confirm.svelte";
import { library } from "./library.svelte";
import { toasts } from "./toasts.svelte";

/** The server bounds the photos of one download. */
const kDownloadMax = 1_000;

async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toasts.error(error);
    library.refresh();
    return false;
  }
}

export function moveToTrash(ids: string[]): Promise<boolean> {
  return attempt(async () => {
    library.remove(ids);
    await client.trash(ids);
    toasts.undoable({
      topic: "trash",
      ids,
      text: words.done.trashed,
      undo: async (all) => {
        await client.restore(all);
        library.refresh();
      },
    });
  });
}

export function restore(ids: string[]): Promise<boolean> {
  return attempt(async () => {
    library.remove(ids);
    await client.restore(ids);
    toasts.undoable({
      topic: "restore",
      ids,
      text: words.done.restored,
      undo: async (all) => {
        await client.trash(all);
        library.refresh();
      },
    });
  });
}

/** Removes bytes: asks first. From outside the trash the photos go through it, since only the trash can be emptied. */
export async function removeForEver(ids: string[]): Promise<boolean> {
  const sure = await confirmed({
    title: words.confirm.removeTitle(ids.length),
    text: words.confirm.removeText(ids.length),
    action: words.confirm.removeAction,
  });
  if (!sure) return false;
  return attempt(async () => {
    if (library.current.view !== "trash") await client.trash(ids);
    await client.remove(ids);
    library.remove(ids);
    toasts.show(words.done.removed(ids.length));
  });
}

export async function emptyTrash(count: number): Promise<void> {
  const sure = await confirmed({
    title: words.confirm.emptyTitle(),
    text: words.confirm.emptyText(count),
    action: words.confirm.emptyAction,
  });
  if (!sure) return;
  await attempt(async () => {
    await client.emptyTrash();
    library.selection.clear();
    library.refresh();
    toasts.show(words.done.removed(count));
  });
}

export function setArchived(ids: string[], archived: boolean): Promise<boolean> {
  return attempt(async () => {
    if (library.current.partedByArchive) library.remove(ids);
    await client.change(ids, { archived });
    toasts.undoable({
      topic: archived ? "archive" : "unarchive",
      ids,
      text: archived ? words.done.archived : words.done.unarchived,
      undo: async (all) => {
        await client.change(all, { archived: !archived });
        library.refresh();
      },
    });
  });
}

export function setFavourite(ids: string[], favourite: boolean): Promise<boolean> {
  const changed = ids.filter((id) => library.current.areFavourite([id]) !== favourite);
  return attempt(async () => {
    library.current.setFavourite(ids, favourite);
    await client.change(ids, { favourite });
    library.refresh();
    if (ids.length === 1 || changed.length === 0) return; // The heart of a single photo is its own answer.
    toasts.undoable({
      topic: favourite ? "favourite" : "unfavourite",
      ids: changed,
      text: favourite ? words.done.favourited : words.done.unfavourited,
      undo: async (all) => {
        await client.change(all, { favourite: !favourite });
        library.refresh();
      },
    });
  });
}

export function rate(ids: string[], rating: number): Promise<boolean> {
  return attempt(async () => {
    await client.change(ids, { rating });
    toasts.show(words.done.rated(rating), { topic: "rating" });
  });
}

export function retryProcessing(ids: string[]): Promise<boolean> {
  return attempt(async () => {
    await client.retry(ids);
    library.refresh();
    toasts.show(words.done.retried(ids.length));
  });
}

/** Hands an address to the browser's own download. */
export function saveFrom(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

export function download(ids: string[]): Promise<boolean> {
  return attempt(async () => {
    if (ids.length > kDownloadMax) {
      toasts.error(words.done.tooManyToDownload(kDownloadMax));
      return;
    }
    saveFrom(
      ids.length === 1 ? `/api/photos/${encodeURIComponent(ids[0]!)}/original` : await client.download(ids),
    );
    toasts.show(words.done.downloading);
  });
}

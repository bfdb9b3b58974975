// What a command does to photos, wherever they are shown.

import { download, moveToTrash, rate, removeForEver, setArchived, setFavourite } from "./actions";
import type { Command } from "./keys";
import { library } from "./library.svelte";
import type { PhotoSet } from "./photo_set";

/** Commands that take photos out of sight. */
const kRemoving: readonly Command[] = ["archive", "trash", "remove"];

/** Does what the command asks on selected photos, or on the focused one. Returns false for commands of no meaning here. */
export function actOn(command: Command, store: PhotoSet, ids: string[]): boolean {
  const selected = library.selection.active;
  // A photo that was clicked keeps the focus without showing it: nothing may vanish that nobody sees chosen.
  if (!selected && kRemoving.includes(command) && !document.activeElement?.matches(":focus-visible"))
    return false;
  const done = () => selected && library.selection.clear();
  if (command.startsWith("rate-")) void rate(ids, Number(command.slice(5)));
  else if (command === "favourite") void setFavourite(ids, !store.areFavourite(ids)).then(done);
  else if (command === "archive" && store.view !== "trash")
    void setArchived(ids, store.view !== "archive").then(done);
  else if (command === "download") void download(ids);
  else if (command === "trash" && store.view !== "trash") void moveToTrash(ids).then(done);
  else if (command === "remove" || command === "trash") void removeForEver(ids);
  else return false;
  return true;
}

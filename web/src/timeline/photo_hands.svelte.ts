// What mouse, fingers and keyboard do with the photos of a page, be it a timeline or a list.

import { commandFor, isTaken, pressesControl, type Command } from "../lib/keys";
import { library } from "../lib/library.svelte";
import type { PhotoSet } from "../lib/photo_set";
import { router } from "../lib/router.svelte";

export function focusPhoto(
  set: PhotoSet,
  id: string | undefined,
  where: "nearest" | "top" = "nearest",
): void {
  if (!id) return;
  set.focused = id;
  set.reveal(id, where);
  set.wantsFocus = id; // Its tile takes it.
}

/** With Shift all from the one that was selected last. */
export async function selectPhoto(set: PhotoSet, id: string, range: boolean): Promise<void> {
  const { selection } = library;
  set.focused = id;
  if (range && selection.anchor && selection.anchor !== id) {
    selection.add(await set.range(selection.anchor, id));
    selection.anchor = id;
  } else {
    selection.toggle(id);
  }
}

/** A click on a photo; what a browser does with other buttons and keys is left to it. */
export function clickPhoto(set: PhotoSet, event: MouseEvent, id: string): void {
  if (event.metaKey || event.ctrlKey || event.button !== 0) return;
  event.preventDefault();
  if (event.shiftKey || library.selection.active) void selectPhoto(set, id, event.shiftKey);
  else router.openPhoto(id);
}

/** What a key asks of the page, if it is the page's. */
export function commandOnPage(event: KeyboardEvent, covered: boolean): Command | undefined {
  if (covered || isTaken(event) || pressesControl(event)) return undefined;
  return commandFor(event, { viewing: false, selecting: library.selection.active });
}

/** After the viewer the photo that was on screen is in sight and has the focus. For a component's beginning. */
export function focusAfterViewer(set: () => PhotoSet, covered: () => boolean): void {
  let wasCovered = false;
  $effect(() => {
    const now = covered();
    if (wasCovered && !now) focusPhoto(set(), set().focused);
    wasCovered = now;
  });
}

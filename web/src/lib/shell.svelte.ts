// What lies over the page: dialogs that any part of it may ask for.

class Shell {
  helpOpen = $state(false);
  dateOpen = $state(false);
  /** Puts the cursor into the search box; the box on screen registers itself here. */
  focusSearch: (() => void) | undefined;
  /** Opens the browser's file picker; the upload button registers itself here. */
  pick: ((what: "files" | "folder") => void) | undefined;
}

export const shell = new Shell();

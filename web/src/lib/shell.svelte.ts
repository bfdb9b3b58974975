// What lies over the page: dialogs that any part of it may ask for.

class Shell {
  helpOpen = $state(false);
  dateOpen = $state(false);
  /** Opens the browser's file picker; the upload button registers itself here. */
  pick: ((what: "files" | "folder") => void) | undefined;
}

export const shell = new Shell();

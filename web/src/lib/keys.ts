// Which command a key means. Components carry commands out; this table is the only place that knows keys.

export type Command =
  | "left"
  | "right"
  | "up"
  | "down"
  | "open"
  | "space"
  | "day-earlier"
  | "day-later"
  | "month-earlier"
  | "month-later"
  | "year-earlier"
  | "year-later"
  | "go-to-date"
  | "select"
  | "select-all"
  | "escape"
  | "favourite"
  | "info"
  | "archive"
  | "download"
  | "trash"
  | "remove"
  | "upload"
  | "search"
  | "faces"
  | "help"
  | "undo"
  | "zoom-in"
  | "zoom-out"
  | "zoom-reset"
  | "first"
  | "last"
  | "rate-0"
  | "rate-1"
  | "rate-2"
  | "rate-3"
  | "rate-4"
  | "rate-5";

export interface KeyContext {
  viewing: boolean;
  selecting: boolean;
}

export interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const plain: Record<string, Command> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Enter: "open",
  " ": "space",
  Escape: "escape",
  Home: "first",
  End: "last",
  Delete: "trash",
  Backspace: "trash",
  d: "day-earlier",
  m: "month-earlier",
  y: "year-earlier",
  g: "go-to-date",
  x: "select",
  f: "favourite",
  i: "info",
  u: "upload",
  "/": "search",
  p: "faces",
  "?": "help",
  "+": "zoom-in",
  "=": "zoom-in",
  "-": "zoom-out",
  z: "zoom-reset",
  "0": "rate-0",
  "1": "rate-1",
  "2": "rate-2",
  "3": "rate-3",
  "4": "rate-4",
  "5": "rate-5",
};
const shifted: Record<string, Command> = {
  D: "day-later",
  M: "month-later",
  Y: "year-later",
  A: "archive",
  Delete: "remove",
  "/": "search",
  "?": "help",
  "+": "zoom-in",
};

/** Shift+D downloads where there is something to download (a photo on screen, a selection); else it jumps a day. */
export function commandFor(key: Key, context: KeyContext): Command | undefined {
  if (key.altKey) return undefined;
  if (key.ctrlKey || key.metaKey) {
    if (key.key.toLowerCase() === "z" && !key.shiftKey) return "undo";
    return key.key.toLowerCase() === "a" && !context.viewing ? "select-all" : undefined;
  }
  if (!key.shiftKey) return plain[key.key.length === 1 ? key.key.toLowerCase() : key.key];
  const command = shifted[key.key.length === 1 ? key.key.toUpperCase() : key.key];
  if (command === "day-later" && (context.viewing || context.selecting)) return "download";
  if (command) return command;
  return key.key.startsWith("Arrow") || key.key === "Enter" ? plain[key.key] : undefined;
}

/** True when the keys belong to somebody else: a field, an open dialog or menu. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return false;
  if (target.closest("dialog, [role=menu], textarea, select, [contenteditable]")) return true;
  if (target.closest("[role=slider]")) return /^(Arrow|Page|Home|End)/.test(event.key);
  const input = target.closest("input");
  return input !== null && input.type !== "checkbox";
}

/** True when Enter or Space would press the focused control, which then must have them. */
export function pressesControl(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" && event.key !== " ") return false;
  return (
    (event.target as HTMLElement | null)?.closest?.("button, summary, input, a:not([data-tile])") != null
  );
}

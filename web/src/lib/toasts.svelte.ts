// Short messages at the edge of the screen; some can be undone while they show.
//
// Two of a kind become one: three photos trashed one by one are "3 photos moved to the trash", and one Undo brings back all.

import { words } from "../strings/en";
import { messageOf } from "./api";

export interface Toast {
  id: number;
  text: string;
  kind: "note" | "error";
  /** A message takes the place of the one before it of the same topic. */
  topic?: string;
  action?: { label: string; run: () => void };
  /** What the way back would bring back. */
  ids?: string[];
}

export interface Undoable {
  topic: string;
  ids: string[];
  text: (count: number) => string;
  undo: (ids: string[]) => Promise<unknown>;
}

const kShownMs = 5_000;
const kWithActionMs = 10_000;
const kUndoMs = 120_000;
/** On a phone only the newest of them is seen. */
const kToastsMax = 2;

type Options = Pick<Partial<Toast>, "kind" | "topic" | "action" | "ids">;

export class Toasts {
  list: Toast[] = $state([]);
  private last = 0;
  private timers = new Map<number, ReturnType<typeof setTimeout>>();
  private held = false;
  /** The last thing that can be taken back, also when its message has gone. */
  private lastUndo: { id: number; run: () => void; until: number } | undefined;

  show(text: string, options: Options = {}): void {
    const toast: Toast = { kind: "note", ...options, id: ++this.last, text };
    if (options.action) toast.action = { ...options.action };
    if (toast.action) this.remember(toast.id, toast.action);
    const others = this.list.filter((other) => !replaces(toast, other));
    for (const other of this.list) if (!others.includes(other)) this.stop(other.id);
    this.list = [...others.slice(-(kToastsMax - 1)), toast];
    if (!this.held) this.start(toast);
  }

  /** What was taken back, by whichever way, is not taken back again. */
  private remember(id: number, action: NonNullable<Toast["action"]>): void {
    const { run } = action;
    action.run = () => {
      if (this.lastUndo?.id === id) this.lastUndo = undefined;
      run();
    };
    this.lastUndo = { id, run: action.run, until: Date.now() + kUndoMs };
  }

  /** Takes back what was done last; false when there is nothing. Each thing is taken back once. */
  undoLast(): boolean {
    const last = this.lastUndo;
    if (!last || last.until < Date.now()) return false;
    this.dismiss(last.id);
    last.run();
    return true;
  }

  undoable({ topic, ids, text, undo }: Undoable): void {
    const before = this.list.find((toast) => toast.topic === topic)?.ids ?? [];
    const all = [...new Set([...before, ...ids])];
    const run = () =>
      void undo(all).then(
        () => this.show(words.done.undone),
        (error) => this.error(error),
      );
    this.show(text(all.length), { topic, ids: all, action: { label: words.undo, run } });
  }

  error(error: unknown): void {
    this.show(typeof error === "string" ? error : messageOf(error), { kind: "error" });
  }

  dismiss(id: number): void {
    this.stop(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus rests on the messages they stay. */
  hold(): void {
    this.held = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  release(): void {
    this.held = false;
    for (const toast of this.list) this.start(toast);
  }

  private start(toast: Toast): void {
    this.stop(toast.id);
    const shownMs = toast.action || toast.kind === "error" ? kWithActionMs : kShownMs;
    this.timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), shownMs),
    );
  }

  private stop(id: number): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }
}

const replaces = (toast: Toast, other: Toast) =>
  toast.topic ? toast.topic === other.topic : toast.text === other.text && !other.action;

export const toasts = new Toasts();

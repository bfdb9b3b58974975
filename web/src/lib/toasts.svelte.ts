// Short messages at the edge of the screen; some can be undone while they show.

import { words } from "../strings/en";
import { messageOf } from "./api";

export interface Toast {
  id: number;
  text: string;
  kind: "note" | "error";
  action?: { label: string; run: () => void };
}

const kShownMs = 5_000;
const kWithActionMs = 10_000;
const kToastsMax = 4;

class Toasts {
  list: Toast[] = $state([]);
  private last = 0;
  private timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, options: { kind?: Toast["kind"]; action?: Toast["action"] } = {}): void {
    const toast: Toast = { id: ++this.last, text, kind: options.kind ?? "note" };
    if (options.action) toast.action = options.action;
    this.list = [...this.list.slice(-(kToastsMax - 1)), toast];
    this.start(toast.id, options.action || toast.kind === "error" ? kWithActionMs : kShownMs);
  }

  undoable(text: string, undo: () => Promise<unknown>): void {
    const run = () =>
      void undo().then(
        () => this.show(words.done.undone),
        (error) => this.error(error),
      );
    this.show(text, { action: { label: words.undo, run } });
  }

  error(error: unknown): void {
    this.show(typeof error === "string" ? error : messageOf(error), { kind: "error" });
  }

  dismiss(id: number): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus rests on the messages they stay. */
  hold(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  release(): void {
    for (const toast of this.list) this.start(toast.id, kShownMs);
  }

  private start(id: number, shownMs: number): void {
    clearTimeout(this.timers.get(id));
    this.timers.set(
      id,
      setTimeout(() => this.dismiss(id), shownMs),
    );
  }
}

export const toasts = new Toasts();

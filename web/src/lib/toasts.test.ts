import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Toasts } from "./toasts.svelte";

describe("Toasts", () => {
  let toasts: Toasts;
  const texts = () => toasts.list.map((toast) => toast.text);
  const trash = (ids: string[], undo = vi.fn(() => Promise.resolve())) => {
    toasts.undoable({ topic: "trash", ids, text: (count) => `${count} trashed`, undo });
    return undo;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    toasts = new Toasts();
  });
  afterEach(() => vi.useRealTimers());

  it("tells of three deletions in one line, and one Undo brings back all", async () => {
    trash(["a"]);
    trash(["b"]);
    const undo = trash(["c", "a"]);
    expect(texts()).toEqual(["3 trashed"]);
    toasts.list[0]!.action!.run();
    expect(undo).toHaveBeenCalledWith(["a", "b", "c"]);
  });

  it("takes back the last thing by a key, once, also when its message has gone", () => {
    const undo = trash(["a"]);
    vi.advanceTimersByTime(20_000);
    expect(texts()).toEqual([]);
    expect(toasts.undoLast()).toBe(true);
    expect(undo).toHaveBeenCalledWith(["a"]);
    expect(toasts.undoLast()).toBe(false);
    const second = trash(["b"]);
    toasts.list.find((toast) => toast.action)!.action!.run();
    expect(second).toHaveBeenCalledTimes(1);
    expect(toasts.undoLast()).toBe(false);
    trash(["c"]);
    vi.advanceTimersByTime(121_000);
    expect(toasts.undoLast()).toBe(false);
  });

  it("begins anew once the line has gone", () => {
    trash(["a"]);
    vi.advanceTimersByTime(10_001);
    expect(texts()).toEqual([]);
    trash(["b"]);
    expect(texts()).toEqual(["1 trashed"]);
  });

  it("counts the time from the last of a kind", () => {
    trash(["a"]);
    vi.advanceTimersByTime(8_000);
    trash(["b"]);
    vi.advanceTimersByTime(8_000);
    expect(texts()).toEqual(["2 trashed"]);
  });

  it("replaces a message of the same topic, says the same words once, and shows two at most", () => {
    toasts.show("Rated 3 stars.", { topic: "rating" });
    toasts.show("Rated 4 stars.", { topic: "rating" });
    expect(texts()).toEqual(["Rated 4 stars."]);
    toasts.show("Copied.");
    toasts.show("Copied.");
    expect(texts()).toEqual(["Rated 4 stars.", "Copied."]);
    toasts.error("No.");
    expect(texts()).toEqual(["Copied.", "No."]);
  });

  it("keeps messages, also new ones, while the pointer rests on them", () => {
    trash(["a"]);
    toasts.hold();
    toasts.show("Copied.");
    vi.advanceTimersByTime(60_000);
    expect(texts()).toEqual(["1 trashed", "Copied."]);
    toasts.release();
    vi.advanceTimersByTime(5_001);
    expect(texts()).toEqual(["1 trashed"]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../lib/api";
import type { Tiles } from "../lib/api_types";
import { PhotoRows, type Source } from "./photo_rows.svelte";

function tiles(ids: string[]): Tiles {
  const each = <T>(value: T) => ids.map(() => value);
  return {
    ids,
    taken: each("2024-05-04T10:00:00"),
    ratios: each(1.5),
    thumbhashes: each(null),
    states: each("ready" as const),
    favourite: each(0 as const),
    kinds: each("image" as const),
    names: ids.map((id) => `${id}.jpg`),
    versions: each(1),
  };
}

const named = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `p${from + i}`);

describe("PhotoRows", () => {
  let all: string[];
  let asked: (string | undefined)[];
  const source: Source = (cursor) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const page = all.slice(from, from + 40);
    const next = from + 40 < all.length ? String(from + 40) : null;
    return Promise.resolve({ tiles: tiles(page), next, total: all.length });
  };
  let rows: PhotoRows;
  beforeEach(() => {
    vi.useFakeTimers();
    all = named(0, 100);
    asked = [];
    rows = new PhotoRows(source);
  });
  afterEach(() => vi.useRealTimers());

  it("asks for the next page only when the reader nears the end", async () => {
    await rows.load();
    rows.setSize(1000, 300, 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([undefined]);
    expect(rows.total).toBe(100);
    rows.setScroll(rows.layout.height - 600);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([undefined, "40"]);
    expect(rows.columns.ids).toEqual(named(0, 80));
  });

  it("draws what is near the viewport and nothing else", async () => {
    await rows.load();
    rows.setSize(1000, 300, 0);
    expect(rows.shown[0]).toBe(0);
    expect(rows.shown[1]).toBeGreaterThan(3);
    expect(rows.shown[1]).toBeLessThan(40);
  });

  it("steps over the end of a page, and not over the end of the list", async () => {
    await rows.load();
    expect(await rows.step("p39", 1)).toBe("p40");
    expect(await rows.step("p0", -1)).toBeUndefined();
    all = named(0, 80);
    expect(await rows.step("p79", 1)).toBeUndefined();
  });

  it("finds a photo of a later page by its address", async () => {
    expect(await rows.find({ id: "p90" })).toBe(true);
    expect(await rows.find({ id: "elsewhere" })).toBe(false);
  });

  it("gives every photo for a selection of all", async () => {
    await rows.load();
    const taken = new Set<string>();
    await rows.everything((ids) => ids.forEach((id) => taken.add(id)));
    expect(taken.size).toBe(100);
  });

  it("takes photos out at once, and keeps its places", async () => {
    await rows.load();
    rows.remove(["p0", "p2"]);
    expect(rows.columns.ids.slice(0, 2)).toEqual(["p1", "p3"]);
    expect(rows.total).toBe(98);
    expect(await rows.step("p1", 1)).toBe("p3");
    expect(rows.tile("p2")).toBeUndefined();
  });

  it("follows the news at most every few seconds, with as much as is shown", async () => {
    await rows.load();
    await rows.step("p39", 1);
    asked = [];
    all = ["new", ...all];
    for (let news = 0; news < 5; news += 1) {
      rows.invalidate();
      await rows.load();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asked).toEqual([undefined, "40"]);
    expect(rows.columns.ids[0]).toBe("new");
  });

  it("says so when what was asked for is gone", async () => {
    const gone = new PhotoRows(() => Promise.reject(new ApiError(404, "PersonNotFound", "No such person.")));
    await gone.load();
    expect([gone.status, gone.missing, gone.error]).toEqual(["failed", true, "No such person."]);
  });
});

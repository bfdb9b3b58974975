import { beforeAll, describe, expect, it, vi } from "vitest";

const photos = { page: "photos" } as const;

describe("parseRoute", () => {
  let router: typeof import("./router.svelte");
  beforeAll(async () => {
    vi.stubGlobal("location", { pathname: "/", search: "", hash: "" });
    vi.stubGlobal("history", { state: null });
    vi.stubGlobal("addEventListener", () => {});
    router = await import("./router.svelte");
  }, 60_000); // the compiler starts, which a busy machine takes its time for

  it("reads the token of a first-run link from the fragment", () => {
    expect(router.parseRoute("/", "", "#/setup?token=abc-1", photos)).toEqual({
      page: "setup",
      token: "abc-1",
    });
    expect(router.parseRoute("/", "", "#/setup", photos)).toEqual({ page: "setup" });
  });
  it("lays a photo over the page it was opened from, or over the one its address names", () => {
    expect(router.parseRoute("/photo/p1", "", "", { page: "archive" })).toEqual({
      page: "archive",
      photo: "p1",
    });
    expect(router.parseRoute("/photo/p1", "?view=trash", "", photos)).toEqual({
      page: "trash",
      photo: "p1",
    });
    expect(router.parseRoute("/photo/p1", "?view=evil", "", { page: "settings" })).toEqual({
      page: "photos",
      photo: "p1",
    });
  });
  it("lays a photo over a search, a person, a place on the map, and finds the way back", () => {
    for (const below of [
      { page: "search", query: "beach & anna?" },
      { page: "person", id: "p/1" },
      { page: "like", id: "p2" },
      { page: "map", at: "41.38,2.17,12" },
    ] as const) {
      const address = new URL(router.photoPath("p9", below), "http://x");
      expect(router.parseRoute(address.pathname, address.search, "", photos)).toEqual({
        ...below,
        photo: "p9",
      });
      const page = new URL(router.pagePath(below), "http://x");
      expect(router.parseRoute(page.pathname, page.search, "", photos)).toEqual(below);
    }
    expect(router.parseRoute("/photo/p1", "?in=%2Fsettings", "", photos)).toEqual({
      page: "photos",
      photo: "p1",
    });
    expect(router.parseRoute("/photo/p1", "?in=https%3A%2F%2Fevil", "", photos)).toEqual({
      page: "photos",
      photo: "p1",
    });
    expect(router.parseRoute("/photo/%E0%A4%A", "", "", photos)).toEqual({ page: "missing" });
    expect(router.parseRoute("/map", "?at=javascript:1", "", photos)).toEqual({ page: "map" });
  });
  it("knows its pages and says so of others", () => {
    expect(router.parseRoute("/favourites/", "", "", photos)).toEqual({ page: "favourites" });
    expect(router.parseRoute("/elsewhere", "", "", photos)).toEqual({ page: "missing" });
  });
});

import { beforeAll, describe, expect, it, vi } from "vitest";

describe("parseRoute", () => {
  let router: typeof import("./router.svelte");
  beforeAll(async () => {
    vi.stubGlobal("location", { pathname: "/", search: "", hash: "" });
    vi.stubGlobal("history", { state: null });
    vi.stubGlobal("addEventListener", () => {});
    router = await import("./router.svelte");
  });

  it("reads the token of a first-run link from the fragment", () => {
    expect(router.parseRoute("/", "", "#/setup?token=abc-1", "photos")).toEqual({
      page: "setup",
      token: "abc-1",
    });
    expect(router.parseRoute("/", "", "#/setup", "photos")).toEqual({ page: "setup" });
  });
  it("lays a photo over the page it was opened from, or over the one its address names", () => {
    expect(router.parseRoute("/photo/p1", "", "", "archive")).toEqual({ page: "archive", photo: "p1" });
    expect(router.parseRoute("/photo/p1", "?view=trash", "", "photos")).toEqual({
      page: "trash",
      photo: "p1",
    });
    expect(router.parseRoute("/photo/p1", "?view=evil", "", "settings")).toEqual({
      page: "photos",
      photo: "p1",
    });
  });
  it("knows its pages and says so of others", () => {
    expect(router.parseRoute("/favourites/", "", "", "photos")).toEqual({ page: "favourites" });
    expect(router.parseRoute("/elsewhere", "", "", "photos")).toEqual({ page: "missing" });
  });
});

import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../lib/api";
import type { OfferedFile } from "../lib/api_types";
import { KeptUploads } from "./kept";
import { Uploads } from "./uploads.svelte";

let databases = 0;

/** Hashes are the files' texts, so that equal texts are equal files. */
const hasher = {
  hash: async (blob: Blob) =>
    Buffer.from(await blob.text())
      .toString("hex")
      .padEnd(64, "0"),
};
const photo = (text: string, name = `${text}.jpg`) => ({ file: new File([text], name) });

function library() {
  const has = new Map<string, string>();
  const open = new Map<string, string>();
  const server = {
    puts: 0,
    offers: [] as OfferedFile[][],
    failOffers: 0,
    has,
    api: {
      offer: async (files: OfferedFile[]) => {
        server.offers.push(files);
        if (server.failOffers-- > 0) throw new ApiError(503, "SlowDown", "Busy.");
        return files.map((file) => {
          const known = has.get(file.sha256);
          if (known) return { client_id: file.client_id, result: "duplicate" as const, photo_id: known };
          open.set(`u-${file.sha256}`, file.sha256);
          return {
            client_id: file.client_id,
            result: "upload" as const,
            upload_id: `u-${file.sha256}`,
            part_size: 1000,
            parts: [],
          };
        });
      },
      parts: async (_id: string, parts: { number: number }[]) =>
        parts.map(({ number }) => ({ number, url: "/x", headers: {} })),
      complete: async (id: string) => {
        has.set(open.get(id)!, `p-${id}`);
        return { result: "added" as const, photo: { id: `p-${id}` } as never };
      },
      cancelUpload: async () => undefined,
      processing: async () => ({
        waiting: 0,
        running: 0,
        failed: server.unreadable.length,
        failures: server.unreadable.map((id) => ({
          photo_id: id,
          name: "",
          message: "This is a text file.",
          at: "",
        })),
      }),
    },
    unreadable: [] as string[],
    send: async () => void (server.puts += 1),
  };
  const kept = new KeptUploads(`uploads-${++databases}`);
  const uploads = new Uploads(server.api, hasher, server.send as never, kept);
  return { server, uploads, kept };
}

async function finished(uploads: Uploads): Promise<void> {
  for (let i = 0; i < 400 && uploads.active; i += 1) await vi.advanceTimersByTimeAsync(50);
}

describe("Uploads", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    vi.stubGlobal("addEventListener", () => {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("uploads files in one offer and counts them", async () => {
    const { server, uploads } = library();
    uploads.signedIn();
    uploads.add([photo("one"), photo("two"), photo("three")]);
    await finished(uploads);
    expect(uploads.counts).toMatchObject({ added: 3, failed: 0, duplicate: 0 });
    expect(server.offers.flat()).toHaveLength(3);
    expect(server.puts).toBe(3);
  });

  it("sends equal files once; the others are duplicates", async () => {
    const { server, uploads } = library();
    uploads.signedIn();
    uploads.add([photo("same", "a.jpg"), photo("same", "b.jpg"), photo("same", "c.jpg")]);
    await finished(uploads);
    expect(uploads.counts).toMatchObject({ added: 1, duplicate: 2 });
    expect(server.puts).toBe(1);
  });

  it("says that an empty file is empty and goes on with the rest", async () => {
    const { uploads } = library();
    uploads.signedIn();
    uploads.add([photo("", "empty.jpg"), photo("full")]);
    await finished(uploads);
    await vi.advanceTimersByTimeAsync(200);
    expect(uploads.counts).toMatchObject({ added: 1, failed: 1 });
    expect(uploads.list.shown.find((upload) => upload.phase === "failed")!.facts.error).toMatch(/empty/);
  });

  it("asks a busy server again", async () => {
    const { server, uploads } = library();
    server.failOffers = 3;
    uploads.signedIn();
    uploads.add([photo("one")]);
    await finished(uploads);
    expect(uploads.counts.added).toBe(1);
    expect(server.offers).toHaveLength(4);
  });

  it("waits while nobody is signed in and while it is paused", async () => {
    const { server, uploads } = library();
    uploads.add([photo("one")]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.offers).toHaveLength(0);
    uploads.setPaused(true);
    uploads.signedIn();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.puts).toBe(0);
    uploads.setPaused(false);
    await finished(uploads);
    expect(uploads.counts.added).toBe(1);
  });

  it("goes on in another visit with the files it kept", async () => {
    const first = library();
    first.uploads.add([photo("one"), photo("two")]);
    await vi.waitFor(async () => expect(first.uploads.total).toBe(2));
    for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
    const later = new Uploads(
      first.server.api,
      hasher,
      first.server.send as never,
      new KeptUploads(`uploads-${databases}`),
    );
    later.signedIn();
    await vi.waitFor(() => expect(later.earlier.found?.count).toBe(2));
    await finished(later);
    expect(later.counts.added).toBe(2);
    expect(later.lost).toBe(0);
  });

  it("matches files that are handed over again with interrupted uploads", async () => {
    const { server, uploads, kept } = library();
    const left = new KeptUploads(`uploads-${databases}`);
    await left.keep([{ id: "x", name: "one.jpg", size: 3, lastModified: 1, type: "" }]);
    await left.keep([
      {
        id: "y",
        name: "old name.jpg",
        size: 3,
        lastModified: 1,
        type: "",
        sha256: await hasher.hash(new Blob(["two"])),
      },
    ]);
    uploads.signedIn();
    await vi.waitFor(() => expect(uploads.lost).toBe(2));
    expect(uploads.active).toBe(false);
    uploads.add([photo("one"), photo("two", "new name.jpg")]);
    await finished(uploads);
    await vi.advanceTimersByTimeAsync(200);
    expect(uploads.lost).toBe(0);
    expect(uploads.counts.added).toBe(2);
    expect(uploads.total).toBe(2);
    expect(server.puts).toBe(2);
    expect(await kept.takeOver()).toEqual([]);
  });

  it("does not take what it sent itself before the page was closed for a duplicate", async () => {
    const { server, uploads } = library();
    const database = `uploads-${databases}`;
    const hash = await hasher.hash(new Blob(["one"]));
    const other = await hasher.hash(new Blob(["two"]));
    await new KeptUploads(database).keep(
      [
        { id: "x", name: "one.jpg", size: 3, lastModified: 1, type: "", sha256: hash, granted: true },
        { id: "y", name: "two.jpg", size: 3, lastModified: 1, type: "", sha256: other },
      ].map((record) => ({ ...record, file: new File([record.name.slice(0, 3)], record.name) })),
    );
    server.has.set(hash, "mine");
    server.has.set(other, "older");
    uploads.signedIn();
    await vi.waitFor(() => expect(uploads.earlier.found?.count).toBe(2));
    await finished(uploads);
    await vi.advanceTimersByTimeAsync(200);
    expect(uploads.counts).toMatchObject({ added: 0, duplicate: 1 });
    expect(uploads.total).toBe(1);
    expect(uploads.earlier.found).toBeUndefined();
    expect(server.puts).toBe(0);
  });

  it("keeps at once what the server has taken", async () => {
    const first = library();
    const stuck = new Uploads(first.server.api, hasher, (() => new Promise(() => {})) as never, first.kept);
    stuck.signedIn();
    stuck.add([photo("one")]);
    await vi.advanceTimersByTimeAsync(1_000);
    for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
    const [left] = await new KeptUploads(`uploads-${databases}`).takeOver();
    expect(left).toMatchObject({ name: "one.jpg", granted: true });
  });

  it("says of a file that the server could not read that it failed, and why", async () => {
    const { server, uploads } = library();
    uploads.signedIn();
    uploads.add([photo("good"), photo("words")]);
    await finished(uploads);
    expect(uploads.counts.added).toBe(2);
    server.unreadable = [`p-u-${await hasher.hash(new Blob(["words"]))}`];
    await vi.advanceTimersByTimeAsync(4_000);
    expect(uploads.counts).toMatchObject({ added: 1, failed: 1 });
    const failed = uploads.list.shown.find((upload) => upload.phase === "failed")!;
    expect(failed.name).toBe("words.jpg");
    expect(failed.facts.error).toMatch(/text file/);
    expect(failed.facts.retryable).toBe(false);
  });

  it("tries nothing while the server is gone and goes on when it is back", async () => {
    const { server, uploads } = library();
    uploads.signedIn();
    uploads.setServerLost(true);
    uploads.add([photo("one")]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.offers).toHaveLength(0);
    uploads.setServerLost(false);
    await finished(uploads);
    expect(uploads.counts.added).toBe(1);
  });

  it("forgets what is cancelled", async () => {
    const { uploads, server } = library();
    uploads.add([photo("one"), photo("two")]);
    uploads.cancelAll();
    uploads.signedIn();
    await finished(uploads);
    await vi.advanceTimersByTimeAsync(500);
    expect(server.puts).toBe(0);
    expect(uploads.list.shown).toEqual([]);
  });
});

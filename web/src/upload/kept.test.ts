import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { KeptUploads } from "./kept";

let databases = 0;
const name = () => `kept-${++databases}`;
const record = (id: string, size = 3) => ({
  id,
  name: `${id}.jpg`,
  size,
  lastModified: 1,
  type: "image/jpeg",
  file: new File(["abc"], `${id}.jpg`),
});

describe("KeptUploads", () => {
  it("gives a later visit what an earlier one left, once", async () => {
    const database = name();
    const before = new KeptUploads(database);
    await before.keep([record("a"), record("b")]);
    await before.setHash("a", "ff");
    await before.forget(["b"]);
    const after = new KeptUploads(database);
    const left = await after.takeOver();
    expect(left.map(({ id, sha256 }) => [id, sha256])).toEqual([["a", "ff"]]);
    expect(left[0]!.file).toBeDefined();
    expect(await after.takeOver()).toEqual([]);
  });

  it("does not keep the bytes of large files", async () => {
    const database = name();
    await new KeptUploads(database).keep([record("large", 101 * 1024 * 1024)]);
    const [left] = await new KeptUploads(database).takeOver();
    expect(left!.name).toBe("large.jpg");
    expect(left!.file).toBeUndefined();
  });

  it("keeps bytes only up to its budget, and has room again when uploads are done", async () => {
    const database = name();
    const kept = new KeptUploads(database);
    const size = 90 * 1024 * 1024;
    await kept.keep(["a", "b", "c", "d", "e", "f"].map((id) => record(id, size)));
    await kept.forget(["a"]);
    await kept.keep([record("g", size)]);
    const left = await new KeptUploads(database).takeOver();
    expect(left.filter((upload) => upload.file).map((upload) => upload.id)).toEqual([
      "b",
      "c",
      "d",
      "e",
      "g",
    ]);
    expect(left.find((upload) => upload.id === "f")).toBeDefined();
  });
});

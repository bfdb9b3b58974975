import { describe, expect, it } from "vitest";
import { ApiError } from "../lib/api";
import { Line } from "./line";
import { advance, beginning, type Event } from "./machine";
import { PartError } from "./send";
import { transfer, type TransferTools } from "./transfer";
import { Upload } from "./upload.svelte";

const bytes = new Uint8Array(25).map((_, i) => i);

function ready(parts: number[] = []): Upload {
  const answer = {
    client_id: "c",
    result: "upload",
    upload_id: "u",
    part_size: 10,
    parts: parts.map((number) => ({ number, size: 10 })),
  };
  const events = [
    { type: "hash-started" },
    { type: "hashed", sha256: "ab" },
    { type: "offered", answer },
  ] as Event[];
  return new Upload(
    "c",
    "a.jpg",
    0,
    "image/jpeg",
    events.reduce(advance, beginning(25)),
    new File([bytes], "a.jpg"),
  );
}

/** A server in memory whose answers a test can break. */
function server(breaks: { send?: (attempt: number) => void; complete?: (attempt: number) => void } = {}) {
  const sent: number[] = [];
  const slept: number[] = [];
  let sends = 0;
  let completes = 0;
  const tools: TransferTools = {
    api: {
      parts: async (_id, parts) => parts.map(({ number }) => ({ number, url: String(number), headers: {} })),
      complete: async () => {
        breaks.complete?.(++completes);
        return { result: "added", photo: { id: "p" } as never };
      },
    },
    hasher: { hash: async () => "00".repeat(32) },
    send: async (url) => {
      breaks.send?.(++sends);
      sent.push(Number(url));
    },
    ...new Line(() => 2).tools,
    sleep: async (milliseconds) => void slept.push(milliseconds),
  };
  return { tools, sent, slept };
}

describe("transfer", () => {
  it("sends what is missing and completes", async () => {
    const upload = ready([2]);
    const { tools, sent } = server();
    await transfer(upload, 3, tools);
    expect(upload.facts).toMatchObject({ phase: "added", photoId: "p" });
    expect(sent.sort()).toEqual([1, 3]);
  });

  it("tries a broken line again, waiting longer each time", async () => {
    const upload = ready([2, 3]);
    const { tools, slept } = server({
      send: (attempt) => {
        if (attempt <= 3) throw new PartError(attempt === 2 ? 503 : 0, "", "");
      },
    });
    await transfer(upload, 1, tools);
    expect(upload.phase).toBe("added");
    expect(slept).toHaveLength(3);
    expect(slept[2]!).toBeGreaterThan(slept[0]!);
  });

  it("gives up with words when it never works", async () => {
    const upload = ready();
    const { tools } = server({
      send: () => {
        throw new PartError(0, "", "");
      },
    });
    await transfer(upload, 1, tools);
    expect(upload.facts).toMatchObject({ phase: "failed", retryable: true });
    expect(upload.facts.error).toMatch(/connection/i);
  });

  it("offers again when the server forgot the upload or misses a part", async () => {
    const forgotten = ready();
    await transfer(
      forgotten,
      1,
      server({
        send: () => {
          throw new PartError(404, "NoSuchUpload", "");
        },
      }).tools,
    );
    expect(forgotten.phase).toBe("hashed");
    const missing = ready();
    await transfer(
      missing,
      1,
      server({
        complete: () => {
          throw new ApiError(409, "PartsMissing", "");
        },
      }).tools,
    );
    expect(missing.phase).toBe("hashed");
  });

  it("hashes again when the bytes were not the announced ones", async () => {
    const upload = ready();
    const wrong = () => {
      throw new ApiError(422, "ChecksumMismatch", "The bytes differ.");
    };
    await transfer(upload, 1, server({ complete: wrong }).tools);
    expect(upload.facts).toMatchObject({ phase: "failed", error: "The bytes differ.", retryable: true });
    expect(upload.facts.sha256).toBeUndefined();
  });

  it("says that the disk is full at once", async () => {
    const upload = ready();
    const full = () => {
      throw new ApiError(507, "StorageFull", "The disk is full.");
    };
    const { tools, slept } = server({ complete: full });
    await transfer(upload, 1, tools);
    expect(upload.facts).toMatchObject({ phase: "failed", error: "The disk is full." });
    expect(slept).toEqual([]);
  });

  it("stays ready to go on when the session ends", async () => {
    const upload = ready();
    const { tools } = server({
      complete: () => {
        throw new ApiError(401, "SignInRequired", "");
      },
    });
    await expect(transfer(upload, 1, tools)).rejects.toMatchObject({ status: 401 });
    expect(upload.phase).toBe("hashed");
  });

  it("stops without an error when it is cancelled", async () => {
    const upload = ready();
    const { tools, sent } = server();
    tools.send = () => {
      upload.apply({ type: "cancel" });
      upload.abort!.abort();
      return Promise.reject(new DOMException("Aborted", "AbortError"));
    };
    await transfer(upload, 1, tools);
    expect(upload.phase).toBe("cancelled");
    expect(sent).toEqual([]);
  });
});

describe("Line", () => {
  it("lets no more parts on the line than there are places", async () => {
    const line = new Line(() => 2);
    const signal = new AbortController().signal;
    let now = 0;
    let most = 0;
    const work = () =>
      line.tools.onLine(async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now -= 1;
      }, signal);
    await Promise.all(Array.from({ length: 9 }, work));
    expect(most).toBe(2);
  });

  it("holds everything while it is closed and lets go of what is cancelled", async () => {
    const line = new Line(() => 1);
    line.setOpen(false);
    const abort = new AbortController();
    const held = line.tools.clear(abort.signal);
    abort.abort();
    await expect(held).rejects.toMatchObject({ name: "AbortError" });
    const freed = line.tools.clear(new AbortController().signal);
    line.setOpen(true);
    await freed;
  });
});

import { describe, expect, it } from "vitest";
import {
  advance,
  backOff,
  beginning,
  interrupted,
  isOpen,
  missingParts,
  receivedBytes,
  type Event,
  type Facts,
} from "./machine";

const run = (facts: Facts, ...events: Event[]) => events.reduce(advance, facts);
const offer = (parts: number[] = []): Event => ({
  type: "offered",
  answer: {
    client_id: "c",
    result: "upload",
    upload_id: "u",
    part_size: 10,
    parts: parts.map((number) => ({ number, size: 10 })),
  },
});
const hashed: Event[] = [{ type: "hash-started" }, { type: "hashed", sha256: "ab" }];

describe("an upload", () => {
  it("goes from waiting to added", () => {
    const sent = run(
      beginning(25),
      ...hashed,
      offer(),
      { type: "started" },
      { type: "part-received", number: 1 },
    );
    expect(sent.phase).toBe("uploading");
    const photo = { id: "p" } as never;
    const done = run(sent, { type: "finishing" }, { type: "completed", answer: { result: "added", photo } });
    expect(done.phase).toBe("added");
    expect(done.photoId).toBe("p");
    expect(isOpen(done.phase)).toBe(false);
  });

  it("sends only what the server misses", () => {
    const resumed = run(beginning(25), ...hashed, offer([1, 3]));
    expect(missingParts(resumed)).toEqual([{ number: 2, start: 10, end: 20 }]);
    expect(receivedBytes(resumed)).toBe(15);
    expect(missingParts(run(beginning(25), ...hashed, offer()))).toEqual([
      { number: 1, start: 0, end: 10 },
      { number: 2, start: 10, end: 20 },
      { number: 3, start: 20, end: 25 },
    ]);
  });

  it("knows its own bytes from those that were there before", () => {
    const answer = { client_id: "c", result: "duplicate" as const, photo_id: "p" };
    const granted = run(beginning(25), ...hashed, offer(), { type: "offer-again" });
    expect(run(granted, { type: "offered", answer }).phase).toBe("added");
    const other = run(interrupted(25, undefined, true, "cd"), ...hashed);
    expect(run(other, { type: "offered", answer }).phase).toBe("duplicate");
  });

  it("ends as a duplicate before any byte travels", () => {
    const answer = { client_id: "c", result: "duplicate", photo_id: "p", in_trash: true } as const;
    const facts = run(beginning(25), ...hashed, { type: "offered", answer });
    expect(facts).toMatchObject({ phase: "duplicate", photoId: "p", inTrash: true });
  });

  it("tells the server's reason when it is refused, and does not try again", () => {
    const answer = { client_id: "c", result: "refused", code: "X", message: "This is no photo." } as const;
    const facts = run(beginning(25), ...hashed, { type: "offered", answer });
    expect(facts).toMatchObject({ phase: "failed", error: "This is no photo.", retryable: false });
  });

  it("is offered again after a failure, and hashed again when the bytes did not fit", () => {
    const moving = run(beginning(25), ...hashed, offer(), { type: "started" });
    const broken = run(moving, { type: "failed", message: "broken", retryable: true }, { type: "retry" });
    expect(broken.phase).toBe("hashed");
    expect(broken.error).toBeUndefined();
    const wrong = run(
      moving,
      { type: "failed", message: "wrong", retryable: true, hashAgain: true },
      { type: "retry" },
    );
    expect(wrong.phase).toBe("waiting");
  });

  it("ignores answers that come after it was cancelled", () => {
    const cancelled = run(beginning(25), ...hashed, { type: "cancel" });
    expect(run(cancelled, offer(), { type: "started" })).toBe(cancelled);
  });

  it("counts a part once", () => {
    const facts = run(beginning(25), ...hashed, offer(), { type: "started" });
    const once = advance(facts, { type: "part-received", number: 1 });
    expect(advance(once, { type: "part-received", number: 1 })).toBe(once);
  });

  it("waits for its file after an interruption and goes on where it was", () => {
    const lost = interrupted(25, "ab", false);
    expect(lost.phase).toBe("needs-file");
    expect(isOpen(lost.phase)).toBe(false);
    expect(run(lost, { type: "file-found" }).phase).toBe("hashed");
    expect(interrupted(25, undefined, true).phase).toBe("waiting");
    expect(interrupted(25, "ab", true).phase).toBe("hashed");
  });
});

describe("backOff", () => {
  it("grows and is bounded", () => {
    expect(backOff(1, 0.5)).toBe(1_000);
    expect(backOff(3, 0.5)).toBe(4_000);
    expect(backOff(40, 0.99)).toBeLessThanOrEqual(37_500);
  });
});

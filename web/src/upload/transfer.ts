// Moves one upload's missing parts to the server and completes it.

import { ApiError, isAbort } from "../lib/api";
import type { client } from "../lib/api";
import { words } from "../strings/en";
import { base64OfHex, UnreadableFile, type Hasher } from "./hashing";
import { backOff, missingParts, type Part } from "./machine";
import { PartError, type sendPart } from "./send";
import type { Upload } from "./upload.svelte";

const kAttempts = 7;

export interface TransferTools {
  api: Pick<typeof client, "parts" | "complete">;
  hasher: Pick<Hasher, "hash">;
  send: typeof sendPart;
  /** Resolves when the line is there and nothing is paused; rejects when the signal is aborted. */
  clear: (signal: AbortSignal) => Promise<void>;
  /** Holds one of the places on the line for the duration of `work`. */
  onLine: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The server must be asked anew, from the offer on. */
class Stale extends Error {}
/** Nothing more to try; the message is for the person. */
class Hopeless extends Error {
  constructor(
    message: string,
    readonly retryable = true,
    readonly hashAgain = false,
  ) {
    super(message);
  }
}

async function readable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function judge(error: unknown): "again" | Error {
  if (isAbort(error)) return error as Error;
  if (error instanceof UnreadableFile) return new Hopeless(words.upload.changed, true, true);
  if (error instanceof PartError) {
    if (error.forgotten) return new Stale();
    if (error.final) return new Hopeless(error.message || words.errors.status(error.status));
    return "again";
  }
  if (error instanceof ApiError) {
    if (error.status === 401) return error;
    if (error.status === 404 || error.code === "PartsMissing") return new Stale();
    if (error.code === "UploadBusy") return "again";
    if (error.code === "ChecksumMismatch") return new Hopeless(error.message, true, true);
    return error.transient ? "again" : new Hopeless(error.message);
  }
  return new Hopeless(words.errors.unexpected);
}

/** Tries until it works, waiting longer each time; being offline or paused is no failure. */
async function persist<T>(work: () => Promise<T>, tools: TransferTools, signal: AbortSignal): Promise<T> {
  for (let failures = 0; ;) {
    await tools.clear(signal);
    try {
      return await work();
    } catch (error) {
      const verdict = judge(error);
      if (verdict !== "again") throw verdict;
      failures += 1;
      if (failures >= kAttempts) throw new Hopeless(words.upload.broken);
      const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      await tools.sleep(Math.max(asked, backOff(failures, Math.random())), signal);
    }
  }
}

async function movePart(
  upload: Upload,
  part: Part,
  tools: TransferTools,
  signal: AbortSignal,
): Promise<void> {
  const blob = upload.file!.slice(part.start, part.end);
  const whole = part.start === 0 && part.end === upload.size;
  await persist(
    () =>
      tools.onLine(async () => {
        const sum = whole && upload.facts.sha256 ? upload.facts.sha256 : await tools.hasher.hash(blob);
        const request = { number: part.number, size: blob.size, sha256: base64OfHex(sum) };
        const [target] = await tools.api.parts(upload.facts.uploadId!, [request], signal);
        if (!target) throw new Stale();
        try {
          await tools.send(
            target.url,
            target.headers,
            blob,
            (sent) => upload.flying(part.number, sent),
            signal,
          );
          upload.apply({ type: "part-received", number: part.number });
        } catch (error) {
          if (error instanceof PartError && error.status === 0 && !(await readable(blob))) {
            throw new UnreadableFile("changed while it was sent");
          }
          throw error;
        } finally {
          upload.landed(part.number);
        }
      }, signal),
    tools,
    signal,
  );
}

/** Runs an upload that is ready until it is added, a duplicate, failed, or to be offered again. Rejects only with 401. */
export async function transfer(upload: Upload, lanes: number, tools: TransferTools): Promise<void> {
  const abort = new AbortController();
  upload.abort = abort;
  if (!upload.apply({ type: "started" })) return;
  try {
    const parts = missingParts(upload.facts);
    const lane = async () => {
      for (let part = parts.shift(); part; part = parts.shift())
        await movePart(upload, part, tools, abort.signal);
    };
    await Promise.all(Array.from({ length: Math.min(lanes, parts.length) }, lane));
    upload.apply({ type: "finishing" });
    const answer = await persist(
      () => tools.api.complete(upload.facts.uploadId!, abort.signal),
      tools,
      abort.signal,
    );
    upload.apply({ type: "completed", answer });
  } catch (error) {
    abort.abort(); // The other lanes of this file have nothing left to do.
    if (error instanceof Stale) upload.apply({ type: "offer-again" });
    else if (error instanceof Hopeless) {
      upload.apply({
        type: "failed",
        message: error.message,
        retryable: error.retryable,
        hashAgain: error.hashAgain,
      });
    } else if (error instanceof ApiError) {
      upload.apply({ type: "offer-again" });
      throw error;
    }
  }
}

// The life of one upload as facts and events, without time or network. An event that does not fit the phase changes nothing,
// so late answers to a cancelled or restarted upload are harmless.

import type { CompleteAnswer, OfferAnswer } from "../lib/api_types";

export type Phase =
  | "needs-file" // Known from an earlier visit; its bytes must be handed over again.
  | "waiting" // To be read and hashed.
  | "hashing"
  | "hashed" // To be offered to the server.
  | "ready" // The server wants it.
  | "uploading"
  | "finishing"
  | "added"
  | "duplicate"
  | "failed"
  | "cancelled";

export interface Facts {
  phase: Phase;
  size: number;
  sha256?: string;
  uploadId?: string;
  /** The SHA-256 under which the server took this upload: a photo with these bytes came from here. */
  granted?: string;
  partSize?: number;
  /** Numbers of the parts that the server has. */
  received: number[];
  error?: string;
  /** True when trying again may help. */
  retryable?: boolean;
  photoId?: string;
  inTrash?: boolean;
}

export type Event =
  | { type: "hash-started" }
  | { type: "hashed"; sha256: string }
  | { type: "offered"; answer: OfferAnswer }
  | { type: "started" }
  | { type: "part-received"; number: number }
  | { type: "finishing" }
  | { type: "completed"; answer: CompleteAnswer }
  /** The server forgot or misses something, or the session ended: ask again from the offer on. */
  | { type: "offer-again" }
  | { type: "failed"; message: string; retryable: boolean; hashAgain?: boolean }
  | { type: "retry" }
  | { type: "cancel" }
  | { type: "file-found" }
  /** The bytes are in the library, but they are no picture that can be read. */
  | { type: "unreadable"; message: string };

export const beginning = (size: number): Facts => ({ phase: "waiting", size, received: [] });

/** An upload found after the page was closed. */
export function interrupted(
  size: number,
  sha256: string | undefined,
  hasFile: boolean,
  granted?: string,
): Facts {
  const facts: Facts = { phase: "needs-file", size, received: [] };
  if (sha256) facts.sha256 = sha256;
  if (granted) facts.granted = granted;
  if (hasFile) facts.phase = sha256 ? "hashed" : "waiting";
  return facts;
}

export const isFinal = (phase: Phase) => phase === "added" || phase === "duplicate" || phase === "cancelled";
/** True while the upload still wants something from the machine. */
export const isOpen = (phase: Phase) => !isFinal(phase) && phase !== "failed" && phase !== "needs-file";

function offered(facts: Facts, answer: OfferAnswer): Facts {
  if (answer.result === "upload") {
    const received = answer.parts.map((part) => part.number);
    const granted = facts.sha256!;
    return {
      ...facts,
      phase: "ready",
      uploadId: answer.upload_id,
      partSize: answer.part_size,
      received,
      granted,
    };
  }
  if (answer.result === "duplicate") {
    // What this browser brought itself, before its page was closed, is no duplicate.
    const phase = facts.granted === facts.sha256 ? "added" : "duplicate";
    return { ...facts, phase, photoId: answer.photo_id, inTrash: answer.in_trash ?? false };
  }
  return { ...facts, phase: "failed", error: answer.message, retryable: false };
}

function completed(facts: Facts, answer: CompleteAnswer): Facts {
  if (answer.result === "added") {
    const next: Facts = { ...facts, phase: "added" };
    if (answer.photo) next.photoId = answer.photo.id;
    return next;
  }
  return { ...facts, phase: "duplicate", photoId: answer.photo_id, inTrash: answer.in_trash ?? false };
}

export function advance(facts: Facts, event: Event): Facts {
  const { phase } = facts;
  switch (event.type) {
    case "hash-started":
      return phase === "waiting" ? { ...facts, phase: "hashing" } : facts;
    case "hashed":
      return phase === "hashing" ? { ...facts, phase: "hashed", sha256: event.sha256 } : facts;
    case "offered":
      return phase === "hashed" ? offered(facts, event.answer) : facts;
    case "started":
      return phase === "ready" ? { ...facts, phase: "uploading" } : facts;
    case "part-received":
      if (phase !== "uploading" || facts.received.includes(event.number)) return facts;
      return { ...facts, received: [...facts.received, event.number] };
    case "finishing":
      return phase === "uploading" ? { ...facts, phase: "finishing" } : facts;
    case "completed":
      return phase === "finishing" ? completed(facts, event.answer) : facts;
    case "offer-again":
      if (phase !== "ready" && phase !== "uploading" && phase !== "finishing") return facts;
      return { ...facts, phase: "hashed", received: [] };
    case "failed": {
      if (!isOpen(phase)) return facts;
      const next: Facts = { ...facts, phase: "failed", error: event.message, retryable: event.retryable };
      if (event.hashAgain) delete next.sha256;
      return next;
    }
    case "retry": {
      if (phase !== "failed") return facts;
      const next: Facts = { ...facts, phase: facts.sha256 ? "hashed" : "waiting" };
      delete next.error;
      return next;
    }
    case "cancel":
      return isFinal(phase) ? facts : { ...facts, phase: "cancelled" };
    case "unreadable":
      if (phase !== "added") return facts;
      return { ...facts, phase: "failed", error: event.message, retryable: false };
    case "file-found":
      return phase === "needs-file" ? { ...facts, phase: facts.sha256 ? "hashed" : "waiting" } : facts;
  }
}

export interface Part {
  number: number;
  start: number;
  end: number;
}

/** The parts of the file that the server still misses. */
export function missingParts(facts: Facts): Part[] {
  const size = facts.partSize ?? facts.size;
  const parts: Part[] = [];
  for (let number = 1, start = 0; start < facts.size; number += 1, start += size) {
    if (!facts.received.includes(number))
      parts.push({ number, start, end: Math.min(facts.size, start + size) });
  }
  return parts;
}

/** Bytes that the server has. */
export function receivedBytes(facts: Facts): number {
  if (facts.phase === "added" || facts.phase === "finishing") return facts.size;
  const size = facts.partSize ?? facts.size;
  return facts.received.reduce(
    (sum, number) => sum + Math.max(0, Math.min(size, facts.size - (number - 1) * size)),
    0,
  );
}

/** How long to wait before the attempt after `failures` failures, in milliseconds; `chance` in [0, 1). */
export function backOff(failures: number, chance: number): number {
  const full = Math.min(30_000, 1_000 * 2 ** (failures - 1));
  return Math.round(full * (0.75 + chance * 0.5));
}

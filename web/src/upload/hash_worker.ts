// Reads blobs and answers their SHA-256, away from the page's own thread.
//
// The browser's native digest takes one whole buffer and exists in secure contexts only; larger files, and pages on plain
// HTTP, are hashed piece by piece in JavaScript (no WebAssembly: the page's policy stays `script-src 'self'`).

import { sha256 } from "@noble/hashes/sha2";

export interface HashRequest {
  id: number;
  blob: Blob;
}

export type HashAnswer =
  { id: number; done: number } | { id: number; sha256: string } | { id: number; failed: string };

const kWholeMax = 48 * 1024 * 1024;
const kPiece = 4 * 1024 * 1024;
const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function digest(request: HashRequest): Promise<string> {
  const { blob, id } = request;
  if (subtle && blob.size <= kWholeMax) {
    return hex(new Uint8Array(await subtle.digest("SHA-256", await blob.arrayBuffer())));
  }
  const hash = sha256.create();
  for (let start = 0; start < blob.size; start += kPiece) {
    const end = Math.min(blob.size, start + kPiece);
    hash.update(new Uint8Array(await blob.slice(start, end).arrayBuffer()));
    postMessage({ id, done: end } satisfies HashAnswer);
  }
  return hex(hash.digest());
}

addEventListener("message", (event: MessageEvent<HashRequest>) => {
  digest(event.data).then(
    (sum) => postMessage({ id: event.data.id, sha256: sum } satisfies HashAnswer),
    (error: unknown) => postMessage({ id: event.data.id, failed: String(error) } satisfies HashAnswer),
  );
});

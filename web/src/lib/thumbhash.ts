// A photo's blurred likeness as an image address, made from the 25 bytes of its thumbhash.

import { thumbHashToDataURL } from "thumbhash";

const kKeptMax = 2_000;
const kept = new Map<string, string>();

export function placeholder(hash: string | null | undefined): string | undefined {
  if (!hash) return undefined;
  const known = kept.get(hash);
  if (known) return known;
  try {
    const bytes = Uint8Array.from(atob(hash), (c) => c.charCodeAt(0));
    const url = thumbHashToDataURL(bytes);
    if (kept.size >= kKeptMax) kept.delete(kept.keys().next().value!);
    kept.set(hash, url);
    return url;
  } catch {
    return undefined;
  }
}

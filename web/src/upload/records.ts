// An upload as a record for the next visit and as an offer to the server, and files behind handles.

import type { OfferedFile } from "../lib/api_types";
import type { KeptUpload } from "./kept";
import type { Upload } from "./upload.svelte";

export const newId = () =>
  crypto.getRandomValues(new Uint32Array(4)).reduce((id, n) => id + n.toString(16).padStart(8, "0"), "");

export function recordOf(upload: Upload): Omit<KeptUpload, "visit"> {
  const record: Omit<KeptUpload, "visit"> = {
    id: upload.id,
    name: upload.name,
    size: upload.size,
    lastModified: upload.lastModified,
    type: upload.type,
  };
  if (upload.facts.sha256) record.sha256 = upload.facts.sha256;
  if (upload.facts.granted) record.granted = true;
  if (upload.file) record.file = upload.file;
  if (upload.handle) record.handle = upload.handle;
  return record;
}

export const offerOf = (upload: Upload): OfferedFile => ({
  client_id: upload.id,
  name: upload.name,
  size: upload.size,
  sha256: upload.facts.sha256!,
  last_modified: upload.lastModified,
  ...(upload.type ? { type: upload.type } : {}),
});

type AskingHandle = FileSystemFileHandle & {
  queryPermission?: (mode: { mode: "read" }) => Promise<PermissionState>;
  requestPermission?: (mode: { mode: "read" }) => Promise<PermissionState>;
};

export async function readGranted(handle: AskingHandle | undefined): Promise<File | undefined> {
  try {
    if (!handle || (await handle.queryPermission?.({ mode: "read" })) !== "granted") return undefined;
    return await handle.getFile();
  } catch {
    return undefined;
  }
}

export async function readAsked(handle: AskingHandle): Promise<File | undefined> {
  try {
    if ((await handle.requestPermission?.({ mode: "read" })) !== "granted") return undefined;
    return await handle.getFile();
  } catch {
    return undefined;
  }
}

// Sends one part to its presigned address. XMLHttpRequest, because fetch tells nothing about the progress of a body.

import { reach } from "../lib/reach.svelte";

/** What went wrong with a part. Status 0: the line broke. */
export class PartError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The upload is unknown to the server by now: it must be offered again. */
  get forgotten(): boolean {
    return this.status === 404;
  }

  get final(): boolean {
    return this.status === 507 || this.status === 413 || this.code === "EntityTooLarge";
  }
}

const kForbidden = /^(host|content-length|connection)$/i;

function errorOf(xhr: XMLHttpRequest): PartError {
  const tag = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xhr.responseText)?.[1] ?? "";
  return new PartError(xhr.status, tag("Code"), tag("Message"));
}

export function sendPart(
  url: string,
  headers: Record<string, string>,
  body: Blob,
  onprogress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      if (!kForbidden.test(name)) xhr.setRequestHeader(name, value);
    }
    const abort = () => xhr.abort();
    signal.addEventListener("abort", abort);
    xhr.upload.onprogress = (event) => onprogress(event.loaded);
    xhr.onload = () => (xhr.status >= 200 && xhr.status < 300 ? resolve() : reject(errorOf(xhr)));
    xhr.onerror = () => {
      void reach.doubt();
      reject(new PartError(0, "", ""));
    };
    xhr.onabort = () => reject(new DOMException("Aborted", "AbortError"));
    xhr.onloadend = () => signal.removeEventListener("abort", abort);
    if (signal.aborted) xhr.abort();
    xhr.send(body);
  });
}

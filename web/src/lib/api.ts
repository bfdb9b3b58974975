// The one client of the server's JSON API. Every failure is an ApiError with words a person can read.

import { words } from "../strings/en";
import { reach } from "./reach.svelte";
import type * as api from "./api_types";

export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** How long the server asked to wait, in seconds. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** True when the same request may succeed later without anybody changing anything. */
  get transient(): boolean {
    return (
      this.status === 0 ||
      this.status === 408 ||
      this.status === 429 ||
      (this.status >= 500 && this.status !== 507)
    );
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** What to tell a person about any failure. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return words.errors.unexpected;
}

let onSignInRequired: () => void = () => {};

/** The session store registers here: any answer 401 outside signing in means that the session ended. */
export function setSignInRequired(callback: () => void): void {
  onSignInRequired = callback;
}

interface RequestOptions {
  body?: unknown;
  signal?: AbortSignal | undefined;
  keepSession?: boolean;
}

async function errorOf(response: Response): Promise<ApiError> {
  let code = `Http${response.status}`;
  let message = words.errors.status(response.status);
  try {
    const body = (await response.json()) as { error?: { code?: string; message?: string } };
    code = body.error?.code ?? code;
    message = body.error?.message || message;
  } catch {
    // A proxy's own error page: the status has to do.
  }
  const wait = Number(response.headers.get("retry-after"));
  return new ApiError(response.status, code, message, wait > 0 ? wait : undefined);
}

async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const init: RequestInit = { method, credentials: "same-origin", headers: { accept: "application/json" } };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    void reach.doubt();
    throw new ApiError(0, "Unreachable", words.errors.unreachable);
  }
  if (!response.ok) {
    const error = await errorOf(response);
    if (error.status === 401 && !options.keepSession) onSignInRequired();
    throw error;
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

const get = <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, { signal });
const post = <T>(path: string, body: unknown = {}, signal?: AbortSignal) =>
  request<T>("POST", path, { body, signal });
/** For the calls of other rooms of the API. */
export const ask = {
  get,
  post,
  patch: <T>(path: string, body: unknown) => request<T>("PATCH", path, { body }),
};
const segment = encodeURIComponent;

/** The most ids that one request may name. */
const kIdsMax = 1000;

async function inSlices(ids: string[], send: (slice: string[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < ids.length; from += kIdsMax) await send(ids.slice(from, from + kIdsMax));
}

export interface PhotoChange {
  favourite?: boolean;
  archived?: boolean;
  rating?: number;
}

export const client = {
  session: () => request<api.SessionInfo>("GET", "/api/session", { keepSession: true }),
  setup: (token: string, name: string, passphrase: string) =>
    request<void>("POST", "/api/setup", { body: { token, name, passphrase }, keepSession: true }),
  signIn: (passphrase: string) =>
    request<void>("POST", "/api/session", { body: { passphrase }, keepSession: true }),
  signOut: () => request<void>("DELETE", "/api/session", { keepSession: true }),
  sessions: async () => (await get<{ sessions: api.DeviceSession[] }>("/api/sessions")).sessions,
  endSession: (id: string) => request<void>("DELETE", `/api/sessions/${segment(id)}`),
  checkPassphrase: (passphrase: string, name: string, signal?: AbortSignal) =>
    request<api.PassphraseVerdict>("POST", "/api/passphrase/check", {
      body: name ? { passphrase, name } : { passphrase },
      signal,
      keepSession: true,
    }),
  changePassphrase: (current: string, next: string) =>
    request<void>("POST", "/api/passphrase", { body: { current, new: next }, keepSession: true }),

  timeline: (view: api.View, signal?: AbortSignal) => get<api.Timeline>(`/api/timeline?view=${view}`, signal),
  month: (view: api.View, month: string, signal?: AbortSignal) =>
    get<api.MonthColumns>(`/api/timeline/${segment(month)}?view=${view}`, signal),

  photo: (id: string, signal?: AbortSignal) => get<api.Photo>(`/api/photos/${segment(id)}`, signal),
  neighbours: (id: string, view: api.View, signal?: AbortSignal) =>
    get<api.Neighbours>(`/api/photos/${segment(id)}/neighbours?view=${view}`, signal),
  change: (ids: string[], change: PhotoChange) =>
    inSlices(ids, (slice) => request("PATCH", "/api/photos", { body: { ids: slice, ...change } })),
  trash: (ids: string[]) => inSlices(ids, (slice) => post("/api/photos/trash", { ids: slice })),
  restore: (ids: string[]) => inSlices(ids, (slice) => post("/api/photos/restore", { ids: slice })),
  remove: (ids: string[]) => inSlices(ids, (slice) => post("/api/trash/empty", { ids: slice })),
  emptyTrash: () => post<unknown>("/api/trash/empty", {}),
  retry: (ids: string[]) => inSlices(ids, (slice) => post("/api/photos/retry", { ids: slice })),
  download: async (ids: string[]) => (await post<{ url: string }>("/api/downloads", { ids })).url,

  offer: async (files: api.OfferedFile[], signal?: AbortSignal) =>
    (await post<{ files: api.OfferAnswer[] }>("/api/uploads", { files }, signal)).files,
  parts: async (uploadId: string, parts: api.PartRequest[], signal?: AbortSignal) =>
    (await post<{ parts: api.PartTarget[] }>(`/api/uploads/${segment(uploadId)}/parts`, { parts }, signal))
      .parts,
  complete: (uploadId: string, signal?: AbortSignal) =>
    post<api.CompleteAnswer>(`/api/uploads/${segment(uploadId)}/complete`, {}, signal),
  cancelUpload: (uploadId: string) => request<void>("DELETE", `/api/uploads/${segment(uploadId)}`),

  processing: (signal?: AbortSignal) => get<api.Processing>("/api/processing", signal),
  instance: (signal?: AbortSignal) => get<api.Instance>("/api/instance", signal),
  health: (signal?: AbortSignal) => get<api.Health>("/health", signal),
};

export const previewUrl = (id: string, size: 256 | 1440, version: number) =>
  `/api/photos/${segment(id)}/preview/${size}?v=${version}`;
export const originalUrl = (id: string) => `/api/photos/${segment(id)}/original`;

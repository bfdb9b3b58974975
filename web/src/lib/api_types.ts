// The shapes of the server's JSON API, by the names of its OpenAPI document (src/site/openapi.json).

import type { Seen } from "./eyes_types";

export type View = "photos" | "favourites" | "archive" | "trash";
export type PhotoState = "ready" | "processing" | "failed";
export type PhotoKind = "image" | "animation" | "raw";

export interface SessionInfo {
  state: "setup" | "signed_out" | "signed_in";
  name?: string;
  version: string;
}

export interface DeviceSession {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent: string;
  address: string;
  current: boolean;
}

export interface PassphraseVerdict {
  accepted: boolean;
  reason?: string;
}

export interface TimelineMonth {
  month: string;
  count: number;
}

export interface Timeline {
  total: number;
  months: TimelineMonth[];
  /** The number of the last change that these counts include. */
  version: number;
}

/** Photos as parallel columns. `taken` is local time without a zone. */
export interface Tiles {
  ids: string[];
  taken: string[];
  ratios: number[];
  thumbhashes: (string | null)[];
  states: PhotoState[];
  favourite: (0 | 1)[];
  kinds: PhotoKind[];
  names: string[];
  /** For the previews' addresses: another number, other bytes. */
  versions: number[];
}

/** One month of photos, newest first. */
export interface MonthColumns extends Tiles {
  month: string;
  /** In the trash only: since when each lies there. */
  trashed?: string[];
}

export interface Exif {
  camera_make?: string | null;
  camera_model?: string | null;
  lens?: string | null;
  /** Seconds. */
  exposure_time?: number | null;
  f_number?: number | null;
  iso?: number | null;
  focal_length_mm?: number | null;
  focal_length_35mm?: number | null;
  has_flashed?: boolean | null;
  exposure_bias_ev?: number | null;
  software?: string | null;
  description?: string | null;
}

export interface Photo extends Seen {
  id: string;
  name: string;
  size: number;
  sha256: string;
  type: string;
  kind: PhotoKind;
  width?: number | null;
  height?: number | null;
  taken_at: string;
  taken_zone?: string | null;
  taken_from: "exif" | "xmp" | "name" | "file" | "upload";
  month: string;
  uploaded_at: string;
  state: PhotoState;
  error?: string | null;
  /** Of a photo that can be shown: what is wrong with its file. */
  warning?: string | null;
  favourite: boolean;
  archived: boolean;
  rating: number;
  version: number;
  trashed_at?: string | null;
  exif?: Exif | null;
  gps?: { latitude: number; longitude: number; altitude?: number | null } | null;
  thumbhash?: string | null;
}

export interface Neighbours {
  previous: string | null;
  next: string | null;
}

export interface OfferedFile {
  client_id: string;
  name: string;
  size: number;
  sha256: string;
  last_modified?: number;
  type?: string;
}

export interface ReceivedPart {
  number: number;
  size: number;
}

export type OfferAnswer =
  | { client_id: string; result: "upload"; upload_id: string; part_size: number; parts: ReceivedPart[] }
  | { client_id: string; result: "duplicate"; photo_id: string; in_trash?: boolean }
  | { client_id: string; result: "refused"; code: string; message: string };

export interface PartRequest {
  number: number;
  size: number;
  /** Base64 of the part's SHA-256. */
  sha256: string;
}

export interface PartTarget {
  number: number;
  url: string;
  headers: Record<string, string>;
}

export type CompleteAnswer =
  { result: "added"; photo?: Photo } | { result: "duplicate"; photo_id: string; in_trash?: boolean };

export interface ProcessingFailure {
  photo_id: string;
  name: string;
  message: string;
  at: string;
}

export interface Processing {
  waiting: number;
  running: number;
  failed: number;
  failures: ProcessingFailure[];
}

export interface PhotoEvent {
  id: string;
  month: string;
  change: "added" | "changed" | "trashed" | "restored" | "removed";
}

export interface ProcessingEvent {
  waiting: number;
  running: number;
  failed: number;
}

export interface Health {
  status: string;
  stores?: Record<string, unknown>;
  services?: unknown[];
}

/** The machine as an EC2 instance. */
export interface Instance {
  facts: { name: string; value: string }[];
  tags: { key: string; value: string }[];
  launched_at: string;
  metadata: { url: string | null; token_required: boolean; profile: string | null };
}

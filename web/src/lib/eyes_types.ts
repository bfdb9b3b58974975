// The shapes of what was seen in photos, of people, search, places and jobs, by the names of the server's OpenAPI document.

import type { PhotoKind, Tiles } from "./api_types";

/** Ratios of the upright picture, 0 to 1. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Analysis {
  state: "waiting" | "running" | "paused" | "done" | "failed" | "none";
  message?: string;
  analysed_at?: string;
  /** What was not looked for, and why: sentences. */
  left_out?: string[];
}

export interface Label {
  name: string;
  /** 0 to 100; absent for what only the person said. */
  confidence?: number;
  own: boolean;
  hidden: boolean;
  parents: string[];
  categories: string[];
  instances: { box: Box; confidence: number }[];
}

export interface FaceOwner {
  id: string;
  name: string;
  hidden: boolean;
}

export interface PhotoFace {
  id: string;
  box: Box;
  confidence: number;
  /** No face at all, somebody said. */
  hidden: boolean;
  by_hand: boolean;
  person: FaceOwner | null;
}

export interface TextLine {
  text: string;
  confidence: number;
  box: Box;
}

export interface Colour {
  hex: string;
  name: string;
  percent: number;
}

export interface PlaceName {
  city: string;
  region?: string;
  country: string;
  country_code: string;
}

/** What a photo's details say besides the file: absent until it is known. */
export interface Seen {
  analysis?: Analysis;
  labels?: Label[];
  faces?: PhotoFace[];
  texts?: TextLine[];
  colours?: Colour[];
  quality?: { brightness: number; sharpness: number; contrast: number };
  place?: PlaceName;
}

export interface Person {
  id: string;
  name: string;
  hidden: boolean;
  /** How many of them outside the trash. */
  photos: number;
  /** The face on the cover. */
  face_id: string | null;
}

export interface PersonDetails extends Person {
  first_taken?: string;
  last_taken?: string;
  faces: number;
}

export interface PersonFace {
  id: string;
  photo_id: string;
  box: Box;
  by_hand: boolean;
  confidence: number;
}

export interface Edited {
  person: Person | null;
  edit_id: string | null;
}

export interface Side {
  person: Person;
  face_id: string;
}

export interface PeopleQuestion {
  id: string;
  similarity: number;
  a: Side;
  b: Side;
}

export interface DuplicatePhoto {
  id: string;
  name: string;
  width: number;
  height: number;
  size: number;
  taken_at: string;
  type: string;
  kind?: PhotoKind;
  thumbhash: string | null;
  version: number;
  favourite: boolean;
  rating: number;
  sharpness?: number;
  best: boolean;
}

export interface DuplicateGroup {
  id: string;
  photos: DuplicatePhoto[];
}

export type QueueKind = "reading" | "analysing";

export interface Queue {
  kind: QueueKind;
  state: "idle" | "working" | "paused" | "blocked";
  reason?: string;
  waiting: number;
  running: number;
  failed: number;
  done: number;
  per_minute?: number;
  seconds_left?: number;
}

export interface JobFailure {
  photo_id: string;
  name: string;
  message: string;
  at: string;
}

export type PartKind =
  | "label"
  | "person"
  | "place"
  | "date"
  | "camera"
  | "lens"
  | "text"
  | "is"
  | "colour"
  | "sentence"
  | "none"
  | "file";

export interface SearchPart {
  text: string;
  kind: PartKind;
  meaning: string;
  count: number;
  excluded: boolean;
  person_ids?: string[];
}

export interface SearchAnswer {
  parts: SearchPart[];
  unmatched: string[];
  without?: string;
  total: number;
  tiles: Tiles;
  next: string | null;
  version: number;
}

export interface Suggestion {
  kind: PartKind;
  text: string;
  count: number;
  /** The whole content of the box once it is chosen. */
  q: string;
  photo_id?: string | null;
  version?: number | null;
  person_id?: string | null;
  /** The face on a person's cover. */
  face_id?: string | null;
}

/** Degrees; east < west crosses the date line. */
export interface Area {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface MapCluster {
  latitude: number;
  longitude: number;
  count: number;
  photo_id: string;
  version: number;
  box: [west: number, south: number, east: number, north: number];
}

export interface MapAnswer {
  total: number;
  clusters: MapCluster[];
  bounds: [west: number, south: number, east: number, north: number] | null;
  version: number;
}

/** A town whose name the map may show. */
export interface MapTown {
  name: string;
  latitude: number;
  longitude: number;
  people: number;
  capital: boolean;
}

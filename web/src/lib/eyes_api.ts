// The client's calls for what was seen in photos: labels, people, duplicates, search, places, jobs.

import { ask } from "./api";
import type { Tiles } from "./api_types";
import type * as eyes from "./eyes_types";

type Signal = AbortSignal | undefined;

const segment = encodeURIComponent;

/** "?a=1&b=2" of what is defined. */
export function queryOf(values: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text ? `?${text}` : "";
}

export type LikeTiles = Tiles & { similarity: number[] };
export type PersonTiles = Tiles & { face_ids: string[]; boxes: eyes.Box[]; next: string | null };

export const people = {
  list: (show: "visible" | "hidden" | "all", cursor?: string, signal?: Signal, limit = 200) =>
    ask.get<{ people: eyes.Person[]; total: number; next: string | null }>(
      `/api/people${queryOf({ show, cursor, limit })}`,
      signal,
    ),
  one: (id: string, signal?: Signal) => ask.get<eyes.PersonDetails>(`/api/people/${segment(id)}`, signal),
  change: (id: string, change: { name?: string; hidden?: boolean; cover?: string }) =>
    ask.patch<eyes.Edited>(`/api/people/${segment(id)}`, change),
  photos: (id: string, cursor?: string, signal?: Signal) =>
    ask.get<PersonTiles>(`/api/people/${segment(id)}/photos${queryOf({ cursor, limit: 200 })}`, signal),
  faces: (id: string, cursor?: string, signal?: Signal, limit = 200) =>
    ask.get<{ faces: eyes.PersonFace[]; next: string | null }>(
      `/api/people/${segment(id)}/faces${queryOf({ cursor, limit })}`,
      signal,
    ),
  merge: (ids: string[], name?: string) =>
    ask.post<eyes.Edited>("/api/people/merge", name === undefined ? { ids } : { ids, name }),
  split: (id: string, faces: string[], name?: string) =>
    ask.post<eyes.Edited>(
      `/api/people/${segment(id)}/split`,
      name ? { face_ids: faces, name } : { face_ids: faces },
    ),
  move: (faces: string[], person: string) =>
    ask.post<eyes.Edited>("/api/faces/move", { face_ids: faces, person_id: person }),
  hideFaces: (faces: string[]) =>
    ask.post<{ changed: number; edit_id: string | null }>("/api/faces/hide", { face_ids: faces }),
  questions: (signal?: Signal) =>
    ask.get<{ questions: eyes.PeopleQuestion[]; total: number }>("/api/people/questions?limit=20", signal),
  answer: (id: string, same: boolean) =>
    ask.post<eyes.Edited>(`/api/people/questions/${segment(id)}`, { same }),
  undo: (edit: string) =>
    ask.post<{ person: eyes.Person | null }>(`/api/people/edits/${segment(edit)}/undo`, {}),
};

export const seen = {
  labels: (ids: string[], change: { add?: string[]; remove?: string[] }) =>
    ask.patch<{ changed: number }>("/api/photos/labels", { ids, ...change }),
  similar: (id: string, signal?: Signal) =>
    ask.get<LikeTiles>(`/api/photos/${segment(id)}/similar?limit=60`, signal),
  duplicates: (cursor?: string, signal?: Signal) =>
    ask.get<{ groups: eyes.DuplicateGroup[]; total: number; next: string | null }>(
      `/api/duplicates${queryOf({ cursor, limit: 20 })}`,
      signal,
    ),
  resolve: (ids: string[], keep: string[]) =>
    ask.post<{ trashed: number }>("/api/duplicates/resolve", { ids, keep }),
};

export const searching = {
  find: (q: string, after?: string, area?: eyes.Area, signal?: Signal, limit = 100) =>
    ask.get<eyes.SearchAnswer>(`/api/search${queryOf({ q, after, limit, ...area })}`, signal),
  suggest: async (q: string, limit: number, signal?: Signal) =>
    (
      await ask.get<{ suggestions: eyes.Suggestion[] }>(
        `/api/search/suggestions${queryOf({ q, limit })}`,
        signal,
      )
    ).suggestions,
  map: (area: eyes.Area | undefined, zoom: number, signal?: Signal) =>
    ask.get<eyes.MapAnswer>(`/api/map${queryOf({ ...area, zoom })}`, signal),
  /** The largest first. */
  towns: async (area: eyes.Area, zoom: number, limit: number, signal?: Signal) =>
    (await ask.get<{ towns: eyes.MapTown[] }>(`/api/map/towns${queryOf({ ...area, zoom, limit })}`, signal))
      .towns,
};

export const jobs = {
  queues: async (signal?: Signal) => (await ask.get<{ queues: eyes.Queue[] }>("/api/jobs", signal)).queues,
  failures: async (kind: eyes.QueueKind, signal?: Signal) =>
    (await ask.get<{ failures: eyes.JobFailure[] }>(`/api/jobs/${kind}/failures`, signal)).failures,
  pause: (kind: eyes.QueueKind) => ask.post<eyes.Queue>(`/api/jobs/${kind}/pause`),
  resume: (kind: eyes.QueueKind) => ask.post<eyes.Queue>(`/api/jobs/${kind}/resume`),
  retry: (kind: eyes.QueueKind, ids?: string[]) =>
    ask.post<{ changed: number }>(`/api/jobs/${kind}/retry`, ids ? { ids } : {}),
  again: () => ask.post<{ changed: number }>("/api/jobs/analysing/again"),
};

export const faceUrl = (id: string) => `/api/faces/${segment(id)}/crop`;

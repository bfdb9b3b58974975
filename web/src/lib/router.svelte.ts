// The address bar. A photo's address lies over the page it was opened from, so that Back closes it.

import type { View } from "./api_types";
import { focusedLink, focusLink } from "./focus_return";

export type Page =
  | View
  | "search"
  | "people"
  | "person"
  | "same"
  | "map"
  | "like"
  | "duplicates"
  | "jobs"
  | "settings"
  | "info"
  | "setup"
  | "missing";

export interface Route {
  page: Page;
  /** The person, or the photo that others are to be like. */
  id?: string;
  /** What is searched for. */
  query?: string;
  /** Where the map stands: "latitude,longitude,zoom". */
  at?: string;
  /** The photo that lies over the page. */
  photo?: string;
  /** The one-time token of a first-run link. */
  token?: string;
}

const pages: Record<string, Page> = {
  "/": "photos",
  "/favourites": "favourites",
  "/archive": "archive",
  "/trash": "trash",
  "/search": "search",
  "/people": "people",
  "/people/same": "same",
  "/map": "map",
  "/duplicates": "duplicates",
  "/jobs": "jobs",
  "/settings": "settings",
  "/info": "info",
};

export const pathOf = {
  photos: "/",
  favourites: "/favourites",
  archive: "/archive",
  trash: "/trash",
  search: "/search",
  people: "/people",
  same: "/people/same",
  map: "/map",
  duplicates: "/duplicates",
  jobs: "/jobs",
  settings: "/settings",
  info: "/info",
} as const satisfies Partial<Record<Page, string>>;

const views = ["photos", "favourites", "archive", "trash"] as const;
/** Pages of photos besides the views: what lies below a photo that was opened there. */
const kPhotoPages: readonly Page[] = ["search", "person", "like", "map"];

export function viewOf(page: Page): View | undefined {
  return views.find((view) => view === page);
}

export const showsPhotos = (page: Page) => viewOf(page) !== undefined || kPhotoPages.includes(page);

export const personPath = (id: string) => `/people/${encodeURIComponent(id)}`;
export const likePath = (id: string) => `/like/${encodeURIComponent(id)}`;
export const searchPath = (query: string) => (query ? `/search?q=${encodeURIComponent(query)}` : "/search");

/** The address of a page without the photo over it. */
export function pagePath(route: Route): string {
  if (route.page === "search") return searchPath(route.query ?? "");
  if (route.page === "map") return route.at ? `/map?at=${route.at}` : "/map";
  if (route.page === "person") return personPath(route.id ?? "");
  if (route.page === "like") return likePath(route.id ?? "");
  return route.page in pathOf ? pathOf[route.page as keyof typeof pathOf] : "/";
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parsePage(path: string, query: URLSearchParams): Route {
  const plain = path.length > 1 ? path.replace(/\/$/, "") : path;
  const known = pages[plain];
  if (known === "search") return { page: "search", query: query.get("q") ?? "" };
  if (known === "map") {
    const at = query.get("at");
    return at && /^-?[\d.]+,-?[\d.]+,[\d.]+$/.test(at) ? { page: "map", at } : { page: "map" };
  }
  if (known) return { page: known };
  const [, kind, rest] = /^\/(people|like)\/([^/]+)$/.exec(plain) ?? [];
  const id = rest === undefined ? undefined : decoded(rest);
  if (!id) return { page: "missing" };
  return { page: kind === "people" ? "person" : "like", id };
}

/** Reads an address. `under` is the page that lies below a photo. */
export function parseRoute(path: string, search: string, hash: string, under: Route): Route {
  if (hash.startsWith("#/setup")) {
    const token = new URLSearchParams(hash.slice(hash.indexOf("?") + 1)).get("token");
    return token ? { page: "setup", token } : { page: "setup" };
  }
  const query = new URLSearchParams(search);
  const segment = /^\/photo\/([^/]+)$/.exec(path)?.[1];
  const photo = segment === undefined ? undefined : decoded(segment);
  if (!photo) return parsePage(path, query);
  const named = query.get("in");
  if (named?.startsWith("/")) {
    const [inPath = "/", inQuery = ""] = named.split("?", 2);
    const page = parsePage(inPath, new URLSearchParams(inQuery));
    if (showsPhotos(page.page)) return { ...page, photo };
  }
  const view = views.find((one) => one === query.get("view"));
  if (view) return { page: view, photo };
  const { photo: _, token: __, ...below } = under;
  return viewOf(below.page) ? { ...below, photo } : { page: "photos", photo };
}

/** The address of a photo over the page `below`. */
export function photoPath(id: string, below: Route = { page: "photos" }): string {
  const path = `/photo/${encodeURIComponent(id)}`;
  if (!showsPhotos(below.page) || below.page === "photos") return path;
  if (viewOf(below.page)) return `${path}?view=${below.page}`;
  return `${path}?in=${encodeURIComponent(pagePath(below))}`;
}

interface Entry {
  /** How many entries of our own lie below this one in the history. */
  depth?: number;
  /** The link that led away from it. */
  link?: string | undefined;
}
const entry = () => (history.state as Entry | null) ?? {};

class Router {
  route: Route = $state.raw(
    parseRoute(location.pathname, location.search, location.hash, { page: "photos" }),
  );
  private depth = 0;

  constructor() {
    this.depth = entry().depth ?? 0;
    addEventListener("popstate", () => {
      const { depth = 0, link } = entry();
      this.depth = depth;
      this.read();
      if (link) focusLink(link);
    });
    addEventListener("hashchange", () => this.read());
  }

  private read(): void {
    this.route = parseRoute(location.pathname, location.search, location.hash, this.route);
  }

  go(path: string, options: { replace?: boolean } = {}): void {
    if (options.replace) history.replaceState({ depth: this.depth }, "", path);
    else {
      this.remember(path);
      history.pushState({ depth: ++this.depth }, "", path);
    }
    this.read();
  }

  /** What leads back; a photo over a page of photos sees to that itself. */
  private remember(path: string): void {
    if (path.startsWith("/photo/") && showsPhotos(this.route.page)) return;
    history.replaceState({ ...entry(), link: focusedLink() } satisfies Entry, "");
  }

  /** Opens a photo over the page on screen. */
  openPhoto(id: string, options: { replace?: boolean } = {}): void {
    this.go(photoPath(id, this.route), options);
  }

  closePhoto(): void {
    if (this.depth > 0) history.back();
    else this.go(pagePath(this.route), { replace: true });
  }

  /** For links: lets the browser handle clicks that ask for a new tab. */
  follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    const link = event.currentTarget as HTMLAnchorElement;
    event.preventDefault();
    this.go(link.pathname + link.search);
  };
}

export const router = new Router();

// The address bar. A photo's address lies over the page it was opened from, so that Back closes it.

import type { View } from "./api_types";

export type Page = View | "settings" | "setup" | "missing";

const pages: Record<string, Page> = {
  "/": "photos",
  "/favourites": "favourites",
  "/archive": "archive",
  "/trash": "trash",
  "/settings": "settings",
};

export const pathOf: Record<View | "settings", string> = {
  photos: "/",
  favourites: "/favourites",
  archive: "/archive",
  trash: "/trash",
  settings: "/settings",
};

const views = ["photos", "favourites", "archive", "trash"] as const;

export function viewOf(page: Page): View | undefined {
  return views.find((view) => view === page);
}

export interface Route {
  page: Page;
  photo?: string;
  /** The one-time token of a first-run link. */
  token?: string;
}

/** Reads an address. `under` is the page that lies below a photo. */
export function parseRoute(path: string, query: string, hash: string, under: Page): Route {
  if (hash.startsWith("#/setup")) {
    const token = new URLSearchParams(hash.slice(hash.indexOf("?") + 1)).get("token");
    return token ? { page: "setup", token } : { page: "setup" };
  }
  const photo = /^\/photo\/([^/]+)$/.exec(path)?.[1];
  if (photo) {
    const named = views.find((view) => view === new URLSearchParams(query).get("view"));
    return { page: named ?? (viewOf(under) ? under : "photos"), photo: decodeURIComponent(photo) };
  }
  return { page: pages[path.length > 1 ? path.replace(/\/$/, "") : path] ?? "missing" };
}

export function photoPath(id: string, view: View): string {
  const path = `/photo/${encodeURIComponent(id)}`;
  return view === "photos" ? path : `${path}?view=${view}`;
}

class Router {
  route: Route = $state.raw(parseRoute(location.pathname, location.search, location.hash, "photos"));
  /** How many entries of our own lie below this one in the history. */
  private depth = 0;

  constructor() {
    this.depth = (history.state as { depth?: number } | null)?.depth ?? 0;
    addEventListener("popstate", () => {
      this.depth = (history.state as { depth?: number } | null)?.depth ?? 0;
      this.read();
    });
    addEventListener("hashchange", () => this.read());
  }

  private read(): void {
    this.route = parseRoute(location.pathname, location.search, location.hash, this.route.page);
  }

  go(path: string, options: { replace?: boolean } = {}): void {
    if (options.replace) history.replaceState({ depth: this.depth }, "", path);
    else history.pushState({ depth: ++this.depth }, "", path);
    this.read();
  }

  openPhoto(id: string, view: View, options: { replace?: boolean } = {}): void {
    this.go(photoPath(id, view), options);
  }

  closePhoto(): void {
    if (this.depth > 0) history.back();
    else this.go(pathOf[viewOf(this.route.page) ?? "photos"], { replace: true });
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

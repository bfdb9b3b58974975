// The people of the library, page by page, kept fresh by the news.

import { isAbort, messageOf } from "../lib/api";
import { people } from "../lib/eyes_api";
import type { Person } from "../lib/eyes_types";

export type Show = "visible" | "hidden" | "all";

export class PeopleList {
  list: Person[] = $state.raw([]);
  total = $state(0);
  status: "loading" | "ready" | "failed" = $state("loading");
  error = $state("");
  next: string | null = $state(null);
  private abort: AbortController | undefined;
  private loadingMore = false;

  constructor(readonly show: Show) {}

  async load(): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    try {
      let page = await people.list(this.show, undefined, abort.signal);
      const all = [...page.people];
      while (page.next !== null && all.length < this.list.length) {
        page = await people.list(this.show, page.next, abort.signal);
        all.push(...page.people);
      }
      this.list = unique(all);
      this.total = page.total;
      this.next = page.next;
      this.status = "ready";
    } catch (error) {
      if (isAbort(error)) return;
      this.error = messageOf(error);
      if (this.status !== "ready") this.status = "failed";
    }
  }

  async more(): Promise<void> {
    if (this.next === null || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const page = await people.list(this.show, this.next, this.abort?.signal);
      this.list = unique([...this.list, ...page.people]);
      this.next = page.next;
    } catch (error) {
      if (!isAbort(error)) this.error = messageOf(error);
    }
    this.loadingMore = false;
  }

  stop(): void {
    this.abort?.abort();
  }
}

/** Someone may move from one page to another while pages are read. */
function unique(all: Person[]): Person[] {
  return [...new Map(all.map((person) => [person.id, person])).values()];
}

const folded = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLocaleLowerCase();

/** Whose name, or a word of it, begins so; without regard to case and accents. */
export function matching(all: Person[], typed: string): Person[] {
  const wanted = folded(typed.trim());
  if (!wanted) return all;
  return all.filter((person) => {
    const name = folded(person.name);
    return name.startsWith(wanted) || name.split(/[\s-]+/).some((word) => word.startsWith(wanted));
  });
}

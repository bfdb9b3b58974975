// Which photos are selected. A range runs from the photo that was touched last.

import { SvelteSet } from "svelte/reactivity";

/** What a range or a day does to a selection: selects everything, unless all of it is selected already. */
export function toggled(selected: ReadonlySet<string>, ids: string[]): "add" | "remove" {
  return ids.length > 0 && ids.every((id) => selected.has(id)) ? "remove" : "add";
}

export class Selection {
  readonly ids = new SvelteSet<string>();
  anchor: string | undefined;

  get size(): number {
    return this.ids.size;
  }

  get active(): boolean {
    return this.ids.size > 0;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  list(): string[] {
    return [...this.ids];
  }

  toggle(id: string): void {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.anchor = id;
  }

  /** Selects or clears a whole group, such as a day. */
  toggleGroup(ids: string[]): void {
    const change = toggled(this.ids, ids);
    for (const id of ids) {
      if (change === "add") this.ids.add(id);
      else this.ids.delete(id);
    }
    this.anchor = ids[0];
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) this.ids.add(id);
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) this.ids.delete(id);
  }

  clear(): void {
    this.ids.clear();
    this.anchor = undefined;
  }
}

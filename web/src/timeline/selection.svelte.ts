// Which photos are selected. A range runs from the photo that was touched last.

/** What a range or a day does to a selection: selects everything, unless all of it is selected already. */
export function toggled(selected: ReadonlySet<string>, ids: string[]): "add" | "remove" {
  return ids.length > 0 && ids.every((id) => selected.has(id)) ? "remove" : "add";
}

export class Selection {
  size = $state(0);
  anchor: string | undefined;

  // A plain set behind one counter: a hundred thousand photos are selected at once, but few are on the screen to ask.
  private ids = new Set<string>();
  private changes = $state(0);

  get active(): boolean {
    return this.size > 0;
  }

  has(id: string): boolean {
    void this.changes;
    return this.ids.has(id);
  }

  list(): string[] {
    void this.changes;
    return [...this.ids];
  }

  toggle(id: string): void {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.anchor = id;
    this.changed();
  }

  /** Selects or clears a whole group, such as a day. */
  toggleGroup(ids: string[]): void {
    if (toggled(this.ids, ids) === "add") this.add(ids);
    else this.remove(ids);
    this.anchor = ids[0];
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) this.ids.add(id);
    this.changed();
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) this.ids.delete(id);
    this.changed();
  }

  /** Selects these and nothing else. */
  replace(ids: Iterable<string>): void {
    this.ids = new Set(ids);
    this.changed();
  }

  clear(): void {
    this.ids.clear();
    this.anchor = undefined;
    this.changed();
  }

  private changed(): void {
    this.size = this.ids.size;
    this.changes += 1;
  }
}

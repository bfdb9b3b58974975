import { describe, expect, it } from "vitest";
import { Selection, toggled } from "./selection.svelte";

describe("Selection", () => {
  it("toggles a photo and remembers it as the start of a range", () => {
    const selection = new Selection();
    selection.toggle("a");
    expect(selection.list()).toEqual(["a"]);
    expect(selection.anchor).toBe("a");
    selection.toggle("a");
    expect(selection.active).toBe(false);
  });

  it("selects a whole day, and clears it only when all of it is selected", () => {
    const selection = new Selection();
    selection.toggle("b");
    selection.toggleGroup(["a", "b", "c"]);
    expect(selection.size).toBe(3);
    selection.toggleGroup(["a", "b"]);
    expect(selection.list()).toEqual(["c"]);
  });

  it("does not take an empty group for a selected one", () => {
    expect(toggled(new Set(["a"]), [])).toBe("add");
  });
});

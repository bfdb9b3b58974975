import { describe, expect, it } from "vitest";
import type { Person } from "../lib/eyes_types";
import { matching } from "./people_list.svelte";

const person = (name: string): Person => ({ id: name, name, hidden: false, photos: 1, face_id: null });
const all = ["Anna Müller", "Ánna-Lena", "Bob", ""].map(person);
const names = (typed: string) => matching(all, typed).map((one) => one.name);

describe("matching", () => {
  it("finds by the beginning of any word, without regard to case and accents", () => {
    expect(names("anna")).toEqual(["Anna Müller", "Ánna-Lena"]);
    expect(names("mull")).toEqual(["Anna Müller"]);
    expect(names("LENA")).toEqual(["Ánna-Lena"]);
    expect(names("ob")).toEqual([]);
  });
  it("gives all when nothing is typed", () => {
    expect(names("  ")).toHaveLength(4);
  });
});

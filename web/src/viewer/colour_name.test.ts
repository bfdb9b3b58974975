import { describe, expect, it } from "vitest";
import { colourNames } from "./colour_name";

const named = (...colours: [string, string][]) => colourNames(colours.map(([hex, name]) => ({ hex, name })));

describe("colourNames", () => {
  it("leaves a colour that is there once its name", () => {
    expect(named(["#ff0000", "red"], ["#888888", "grey"])).toEqual(["red", "grey"]);
  });
  it("tells the shades of one colour apart", () => {
    expect(named(["#888888", "grey"], ["#333333", "grey"], ["#cccccc", "grey"])).toEqual([
      "grey",
      "dark grey",
      "light grey",
    ]);
    const four = named(["#555555", "grey"], ["#333333", "grey"], ["#cccccc", "grey"], ["#999999", "grey"]);
    expect(new Set(four).size).toBe(4);
  });
});

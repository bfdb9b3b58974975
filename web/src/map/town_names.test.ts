import { describe, expect, it } from "vitest";
import { placed, type Obstacles, type Pin, type Placed, type Rect, type Wanted } from "./town_names";

interface Town extends Wanted {
  name: string;
}

const town = (name: string, x: number, y: number): Town => ({ name, x, y, width: 60, height: 16 });
const nothing: Obstacles = { pins: [], walls: [] };
const pinAt = (x: number, y: number): Pin => ({
  x,
  y,
  left: x - 28,
  top: y - 38,
  right: x + 38,
  bottom: y + 28,
});
const textOf = ({ wanted: { x, y, width, height }, dx, dy }: Placed<Town>): Rect => ({
  left: x + dx,
  top: y + dy,
  right: x + dx + width,
  bottom: y + dy + height,
});
const names = (all: Placed<Town>[]) => all.map((one) => one.wanted.name);

describe("the names of towns", () => {
  it("stand right of their dot where nothing is in the way", () => {
    const [one] = placed([town("Paris", 100, 100)], nothing);
    expect(one).toMatchObject({ dx: 6, dy: -8, dotted: true });
  });

  it("make room for the name of a larger town, and go where there is none left", () => {
    const crowd = [town("Paris", 100, 100), town("Boulogne", 92, 104), town("Far", 300, 100)];
    const found = placed(crowd, nothing);
    expect(names(found)).toContain("Paris");
    expect(names(found)).toContain("Far");
    expect(names(placed([town("Paris", 100, 100), town("Same", 101, 101)], nothing))).toEqual(["Paris"]);
  });

  it("never lie over each other", () => {
    const many = Array.from({ length: 200 }, (_, i) => town(String(i), (i * 37) % 400, (i * 53) % 300));
    const rects = placed(many, nothing).map(textOf);
    expect(rects.length).toBeGreaterThan(15);
    for (const [i, a] of rects.entries()) {
      for (const b of rects.slice(i + 1)) {
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
      }
    }
  });

  it("keep clear of photos: the largest town behind one is named under it", () => {
    const pin = pinAt(100, 100);
    const found = placed([town("Barcelona", 104, 98), town("Badalona", 110, 95), town("Lleida", 60, 100)], {
      pins: [pin],
      walls: [],
    });
    expect(names(found)).toEqual(["Barcelona", "Lleida"]);
    const [barcelona, lleida] = found.map((one) => ({ ...textOf(one), dotted: one.dotted }));
    expect(barcelona).toMatchObject({ left: 70, top: 131, dotted: false });
    expect(lleida!.right).toBeLessThan(pin.left);
  });

  it("are not those of towns elsewhere that a photo happens to lie over", () => {
    expect(placed([town("Casablanca", 84, 116)], { pins: [pinAt(100, 100)], walls: [] })).toEqual([]);
  });

  it("keep clear of buttons", () => {
    const wall = { left: 0, top: 0, right: 200, bottom: 200 };
    expect(placed([town("Behind", 100, 100)], { pins: [], walls: [wall] })).toEqual([]);
  });
});

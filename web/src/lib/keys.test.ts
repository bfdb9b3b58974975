import { describe, expect, it } from "vitest";
import { commandFor, type Key } from "./keys";

const key = (name: string, modifiers: Partial<Key> = {}): Key => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});
const timeline = { viewing: false, selecting: false };

describe("commandFor", () => {
  it("jumps backwards in time with a letter and forwards with its capital", () => {
    expect(commandFor(key("d"), timeline)).toBe("day-earlier");
    expect(commandFor(key("D", { shiftKey: true }), timeline)).toBe("day-later");
    expect(commandFor(key("Y", { shiftKey: true }), timeline)).toBe("year-later");
  });
  it("downloads with Shift+D where there is something to download", () => {
    expect(commandFor(key("D", { shiftKey: true }), { viewing: true, selecting: false })).toBe("download");
    expect(commandFor(key("D", { shiftKey: true }), { viewing: false, selecting: true })).toBe("download");
  });
  it("knows letters when Caps Lock is on", () => {
    expect(commandFor(key("F"), timeline)).toBe("favourite");
  });
  it("leaves the browser its own shortcuts", () => {
    expect(commandFor(key("f", { ctrlKey: true }), timeline)).toBeUndefined();
    expect(commandFor(key("d", { metaKey: true }), timeline)).toBeUndefined();
    expect(commandFor(key("ArrowLeft", { altKey: true }), timeline)).toBeUndefined();
  });
  it("selects everything on the timeline only", () => {
    expect(commandFor(key("a", { ctrlKey: true }), timeline)).toBe("select-all");
    expect(commandFor(key("a", { ctrlKey: true }), { viewing: true, selecting: false })).toBeUndefined();
  });
  it("takes back with Ctrl+Z", () => {
    expect(commandFor(key("z", { ctrlKey: true }), timeline)).toBe("undo");
    expect(commandFor(key("z", { metaKey: true }), { viewing: true, selecting: false })).toBe("undo");
    expect(commandFor(key("Z", { ctrlKey: true, shiftKey: true }), timeline)).toBeUndefined();
  });
  it("tells the trash from deleting for ever", () => {
    expect(commandFor(key("Delete"), timeline)).toBe("trash");
    expect(commandFor(key("Delete", { shiftKey: true }), timeline)).toBe("remove");
  });
});

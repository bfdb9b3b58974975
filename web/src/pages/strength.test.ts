import { describe, expect, it } from "vitest";
import { deviceName } from "./device";
import { strengthOf } from "./strength";

describe("strengthOf", () => {
  it("rewards length and variety, not repetition", () => {
    expect(strengthOf("short")).toBe(0);
    expect(strengthOf("aaaaaaaaaaaaaaaaaaaa")).toBe(1);
    expect(strengthOf("abcdefghijklmnopqrstuvwxyz")).toBe(1);
    expect(strengthOf("four words that rain softly")).toBe(4);
  });
});

describe("deviceName", () => {
  it("names the browser, not what it pretends to be", () => {
    const edge =
      "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
    expect(deviceName(edge)).toBe("Edge on Windows");
    expect(deviceName("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe(
      "Firefox on Linux",
    );
    expect(deviceName("")).toBe("Unknown browser");
  });
});

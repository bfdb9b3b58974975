import { describe, expect, it } from "vitest";
import { obstacleOf } from "./obstacle";

const free = { waitingForSignIn: false, offline: false, serverLost: false, paused: false };

describe("what keeps uploads from going on", () => {
  it("is nothing while the line is free", () => {
    expect(obstacleOf(free)).toBe("");
  });

  it("is a pause only when nothing else is in the way", () => {
    expect(obstacleOf({ ...free, paused: true })).toBe("Paused");
    expect(obstacleOf({ ...free, paused: true, offline: true })).toBe("Waiting for the connection");
    expect(obstacleOf({ ...free, paused: true, serverLost: true })).toBe("Waiting for the server");
  });

  it("is first of all that nobody is signed in", () => {
    expect(obstacleOf({ waitingForSignIn: true, offline: true, serverLost: true, paused: true })).toBe(
      "Waiting until you sign in",
    );
  });
});

import { describe, expect, it } from "vitest";
import { Reach } from "./reach.svelte";

describe("Reach", () => {
  it("says that the server is gone until it answers again, and asks one question at a time", async () => {
    const answers: ((there: boolean) => void)[] = [];
    const reach = new Reach(
      () => new Promise((answer) => answers.push(answer)),
      async () => {},
    );
    const settled = async () => {
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    };
    const done = reach.doubt();
    void reach.doubt();
    expect(answers).toHaveLength(1);
    expect(reach.lost).toBe(false);
    answers[0]!(false);
    await settled();
    expect(reach.lost).toBe(true);
    answers[1]!(false);
    await settled();
    expect(reach.lost).toBe(true);
    answers[2]!(true);
    await done;
    expect(reach.lost).toBe(false);
    void reach.doubt();
    expect(answers).toHaveLength(4);
  });

  it("says nothing when a single request failed and the server is there", async () => {
    const reach = new Reach(
      async () => true,
      async () => {},
    );
    await reach.doubt();
    expect(reach.lost).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { dayInMonth, nearestDay, nearestMonth, neighbourMonth } from "./dates";

const taken = [
  "2024-05-09T10:00:00",
  "2024-05-09T09:00:00",
  "2024-05-04T10:00:00",
  "2024-05-04T08:00:00",
  "2024-05-01T08:00:00",
];
const months = ["2024-05", "2024-03", "2023-12", "2023-11", "2020-07"];

describe("dayInMonth", () => {
  it("goes to the first photo of the day before", () => {
    expect(dayInMonth(taken, 0, "earlier")).toBe(2);
    expect(dayInMonth(taken, 3, "earlier")).toBe(4);
  });
  it("goes to the first photo of the day after, not its last", () => {
    expect(dayInMonth(taken, 4, "later")).toBe(2);
    expect(dayInMonth(taken, 3, "later")).toBe(0);
  });
  it("leaves the month at its edges", () => {
    expect(dayInMonth(taken, 4, "earlier")).toBeUndefined();
    expect(dayInMonth(taken, 1, "later")).toBeUndefined();
  });
});

describe("neighbourMonth", () => {
  it("goes by months, skipping those without photos", () => {
    expect(neighbourMonth(months, 0, "month", "earlier")).toBe(1);
    expect(neighbourMonth(months, 2, "month", "later")).toBe(1);
  });
  it("goes to the newest month of the neighbouring year", () => {
    expect(neighbourMonth(months, 1, "year", "earlier")).toBe(2);
    expect(neighbourMonth(months, 4, "year", "later")).toBe(2);
    expect(neighbourMonth(months, 3, "year", "later")).toBe(0);
  });
  it("stays where there is nothing further", () => {
    expect(neighbourMonth(months, 4, "year", "earlier")).toBeUndefined();
    expect(neighbourMonth(months, 0, "month", "later")).toBeUndefined();
  });
});

describe("going to a date", () => {
  it("takes the nearest month and day with photos", () => {
    expect(months[nearestMonth(months, "2021-01-15")]).toBe("2020-07");
    expect(months[nearestMonth(months, "2024-05-01")]).toBe("2024-05");
    expect(months[nearestMonth(months, "1990-01-01")]).toBe("2020-07");
    expect(taken[nearestDay(taken, "2024-05-05")]).toBe("2024-05-04T10:00:00");
  });
});

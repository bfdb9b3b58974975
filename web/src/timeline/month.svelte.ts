// A month of the timeline: how many photos it has, and once it came near the viewport, which and where.

import type { MonthColumns } from "../lib/api_types";
import type { MonthLayout } from "./layout";

export type MonthStatus = "idle" | "loading" | "ready" | "failed";

export class Month {
  status: MonthStatus = $state("idle");
  columns: MonthColumns | undefined = $state.raw(undefined);
  layout: MonthLayout | undefined = $state.raw(undefined);
  top = $state(0);
  height = $state(0);
  count = $state(0);
  stale = false;
  abort: AbortController | undefined;
  loading: Promise<void> | undefined;

  constructor(
    readonly key: string,
    count: number,
  ) {
    this.count = count;
  }
}

export interface Place {
  month: Month;
  index: number;
}

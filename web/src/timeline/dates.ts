// Jumps by day, month and year, and to a date: which photo is next in time. The timeline runs from new to old, so "earlier"
// means further down.

import type { TimelineStore } from "./timeline.svelte";

export type Unit = "day" | "month" | "year";
export type Direction = "earlier" | "later";

const lengthOf: Record<Unit, number> = { day: 10, month: 7, year: 4 };

/** Index of the first photo of the neighbouring day in `taken` (newest first), or undefined when it lies in another month. */
export function dayInMonth(taken: string[], index: number, direction: Direction): number | undefined {
  const dayOf = (i: number) => taken[i]?.slice(0, 10);
  const here = dayOf(index);
  if (direction === "earlier") {
    for (let i = index + 1; i < taken.length; i += 1) if (dayOf(i) !== here) return i;
    return undefined;
  }
  for (let i = index - 1; i >= 0; i -= 1) {
    if (dayOf(i) === here) continue;
    let first = i;
    while (first > 0 && dayOf(first - 1) === dayOf(i)) first -= 1;
    return first;
  }
  return undefined;
}

/** Position in `months` (newest first) of the neighbouring month or year; the newest month of that year. */
export function neighbourMonth(
  months: string[],
  position: number,
  unit: "month" | "year",
  direction: Direction,
): number | undefined {
  const prefix = (i: number) => months[i]?.slice(0, lengthOf[unit]);
  const step = direction === "earlier" ? 1 : -1;
  let target = position + step;
  while (months[target] !== undefined && prefix(target) === prefix(position)) target += step;
  if (months[target] === undefined) return undefined;
  while (direction === "later" && target > 0 && prefix(target - 1) === prefix(target)) target -= 1;
  return target;
}

/** Position of the month nearest to `date` ("2024-05-04" or "2024-05"); earlier wins a tie. */
export function nearestMonth(months: string[], date: string): number {
  const serial = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  const wanted = serial(date);
  let best = 0;
  months.forEach((month, i) => {
    if (Math.abs(serial(month) - wanted) <= Math.abs(serial(months[best]!) - wanted)) best = i;
  });
  return best;
}

/** Index in `taken` (newest first) of the first photo of the day nearest to `date`. */
export function nearestDay(taken: string[], date: string): number {
  const time = (text: string) => Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  const wanted = time(date);
  let best = 0;
  taken.forEach((text, i) => {
    if (Math.abs(time(text) - wanted) < Math.abs(time(taken[best]!) - wanted)) best = i;
  });
  return best;
}

/** The photo to go to from `id`, or undefined when there is none on that side. */
export async function jump(
  store: TimelineStore,
  id: string,
  unit: Unit,
  direction: Direction,
): Promise<string | undefined> {
  const place = store.locate(id);
  if (!place?.month.columns) return undefined;
  const position = store.months.indexOf(place.month);
  if (unit === "day") {
    const inMonth = dayInMonth(place.month.columns.taken, place.index, direction);
    if (inMonth !== undefined) return place.month.columns.ids[inMonth];
    if (direction === "earlier") return store.edge(position + 1, 1);
    const last = await store.edge(position - 1, -1);
    const found = last ? store.locate(last) : undefined;
    if (!found?.month.columns) return undefined;
    const { taken, ids } = found.month.columns;
    let first = found.index;
    while (first > 0 && taken[first - 1]!.slice(0, 10) === taken[found.index]!.slice(0, 10)) first -= 1;
    return ids[first];
  }
  const target = neighbourMonth(
    store.months.map((m) => m.key),
    position,
    unit,
    direction,
  );
  return target === undefined ? undefined : store.edge(target, 1);
}

/** The photo nearest to a date. */
export async function photoAt(store: TimelineStore, date: string): Promise<string | undefined> {
  const month =
    store.months[
      nearestMonth(
        store.months.map((m) => m.key),
        date,
      )
    ];
  if (!month) return undefined;
  await store.ensure(month, true);
  return month.columns?.ids[nearestDay(month.columns.taken, date)];
}

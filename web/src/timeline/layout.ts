// Where each photo of a month stands: justified rows, grouped by day.
//
// A day that fills less than one row shares its line with the next ones, so that a life of three photos a day does not become
// a column of white. Everything is pure geometry in CSS pixels; nothing here touches the page.

export interface LayoutOptions {
  /** Width that rows may fill. */
  width: number;
  /** Height that rows should have; real rows differ a little so that they end flush. */
  rowHeight: number;
  gap: number;
  monthHeader: number;
  dayHeader: number;
  /** Free space under each day. */
  dayGap: number;
}

export interface DayBox {
  /** "2024-05-04" */
  day: string;
  /** Photos [start, end) of the month. */
  start: number;
  end: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A run of photos [start, end) that share one vertical extent. Bands are sorted by top. */
export interface Band {
  top: number;
  bottom: number;
  start: number;
  end: number;
}

export interface MonthLayout {
  height: number;
  days: DayBox[];
  bands: Band[];
  x: Float32Array;
  y: Float32Array;
  width: Float32Array;
  heights: Float32Array;
}

const kNarrowest = 0.5;
const kWidest = 3.2;
/** Room that a day's name needs when the day shares its line. */
const kDayNameWidth = 132;
const kBetweenDays = 20;
const kTallestRow = 1.5;

export function optionsFor(width: number): LayoutOptions {
  const phone = width < 600;
  const rowHeight = phone ? Math.max(96, width / 3.2) : width < 1100 ? 180 : 220;
  return {
    width,
    rowHeight,
    gap: phone ? 2 : 4,
    monthHeader: phone ? 52 : 64,
    dayHeader: 38,
    dayGap: phone ? 10 : 16,
  };
}

const shape = (ratio: number) => Math.min(kWidest, Math.max(kNarrowest, ratio > 0 ? ratio : 1));

/** Splits ratios[start, end) into rows: the end index of each row and its height. */
export function justify(
  ratios: number[],
  start: number,
  end: number,
  o: LayoutOptions,
): { end: number; height: number }[] {
  const rows: { end: number; height: number }[] = [];
  let from = start;
  let sum = 0;
  const heightOf = (total: number, count: number) => (o.width - o.gap * (count - 1)) / total;
  for (let i = from; i < end; i += 1) {
    const ratio = shape(ratios[i] ?? 1);
    const without = i > from ? heightOf(sum, i - from) : Infinity;
    sum += ratio;
    const filled = heightOf(sum, i - from + 1);
    if (filled > o.rowHeight) continue;
    // The row is full: end it here or one photo earlier, whichever comes nearer to the wished height.
    if (without - o.rowHeight < o.rowHeight - filled && without < o.rowHeight * kTallestRow) {
      rows.push({ end: i, height: without });
      from = i;
      sum = ratio;
      if (heightOf(sum, 1) > o.rowHeight) continue;
    }
    rows.push({ end: i + 1, height: heightOf(sum, i + 1 - from) });
    from = i + 1;
    sum = 0;
  }
  if (from < end) rows.push({ end, height: Math.min(o.rowHeight, heightOf(sum, end - from)) });
  return rows;
}

function splitDays(taken: string[]): { day: string; start: number; end: number }[] {
  const days: { day: string; start: number; end: number }[] = [];
  for (let i = 0; i < taken.length; i += 1) {
    const day = (taken[i] ?? "").slice(0, 10);
    const last = days[days.length - 1];
    if (last && last.day === day) last.end = i + 1;
    else days.push({ day, start: i, end: i + 1 });
  }
  return days;
}

const emptyLayout = (count: number): MonthLayout => ({
  height: 0,
  days: [],
  bands: [],
  x: new Float32Array(count),
  y: new Float32Array(count),
  width: new Float32Array(count),
  heights: new Float32Array(count),
});

/** Sets photos [start, end) in a row. */
function placeRow(
  layout: MonthLayout,
  ratios: number[],
  [start, end]: [number, number],
  at: { x: number; y: number; height: number; gap: number },
): void {
  let { x } = at;
  for (let i = start; i < end; i += 1) {
    const width = shape(ratios[i] ?? 1) * at.height;
    layout.x[i] = x;
    layout.y[i] = at.y;
    layout.width[i] = width;
    layout.heights[i] = at.height;
    x += width + at.gap;
  }
}

/** Sets photos [start, end) in justified rows from `y` on. Returns where the last row ends. */
function placeRows(
  layout: MonthLayout,
  ratios: number[],
  [start, end]: [number, number],
  y: number,
  o: LayoutOptions,
): number {
  let from = start;
  let top = y;
  for (const row of justify(ratios, start, end, o)) {
    placeRow(layout, ratios, [from, row.end], { x: 0, y: top, height: row.height, gap: o.gap });
    layout.bands.push({ top, bottom: top + row.height, start: from, end: row.end });
    top += row.height + o.gap;
    from = row.end;
  }
  return top - o.gap;
}

/** A list without days: rows from top to bottom. */
export function layoutRows(ratios: number[], o: LayoutOptions): MonthLayout {
  const layout = emptyLayout(ratios.length);
  if (ratios.length > 0) layout.height = Math.ceil(placeRows(layout, ratios, [0, ratios.length], 0, o));
  return layout;
}

export function layoutMonth(taken: string[], ratios: number[], o: LayoutOptions): MonthLayout {
  const layout = emptyLayout(taken.length);
  let top = o.monthHeader;
  let lineX = 0; // Where the next small day may start on the open line; 0 when no line is open.
  const lineHeight = o.dayHeader + o.rowHeight + o.dayGap;
  const closeLine = () => {
    if (lineX > 0) top += lineHeight;
    lineX = 0;
  };
  for (const { day, start, end } of splitDays(taken)) {
    let natural = o.gap * (end - start - 1);
    for (let i = start; i < end; i += 1) natural += shape(ratios[i] ?? 1) * o.rowHeight;
    if (natural <= o.width) {
      const boxWidth = Math.min(o.width, Math.max(natural, kDayNameWidth));
      if (lineX > 0 && lineX + kBetweenDays + boxWidth > o.width) closeLine();
      const left = lineX > 0 ? lineX + kBetweenDays : 0;
      const y = top + o.dayHeader;
      placeRow(layout, ratios, [start, end], { x: left, y, height: o.rowHeight, gap: o.gap });
      const open = layout.bands[layout.bands.length - 1];
      if (lineX > 0 && open) open.end = end;
      else layout.bands.push({ top: y, bottom: y + o.rowHeight, start, end });
      layout.days.push({
        day,
        start,
        end,
        x: left,
        y: top,
        width: boxWidth,
        height: o.dayHeader + o.rowHeight,
      });
      lineX = left + boxWidth;
      continue;
    }
    closeLine();
    const bottom = placeRows(layout, ratios, [start, end], top + o.dayHeader, o);
    layout.days.push({ day, start, end, x: 0, y: top, width: o.width, height: bottom - top });
    top = bottom + o.dayGap;
  }
  closeLine();
  layout.height = Math.ceil(top);
  return layout;
}

/** The height that a month of `count` photos will have, before its photos are known. */
export function estimateHeight(count: number, o: LayoutOptions): number {
  const rows = Math.max(1, Math.ceil((count * (1.4 * o.rowHeight + o.gap)) / o.width));
  const dayLines = Math.min(rows, 10);
  return Math.ceil(o.monthHeader + rows * (o.rowHeight + o.gap) + dayLines * (o.dayHeader + o.dayGap));
}

/** The first index in [0, count) for which `past` holds, or count. `past` must be false, then true. */
export function firstWhere(count: number, past: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (past(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The photos [start, end) of a month that touch the vertical extent [top, bottom]. */
export function visibleRange(layout: MonthLayout, top: number, bottom: number): [number, number] {
  const { bands } = layout;
  const first = firstWhere(bands.length, (i) => bands[i]!.bottom >= top);
  const last = firstWhere(bands.length, (i) => bands[i]!.top > bottom);
  if (first >= last) return [0, 0];
  return [bands[first]!.start, bands[last - 1]!.end];
}

/** The photo above or below `index` whose middle is nearest; undefined at the edge of the month. */
export function verticalNeighbour(layout: MonthLayout, index: number, direction: 1 | -1): number | undefined {
  const band = layout.bands.findIndex((b) => index >= b.start && index < b.end);
  const target = layout.bands[band + direction];
  if (band < 0 || !target) return undefined;
  return nearestInBand(layout, target, middleOf(layout, index));
}

export const middleOf = (layout: MonthLayout, index: number) =>
  (layout.x[index] ?? 0) + (layout.width[index] ?? 0) / 2;

export function nearestInBand(layout: MonthLayout, band: Band, middle: number): number {
  let best = band.start;
  for (let i = band.start; i < band.end; i += 1) {
    if (Math.abs(middleOf(layout, i) - middle) < Math.abs(middleOf(layout, best) - middle)) best = i;
  }
  return best;
}

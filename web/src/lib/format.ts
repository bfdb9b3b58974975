// Dates, sizes and exposure values as a person reads them, in the browser's language.
//
// Photo dates are local wall-clock times without a zone ("2024-05-04T18:03:11"). They are carried as if they were UTC,
// so that no browser zone ever moves a photo to another day.

import { words } from "../strings/en";

const kSizeUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function formatBytes(bytes: number, locale?: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < kSizeUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: kSizeUnits[unit],
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: digits,
  }).format(value);
}

export function formatDuration(seconds: number, locale?: string): string {
  const part = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
  if (seconds < 60) return part(Math.max(1, Math.round(seconds)), "second");
  if (seconds < 3600) return part(Math.round(seconds / 60), "minute");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.round((seconds - hours * 3600) / 60);
  return minutes ? `${part(hours, "hour")} ${part(minutes, "minute")}` : part(hours, "hour");
}

/** A wall-clock time as a Date whose UTC fields are the wall clock's. */
export function wallClock(local: string): Date {
  return new Date(`${local.slice(0, 19).replace(" ", "T")}${local.length <= 10 ? "T00:00:00" : ""}Z`);
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(undefined, options);
    formatters.set(key, made);
  }
  return made;
}

/** "2024-05-04" -> "Sat, 4 May" in this year, "Sat, 4 May 2023" otherwise. */
export function formatDay(day: string, now = new Date()): string {
  const sameYear = Number(day.slice(0, 4)) === now.getFullYear();
  const options: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  };
  if (!sameYear) options.year = "numeric";
  return formatter(sameYear ? "day" : "dayYear", options).format(wallClock(day));
}

export function formatMonth(month: string): string {
  return formatter("month", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    wallClock(`${month}-01`),
  );
}

export function formatMonthShort(month: string): string {
  return formatter("monthShort", { month: "short", year: "numeric", timeZone: "UTC" }).format(
    wallClock(`${month}-01`),
  );
}

export function formatTaken(local: string): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
  };
  return formatter("taken", options).format(wallClock(local));
}

export function formatInstant(iso: string): string {
  return formatter("instant", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

export function formatRelative(iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(0, "second");
}

const decimal = (value: number, digits: number) =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);

/** Seconds -> "1/250 s", "0.5 s", "2 s". */
export function formatExposure(seconds: number): string {
  if (seconds > 0 && seconds < 0.3) return words.info.seconds(`1/${decimal(Math.round(1 / seconds), 0)}`);
  return words.info.seconds(decimal(seconds, 1));
}

export const formatAperture = (fNumber: number) => `f/${decimal(fNumber, 1)}`;
export const formatFocalLength = (millimetres: number) => words.info.millimetres(decimal(millimetres, 1));
export const formatMegapixels = (width: number, height: number) =>
  words.info.megapixels(decimal((width * height) / 1e6, 1));

export function formatCoordinates(latitude: number, longitude: number): string {
  const half = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`;
  return `${half(latitude, "N", "S")}, ${half(longitude, "E", "W")}`;
}

export function formatAltitude(metres: number): string {
  const size = new Intl.NumberFormat(undefined, { style: "unit", unit: "meter", maximumFractionDigits: 0 });
  return metres < 0 ? words.info.below(size.format(-metres)) : words.info.altitude(size.format(metres));
}

/** 0 to 100 -> "93 %" as the browser's language writes it. */
export const formatPercent = (percent: number) =>
  new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 }).format(percent / 100);

/** How alike, 0 to 100: never as much as 100 % unless it is all of it. */
export const formatLikeness = (percent: number) =>
  formatPercent(percent >= 100 ? 100 : Math.min(99, Math.floor(percent)));

/** Whole days until a trashed photo goes for good. */
export function daysLeft(trashedAt: string, now = Date.now(), keepDays = 30): number {
  return Math.max(0, Math.ceil((new Date(trashedAt).getTime() + keepDays * 86_400_000 - now) / 86_400_000));
}

// Why the best of a group is the best, by the measures that the server takes, in its order.

import type { DuplicatePhoto } from "../lib/eyes_types";

type Judged = Pick<
  DuplicatePhoto,
  "favourite" | "rating" | "width" | "height" | "sharpness" | "size" | "best"
>;
type Reason = "favourite" | "rating" | "pixels" | "sharpness" | "size" | "equal";

const pixels = (photo: Judged) => photo.width * photo.height;
const measures: [Reason, (photo: Judged) => number, factor: number][] = [
  ["favourite", (photo) => Number(photo.favourite), 1],
  ["rating", (photo) => photo.rating, 1],
  ["pixels", pixels, 1.1],
  ["sharpness", (photo) => Math.floor((photo.sharpness ?? 0) / 5), 1],
  ["pixels", pixels, 1],
  ["size", (photo) => photo.size, 1],
];

export function whyBest(photos: Judged[], photo: Judged): Reason {
  const others = photos.filter((other) => other !== photo);
  const decisive = measures.find(([, of, factor]) => others.every((other) => of(photo) > of(other) * factor));
  return decisive?.[0] ?? "equal";
}

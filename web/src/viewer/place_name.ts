import type { PlaceName } from "../lib/eyes_types";

/** "Barcelona, Catalonia, Spain"; what is the same twice in a row is said once. */
export function placeName(place: PlaceName | undefined): string {
  if (!place) return "";
  const parts = [place.city, place.region, place.country].filter((part): part is string => !!part);
  return parts.filter((part, i) => part !== parts[i - 1]).join(", ");
}

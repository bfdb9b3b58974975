// Names for the colours of a photo that tell shades of one colour apart: "dark grey", "grey", "light grey".

import type { Colour } from "../lib/eyes_types";
import { words } from "../strings/en";

/** 0 to 1, as bright as the eye takes it for. */
export function brightness(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** The colours' names, in their order. */
export function colourNames(colours: Pick<Colour, "hex" | "name">[]): string[] {
  return colours.map(({ hex, name }) => {
    const shades = colours.filter((other) => other.name === name).map((other) => brightness(other.hex));
    if (shades.length < 2) return name;
    const own = brightness(hex);
    if (own === Math.min(...shades)) return words.seen.darkColour(name);
    if (own === Math.max(...shades)) return words.seen.lightColour(name);
    return shades.length === 3 ? name : words.seen.shadeOf(name, hex);
  });
}

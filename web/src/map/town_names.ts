// Where on the map the names of towns go: larger towns first, none over another, none over a photo.

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A name that asks for room: where its town lies in pixels, and how large it is written. */
export interface Wanted {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A photo, and the spot it stands for. */
export interface Pin extends Rect {
  x: number;
  y: number;
}

/** What a name must keep clear of. */
export interface Obstacles {
  /** Photos. The town that one was taken in has its name under it; others behind it have none. */
  pins: Pin[];
  /** Buttons, and whatever else lies over the map. */
  walls: Rect[];
}

export interface Placed<T> {
  wanted: T;
  /** Of the text's upper left corner, from the town. */
  dx: number;
  dy: number;
  /** A dot marks the town; there is none behind a photo. */
  dotted: boolean;
}

const kGap = 6; // between dot and name
const kAir = 3; // between names
const kNear = 12; // from a photo's spot to the town it was taken in, at most
const kDot = 4; // from the middle of a dot to its edge, with some air

const meet = (a: Rect, b: Rect) =>
  a.left < b.right + kAir && b.left < a.right + kAir && a.top < b.bottom + kAir && b.top < a.bottom + kAir;
const holds = (rect: Rect, { x, y }: Wanted) =>
  x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;

function textAt(left: number, top: number, { width, height }: Wanted): Rect {
  return { left, top, right: left + width, bottom: top + height };
}

function besides(name: Wanted): Rect[] {
  const { x, y, width, height } = name;
  return [
    textAt(x + kGap, y - height / 2, name),
    textAt(x - kGap - width, y - height / 2, name),
    textAt(x - width / 2, y + kGap, name),
    textAt(x - width / 2, y - kGap - height, name),
  ];
}

const under = (pin: Pin, name: Wanted) => textAt(pin.x - name.width / 2, pin.bottom + kAir, name);

export function placed<T extends Wanted>(names: T[], { pins, walls }: Obstacles): Placed<T>[] {
  const taken = [...walls, ...pins];
  const captioned = new Set<Pin>();
  const free = (rect: Rect) => !taken.some((other) => meet(rect, other));
  const found: Placed<T>[] = [];
  for (const name of names) {
    const { x, y } = name;
    const pin = pins.find((one) => holds(one, name));
    const dot = { left: x - kDot, top: y - kDot, right: x + kDot, bottom: y + kDot };
    if (pin ? captioned.has(pin) || Math.hypot(pin.x - x, pin.y - y) > kNear : !free(dot)) continue;
    const text = (pin ? [under(pin, name)] : besides(name)).find(free);
    if (!text) continue;
    if (pin) captioned.add(pin);
    else taken.push(dot);
    taken.push(text);
    found.push({ wanted: name, dx: text.left - x, dy: text.top - y, dotted: !pin });
  }
  return found;
}

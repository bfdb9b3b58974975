// Numbers in sentences.

const number = new Intl.NumberFormat();

export const n = (value: number) => number.format(value);
export const plural = (count: number, one: string, many: string) => `${n(count)} ${count === 1 ? one : many}`;
export const photos = (count: number) => plural(count, "photo", "photos");
export const faces = (count: number) => plural(count, "face", "faces");

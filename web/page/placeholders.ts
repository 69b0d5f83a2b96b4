// Placeholders: from a BlurHash (https://github.com/woltapp/blurhash/blob/master/Algorithm.md) to a picture of a few
// pixels, which the browser stretches softly. Here and not in WebAssembly because it is a third of the size here.
const SIDE = 6;
const HEADER_BYTES = 54;
const ROW_BYTES = SIDE * 3 + 2; // a multiple of four

const number = (text: string) => [...text].reduce((sum, digit) => sum * 83 + fairday.hashDigits.indexOf(digit), 0);
// Close enough to the sRGB curve for a placeholder.
const linear = (byte: number) => (byte / 255) ** 2;
const byte = (value: number) => Math.sqrt(Math.min(1, Math.max(0, value))) * 255 + 0.5;
const wave = (n: number, at: number) => Math.cos(n * Math.PI * (at + 0.5) / SIDE);

/** The placeholder as a BMP file of 24-bit pixels; nothing when the hash is broken. */
export const bitmap = (hash: string) => {
  const size = number(hash.slice(0, 1)), across = size % 9 + 1, down = Math.floor(size / 9) + 1;
  const isWhole = hash.length === 4 + 2 * across * down && [...hash].every((digit) => fairday.hashDigits.includes(digit));
  if (!isWhole) return;
  const scale = (number(hash.slice(1, 2)) + 1) / 166, mean = number(hash.slice(2, 6));
  const colours = [[mean >> 16, mean >> 8 & 255, mean & 255].map(linear)];
  for (let at = 6; at < hash.length; at += 2) {
    const value = number(hash.slice(at, at + 2));
    colours.push([value / 361, value / 19 % 19, value % 19].map((part) => {
      const signed = (Math.floor(part) - 9) / 9;
      return signed * Math.abs(signed) * scale;
    }));
  }
  const file = new DataView(new ArrayBuffer(HEADER_BYTES + ROW_BYTES * SIDE));
  file.setUint16(0, 0x424d);
  [file.byteLength, 0, HEADER_BYTES, 40, SIDE, SIDE, 0x180001].forEach((word, n) => file.setUint32(2 + n * 4, word, true));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      for (let part = 0; part < 3; part++) {
        const sum = colours.reduce((sum, colour, n) => sum + colour[part]! * wave(n % across, x) * wave(Math.floor(n / across), y), 0);
        file.setUint8(HEADER_BYTES + (SIDE - 1 - y) * ROW_BYTES + x * 3 + 2 - part, byte(sum));
      }
    }
  }
  return new Uint8Array(file.buffer);
};

const paint = () => {
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-hash]')) {
    const isThere = image.complete && image.naturalWidth > 0;
    const file = !isThere && bitmap(image.dataset.hash!);
    // Through the CSSOM, which the Content-Security-Policy allows where it forbids style attributes.
    if (file) image.style.backgroundImage = `url(data:image/bmp;base64,${btoa(String.fromCharCode(...file))})`;
    if (!isThere) delete image.dataset.hash;
  }
};

/** Paints them on every picture of the page that is not there yet, once the page is in place. */
export const paintPlaceholders = () => { requestAnimationFrame(paint); };

// What a browser has written down, made readable: its databases (LevelDB) hold texts in blocks that are compressed, in records
// that are cut in pieces, and in values that are compressed once more.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** A number of as many bytes as it needs, the lowest seven bits first; and where it ends. */
function varint(bytes, at) {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
  return null;
}

const LENGTH_MAX = 64 * 1024 * 1024;

/** What Snappy made smaller; nothing when it did not make this. What follows its end does not matter. */
export function unsnap(bytes, from = 0) {
  const head = varint(bytes, from);
  if (!head || !head[0] || head[0] > LENGTH_MAX) return null;
  const out = Buffer.alloc(head[0]);
  let [, at] = head, to = 0;
  while (to < out.length) {
    const tag = bytes[at++];
    if (tag === undefined) return null;
    if ((tag & 3) === 0) {
      const more = (tag >> 2) - 59, length = more > 0 ? bytes.readUIntLE(Math.min(at, bytes.length - more), more) + 1 : (tag >> 2) + 1;
      at += Math.max(more, 0);
      if (at + length > bytes.length || to + length > out.length) return null;
      bytes.copy(out, to, at, at + length);
      at += length;
      to += length;
    } else {
      const kind = tag & 3, width = [0, 1, 2, 4][kind];
      if (at + width > bytes.length) return null;
      const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const back = kind === 1 ? (tag >> 5) * 256 + bytes[at] : bytes.readUIntLE(at, width);
      at += width;
      if (!back || back > to || to + length > out.length) return null;
      for (let n = 0; n < length; n++, to++) out[to] = out[to - back];
    }
  }
  return out;
}

/** The blocks of a table of LevelDB, as they were before they were compressed. */
function blocksOf(table) {
  const handle = (at) => { const [offset, next] = varint(table, at), [size, end] = varint(table, next); return { offset, size, end }; };
  const block = ({ offset, size }) => {
    const bytes = table.subarray(offset, offset + size);
    return table[offset + size] === 1 ? unsnap(bytes) : bytes;
  };
  const index = block(handle(handle(table.length - 48).end)), blocks = [];
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4);
  for (let at = 0; at < end;) {
    let shared, own, length;
    [shared, at] = varint(index, at);
    [own, at] = varint(index, at);
    [length, at] = varint(index, at);
    const value = index.subarray(at + own, at + own + length), [offset, next] = varint(value, 0), [size] = varint(value, next);
    blocks.push(block({ offset, size }));
    at += own + length;
  }
  return blocks;
}

/** The records of a log of LevelDB: those that were cut at the end of a page are whole again. */
function recordsOf(log) {
  const PAGE = 32_768, records = [];
  let whole = [];
  for (let at = 0; at + 7 <= log.length;) {
    if (PAGE - (at % PAGE) < 7) { at += PAGE - (at % PAGE); continue; }
    const length = log.readUInt16LE(at + 4), kind = log[at + 6];
    if (kind < 1 || kind > 4) { at += PAGE - (at % PAGE); continue; }
    whole.push(log.subarray(at + 7, at + 7 + length));
    if (kind === 1 || kind === 4) { records.push(Buffer.concat(whole)); whole = []; }
    at += 7 + length;
  }
  return [...records, ...whole];
}

const TABLE_END = Buffer.from('57fb808b247547db', 'hex'), VALUE = Buffer.from([0xff, 0x11, 0x02]);

/** Everything that a file says, as far as it can be made readable; the file itself first. */
export function readable(file) {
  const parts = [file];
  if (file.length > 48 && file.subarray(-8).equals(TABLE_END)) parts.push(...blocksOf(file).filter(Boolean));
  else parts.push(...recordsOf(file));
  // A value of IndexedDB that was compressed begins so.
  return parts.flatMap((part) => {
    const more = [part];
    for (let at = part.indexOf(VALUE); at >= 0; at = part.indexOf(VALUE, at + 1)) {
      const text = unsnap(part, at + VALUE.length);
      if (text) more.push(text);
    }
    return more;
  });
}

/** Every file below a folder that has one of these texts in it, in the encodings that texts are kept in. */
export async function filesWith(folder, ...texts) {
  const forms = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(encodeURIComponent(text)), Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, ''))]);
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const parts = readable(await readFile(file).catch(() => Buffer.alloc(0)));
    if (forms.some((form) => parts.some((part) => part.includes(form)))) found.push(path.relative(folder, file));
  }
  return found;
}

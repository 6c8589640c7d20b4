/** A file in an archive. */
export interface ZipEntry {
  path: string;
  text: string;
}

/** Something that is no archive, or one that can't be read. */
export class BadZip extends Error {
  readonly code = 'BAD_ZIP';
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are in UTF-8. */
const UTF8 = 0x0800;
const STORED = 0;
const DEFLATED = 8;
/** The first day that an archive can name: the learner's clock is nobody's business. */
const DATE = 0x21;

/** Puts files into an archive (PKWARE's APPNOTE 6.3): not compressed, for they are small. */
export function writeZip(entries: readonly ZipEntry[]): Blob {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, text } of entries) {
    const [name, bytes] = [encoder.encode(path), encoder.encode(text)];
    const common = [VERSION, UTF8, STORED, 0, DATE] as const;
    const sizes = [crc32(bytes), bytes.length, bytes.length] as const;
    const local = fields([4, LOCAL], ...shorts(common), ...longs(sizes), [2, name.length], [2, 0]);
    directory.push(
      fields(
        [4, CENTRAL],
        [2, VERSION],
        ...shorts(common),
        ...longs(sizes),
        ...shorts([name.length, 0, 0, 0, 0]),
        [4, 0],
        [4, offset],
      ),
      name,
    );
    parts.push(local, name, bytes);
    offset += local.length + name.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = entries.length;
  const end = fields([4, END], ...shorts([0, 0, count, count]), [4, size], [4, offset], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

/**
 * Reads the files of an archive.
 *
 * @throws BadZip
 */
export async function readZip(archive: ArrayBuffer): Promise<ZipEntry[]> {
  const view = new DataView(archive);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw broken();
    const nameLength = view.getUint16(at + 28, true);
    const path = textOf(archive, at + 46, nameLength);
    const bytes = await contentOf(view, at);
    if (!path.endsWith('/')) entries.push({ path, text: new TextDecoder().decode(bytes) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

async function contentOf(view: DataView<ArrayBuffer>, at: number): Promise<Uint8Array> {
  const method = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) throw broken();
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > view.byteLength) throw broken();
  const bytes = new Uint8Array(view.buffer, start, size);
  if (method === STORED) return bytes;
  if (method !== DEFLATED) throw new BadZip('This archive is compressed in a way that is rare.');
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw broken();
}

function broken(): BadZip {
  return new BadZip('This is not a zip archive, or it is broken.');
}

function textOf(archive: ArrayBuffer, at: number, length: number): string {
  return new TextDecoder().decode(new Uint8Array(archive, at, length));
}

type Field = [size: 2 | 4, value: number];

const shorts = (values: readonly number[]) => values.map((value): Field => [2, value]);
const longs = (values: readonly number[]) => values.map((value): Field => [4, value]);

function fields(...all: Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(all.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of all) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

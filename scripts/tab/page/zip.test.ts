import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readZip, writeZip } from './zip.ts';

const FILES = [
  { path: 'chapters/03-authenticator/guard.ts', text: 'export const a = "ü";\n' },
  { path: 'chapters/03-authenticator/empty.ts', text: '' },
];

test('what is written can be read', async () => {
  expect(await readZip(await writeZip(FILES).arrayBuffer())).toEqual(FILES);
});

test('its checksum is the one that other programs compute', async () => {
  const archive = await writeZip([{ path: 'a', text: '123456789' }]).arrayBuffer();
  expect(new DataView(archive).getUint32(14, true)).toBe(0xcbf43926);
});

test('a compressed one can be read', async () => {
  const [{ path, text }] = FILES as [{ path: string; text: string }];
  const plain = Buffer.from(await writeZip([{ path, text }]).arrayBuffer());
  const packed = deflateRawSync(text);
  const start = 30 + path.length;
  const rest = plain.subarray(start + Buffer.byteLength(text));
  const archive = Buffer.concat([plain.subarray(0, start), packed, rest]);
  const central = start + packed.length;
  archive.writeUInt16LE(8, central + 10);
  archive.writeUInt32LE(packed.length, central + 20);
  archive.writeUInt32LE(central, archive.length - 22 + 16);
  expect(await readZip(new Uint8Array(archive).buffer)).toEqual([{ path, text }]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('hello '.repeat(20))],
  ['half of one', Buffer.from('PK\u0005\u0006'.padEnd(22, '\u0001'))],
])('%s is refused', async (_what, bytes) => {
  await expect(readZip(new Uint8Array(bytes).buffer)).rejects.toThrow('not a zip archive');
});

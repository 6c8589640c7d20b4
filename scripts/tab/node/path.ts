// node:path, of POSIX.
export const sep = '/';
export const delimiter = ':';

export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part === '..' && !path.startsWith('/')) parts.push(part);
    else if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  const whole = (path.startsWith('/') ? '/' : '') + parts.join('/');
  if (whole === '') return '.';
  return path.endsWith('/') && !whole.endsWith('/') ? `${whole}/` : whole;
}

export function join(...parts: string[]): string {
  return normalize(parts.filter((part) => part !== '').join('/'));
}

export function resolve(...parts: string[]): string {
  const from = parts.findLastIndex((part) => part.startsWith('/'));
  const whole = normalize(`${from < 0 ? '/' : ''}${parts.slice(Math.max(0, from)).join('/')}`);
  return whole.length > 1 ? whole.replace(/\/$/, '') : whole;
}

export function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => resolve(path).split('/').filter(Boolean));
  let same = 0;
  while (a && b && same < a.length && a[same] === b[same]) same += 1;
  return [...(a ?? []).slice(same).map(() => '..'), ...(b ?? []).slice(same)].join('/');
}

export function dirname(path: string): string {
  const end = path.replace(/\/+$/, '').lastIndexOf('/');
  if (end > 0) return path.slice(0, end);
  return path.startsWith('/') ? '/' : '.';
}

export function basename(path: string, suffix = ''): string {
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return suffix !== '' && name !== suffix && name.endsWith(suffix)
    ? name.slice(0, -suffix.length)
    : name;
}

export function extname(path: string): string {
  return /[^/](\.[^./]*)$/.exec(path)?.[1] ?? '';
}

export const isAbsolute = (path: string) => path.startsWith('/');

const all = {
  basename,
  delimiter,
  dirname,
  extname,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  sep,
};
export const posix = all;
export default { ...all, posix };

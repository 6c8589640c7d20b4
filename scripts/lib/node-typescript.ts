/** What Node is started with, for it to load TypeScript: see typescript.mjs. */
export const TYPESCRIPT = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  new URL('./typescript.mjs', import.meta.url).href,
];

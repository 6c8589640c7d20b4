// Lets Node load TypeScript: `node --import ./scripts/lib/typescript.mjs file.ts`. Newer versions of
// Node do that by themselves; Node 20 is helped with the compiler that Vite brings along.
import { register } from 'node:module';

if (!process.features.typescript) register('./typescript-hooks.mjs', import.meta.url);

import { fileURLToPath } from 'node:url';

/** The course's folder, where package.json is: found from this very file, so a copy finds itself. */
export const courseRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

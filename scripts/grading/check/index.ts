/** What a chapter's test file imports, and all that it imports of the tooling. */
export { expect } from './expect.ts';
export { argon2WorkOf } from './argon2.ts';
export * from './kit.ts';
export { lesson } from './lesson.ts';
export { noteLogged } from './logged.ts';
export { check, task, type CheckOptions } from './task.ts';

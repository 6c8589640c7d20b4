/** A way to get points that the code doesn't deserve. */
export interface Trick {
  name: string;
  /** What it would have if nothing stopped it. */
  why: string;
  /** Of the learner's copy, written over a copy in which nothing works; null deletes one. */
  files: Record<string, string | null>;
  /** Links in the learner's copy: where each leads, from the course's own root. */
  links?: Record<string, string>;
  /** What stops it, in the words of the grade, if there's something to say. */
  says?: RegExp;
}

export const GREET = 'chapters/01-greeting/greet.ts';
export const APP = 'chapters/01-greeting/app.ts';

/** `greet.ts` with some code before a function that is wrong, unless its body is given. */
export const greet = (before: string, body = `return 'nothing';`) => ({
  [GREET]: `${before}\nexport function greet(name: string): any {\n  ${body}\n}\n`,
});

/** The same with code that goes on when it is stopped. */
export const quietly = (code: string, body?: string) => greet(`try {\n${code}\n} catch {}`, body);

/** `app.ts` with a handler, and what is done with the app before it. */
export const app = (handler: string, { before = '', setUp = '' } = {}) => ({
  [APP]: `import express from 'express';
${before}
export function createApp(options: any): any {
  const app = express();
  ${setUp}
  app.get('/hello/:name', async (request: any, response: any) => {
    ${handler}
    response.status(500).end();
  });
  return app;
}
`,
});

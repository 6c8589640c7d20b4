import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../../course/root.ts';
import { writeStarters } from '../../course/starters.ts';
import { type FixtureCourse, fixtureCourse } from '../../grading/fixture-course.ts';

const SOLUTIONS: Record<string, string> = {
  'solutions/01-greeting/greet.ts': `/** Greets a person. */
export function greet(name: string): string {
  // #region 1.1
  // By name.
  return \`Hello, \${name}\`;
  // #endregion 1.1
}
`,
  'solutions/01-greeting/app.ts': `import express, { type Express } from 'express';
import { greet } from './greet.ts';

export function createApp({ log }: { log: (error: unknown) => void }): Express {
  const app = express();
  app.get('/hello/:name', (request, response) => {
    // #region 1.2
    // As JSON.
    response.json({ greeting: greet(request.params.name) });
    // #endregion 1.2
  });
  app.use(((error, _request, response, _next) => {
    log(error);
    response.status(error.status ?? 500).end();
  }) as express.ErrorRequestHandler);
  return app;
}
`,
  'solutions/02-farewell/farewell.ts': `import { greet } from '../01-greeting/greet.ts';

/** Says goodbye. */
export function farewell(name: string): string {
  // #region 2.1
  // Start from the greeting.
  return greet(name).replace('Hello', 'Goodbye');
  // #endregion 2.1
}
`,
};

const FILES = ['package-lock.json', 'tsconfig.json', 'README.md', '.gitignore', '.gitattributes'];

/**
 * Makes a tiny course as a learner finds it: two chapters with their checks, nothing written yet,
 * every command in place.
 */
export function tinyCourse(): FixtureCourse {
  const course = fixtureCourse({ ...SOLUTIONS, 'docs/README.md': 'The pages.\n' });
  for (const name of [...FILES, 'chapters/00-open-api']) {
    cpSync(join(courseRoot, name), join(course.root, name), { recursive: true });
  }
  for (const path of Object.keys(SOLUTIONS)) {
    course.write({ [path.replace('solutions', 'chapters')]: null });
  }
  writeStarters(course.root);
  return course;
}

/** The files that its learner writes in, from its root. */
export const LEARNERS_FILES = Object.keys(SOLUTIONS).map((path) =>
  path.replace('solutions', 'chapters'),
);

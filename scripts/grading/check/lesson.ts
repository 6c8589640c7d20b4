import { checkHost } from './host.ts';

/** The learner's file does not load. */
export class LessonCrashed extends Error {
  readonly code = 'LESSON_CRASHED';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`${file} does not load.`, { cause });
    this.file = file;
  }
}

/** The learner's file loads, but lacks something that the check needs. */
export class MissingExport extends Error {
  readonly code = 'MISSING_EXPORT';

  constructor(file: string, name: string) {
    super(
      `${file} does not export \`${name}\`. It did in the starter: was it renamed, or taken out?`,
    );
  }
}

/** `createApp` returned something else than an app. */
export class NoApp extends Error {
  readonly code = 'NO_APP';

  constructor(file: string, returned: unknown) {
    const what = returned instanceof Promise ? 'a promise' : String(returned);
    super(
      `createApp in ${file} returned ${what} instead of an Express app: is a \`return app\` missing?`,
    );
  }
}

/**
 * A file of the learner's, to be loaded inside a check: so code that does not parse, or that throws
 * or hangs when it is imported, fails checks instead of hiding them.
 *
 * @param path from the chapters' folder: `03-authenticator/verify-token.ts`
 * @param load `() => import('#course/03-authenticator/verify-token.ts')`
 * @returns a function that gives the module
 * @throws LessonCrashed (when called) with what the file threw as its cause; and MissingExport when
 *   something is read from the module that it does not export
 */
export function lesson<Module extends object>(
  path: string,
  load: () => Promise<Module>,
): () => Promise<Module> {
  const file = `chapters/${path}`;
  return async () => {
    asked.add(file);
    checkHost().report({ type: 'loading', file });
    let module: Module;
    try {
      module = await load();
    } catch (error) {
      throw new LessonCrashed(file, error);
    }
    // The target is a plain object: a Proxy may not hide what a frozen namespace holds.
    return new Proxy({} as Module, {
      get(_target, name) {
        // `await` looks for a `then`.
        if (typeof name === 'symbol' || name === 'then') return undefined;
        if (name === 'createApp') return appFactory(file, Reflect.get(module, name));
        if (name in module) return Reflect.get(module, name) as unknown;
        throw new MissingExport(file, name);
      },
      has: (_target, name) => name in module,
    });
  };
}

/** The files that were asked for since this was last called. */
export function takeAsked(): string[] {
  const files = [...asked];
  asked.clear();
  return files;
}

const asked = new Set<string>();

/** Every chapter's `createApp` returns an Express app: one that returns nothing is told so. */
function appFactory(file: string, createApp: unknown): unknown {
  if (typeof createApp !== 'function') throw new MissingExport(file, 'createApp');
  return (...args: unknown[]): unknown => {
    // A copy of the options: what an app changes in them, the check doesn't see.
    const app: unknown = createApp(...args.map((each) => ({ ...Object(each) })));
    if (typeof app === 'function') return app;
    throw new NoApp(file, app);
  };
}

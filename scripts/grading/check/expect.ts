import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  type ExpectStatic,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from '@vitest/expect';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** Vitest's `expect`, also where there is no Vitest. */
export const expect: ExpectStatic = ((value: unknown, message?: string) =>
  chai.expect(value, message)) as ExpectStatic;

const globals = globalThis as Record<symbol, object>;
Object.assign(expect, chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]);
// Where Vitest itself runs the checks, it has one already.
globals[GLOBAL_EXPECT] ??= expect;

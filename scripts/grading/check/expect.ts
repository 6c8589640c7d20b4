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

// Kept before any learner's code runs.
const { structuredClone } = globalThis;
const { defineProperty } = Object;
const { apply, get } = Reflect;

/** Vitest's `expect`, also where there is no Vitest. */
export const expect: ExpectStatic = ((value: unknown, message?: string) => {
  const assertion = chai.expect(value, message);
  return typeof value === 'object' && value !== null ? comparedTwice(assertion, value) : assertion;
}) as ExpectStatic;

/** What compares piece by piece, and asks the value for some of it. */
const COMPARING = ['toEqual', 'toMatchObject', 'toContain', 'toContainEqual'];

/**
 * A value that a learner's code made could tell the comparison how to end: by an `asymmetricMatch` or
 * an `indexOf` of its own. So its bare data have to pass as well.
 */
function comparedTwice(assertion: Chai.Assertion, value: object): Chai.Assertion {
  for (const name of COMPARING) {
    const compare = get(chai.Assertion.prototype, name) as () => unknown;
    const both = function (this: Chai.Assertion, ...expected: []) {
      apply(compare, this, expected);
      chai.util.flag(this, 'object', structuredClone(value));
      apply(compare, this, expected);
    };
    defineProperty(assertion, name, { value: both });
  }
  return assertion;
}

const globals = globalThis as Record<symbol, object>;
Object.assign(expect, chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]);
// Where Vitest itself runs the checks, it has one already.
globals[GLOBAL_EXPECT] ??= expect;

import type { z } from 'zod';
import { Problem } from './problem.ts';

/** One fault of a request: where it is (a JSON Pointer as a URI fragment, RFC 6901 §6), and what. */
export interface Fault {
  pointer: string;
  detail: string;
}

/**
 * Reads a value with a zod schema.
 *
 * @throws Problem 422 `validation-failed`, with an entry in `errors` for every fault there is
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationFailed(result.error.issues.flatMap(faultsOf));
}

/** The answer to a request that is well-formed and still cannot be carried out. */
export function validationFailed(errors: Fault[]): Problem {
  return new Problem(422, {
    slug: 'validation-failed',
    title: 'The request is not valid',
    detail: errors.length === 1 ? 'There is one fault.' : `There are ${errors.length} faults.`,
    extra: { errors },
  });
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: 'There is no such member here.',
    }));
  }
  return [{ pointer: pointerTo(issue.path), detail: issue.message }];
}

function pointerTo(path: PropertyKey[]): string {
  const steps = path.map((step) =>
    encodeURIComponent(String(step).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return ['#', ...steps].join('/');
}

import type { z } from 'zod';
import { Problem } from './problem.ts';

/** One error in a request: where it is (a JSON Pointer as a URI fragment, RFC 6901 §6), and what it is. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/**
 * Checks a value against a zod schema, and returns what the schema makes of it.
 *
 * @throws Problem 422 `validation-failed`, with an entry in `errors` for every error in it
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationFailed(result.error.issues.flatMap(errorsOf));
}

/** 422: the answer to a request that is well-formed but has errors in its content. */
export function validationFailed(errors: FieldError[]): Problem {
  return new Problem(422, {
    slug: 'validation-failed',
    title: 'The request is not valid',
    detail: errors.length === 1 ? 'There is one error.' : `There are ${errors.length} errors.`,
    extra: { errors },
  });
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: 'unknown property',
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

import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, type Fault } from '../errors.js';
import { jsonPointer } from './json-pointer.js';

const Segment = z.union([z.string(), z.number(), z.object({ key: z.union([z.string(), z.number()]) })]);

/** What zod adds to the Standard Schema: unknown keys by name, a union's branches, our codes. */
const ZodIssue = z.object({
  code: z.string().optional().catch(undefined),
  path: z.array(Segment).default([]),
  message: z.string(),
  keys: z.array(z.string()).optional().catch(undefined),
  errors: z.array(z.array(z.unknown())).optional().catch(undefined),
  params: z
    .object({ code: z.enum(ERROR_CODES) })
    .optional()
    .catch(undefined),
});

/** A schema's issues as faults with their places: one for every unknown member, and the nearest branch of a union. */
export function schemaFaults(issues: readonly unknown[], fallback: ErrorCode): Fault[] {
  return issues.flatMap((issue) => faultsOf(issue, [], fallback));
}

function faultsOf(issue: unknown, above: readonly PropertyKey[], fallback: ErrorCode): Fault[] {
  const { path, message, keys, errors, params } = ZodIssue.parse(issue);
  const here = [...above, ...path.map((segment) => (typeof segment === 'object' ? segment.key : segment))];
  if (keys) {
    return keys.map((key) => ({
      pointer: jsonPointer([...here, key]),
      code: fallback,
      detail: 'this member is not known',
    }));
  }
  // Of a union, the branch that nearly matched is the most helpful, and one for another type of value the least.
  const nearest = [...(errors ?? [])].sort((one, other) => distance(one) - distance(other))[0];
  if (nearest) return nearest.flatMap((each) => faultsOf(each, here, fallback));
  return [{ pointer: jsonPointer(here), code: params?.code ?? fallback, detail: message }];
}

function distance(branch: readonly unknown[]): number {
  const isOfOtherType = branch.some((each) => {
    const { code, path } = ZodIssue.parse(each);
    return code === 'invalid_type' && path.length === 0;
  });
  return isOfOtherType ? Number.MAX_SAFE_INTEGER : branch.length;
}

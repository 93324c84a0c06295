import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Declared = NonNullable<PathItem['get']>;

/** An operation as Nest makes it from the decorators, with Sluice's own members. */
export type Operation = Declared & Record<`x-${string}`, unknown>;

export interface Located {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export function operationsOf({ paths }: OpenAPIObject): readonly Located[] {
  return Object.entries(paths).flatMap(([path, { get, post, put, patch, delete: remove }]) =>
    Object.entries({ get, post, put, patch, delete: remove }).flatMap(([method, operation]) =>
      operation ? [{ method, path, operation: operation as Operation }] : [],
    ),
  );
}

/** For everybody, without signing in. */
export function isOpen({ security }: Operation): boolean {
  return security === undefined || security.length === 0;
}

export function takes(place: 'path' | 'query' | 'header', { parameters }: Operation): boolean {
  return (parameters ?? []).some((parameter) => 'in' in parameter && parameter.in === place);
}

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Awaited } from './awaited.js';
import { ProblemSay } from './problem.js';
import { When } from './when.js';

interface AnsweredProps<T> {
  readonly of: UseQueryResult<T>;
  /** The real layout without its content. */
  readonly skeleton: ReactNode;
  /** Whether what was there stays to be read when it cannot be had anew; never where it is signed by. */
  readonly keeps?: boolean;
  readonly children: (data: T) => ReactNode;
}

/** An answer in whatever state it is: awaited, there, refused, or there and no longer to be had. */
export function Answered<T>({ of, skeleton, keeps = true, children }: AnsweredProps<T>) {
  const { data, error, dataUpdatedAt } = of;
  if (data === undefined || (error && !keeps))
    return error ? <ProblemSay error={error} /> : <Awaited>{skeleton}</Awaited>;
  return (
    <>
      {error ? (
        <>
          <ProblemSay error={error} />
          <p className="small quiet">
            What follows is as of <When at={new Date(dataUpdatedAt).toISOString()} isWhole />.
          </p>
        </>
      ) : null}
      {children(data)}
    </>
  );
}

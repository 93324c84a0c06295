import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { NotThere } from './not-there.js';
import { ProblemSay } from './problem.js';
import { When } from './when.js';

const PATIENCE_MS = 300;

interface AnsweredProps<T> {
  readonly of: UseQueryResult<T>;
  /** The real layout without its content. */
  readonly skeleton: ReactNode;
  /** Whether what was there stays to be read when it cannot be had anew; never where it is signed by. */
  readonly keeps?: boolean;
  /** What the whole page is of, where it is of one thing. */
  readonly thing?: string;
  readonly children: (data: T) => ReactNode;
}

/** An answer in whatever state it is: awaited, there, refused, or there and no longer to be had. */
export function Answered<T>({ of, skeleton, keeps = true, thing, children }: AnsweredProps<T>) {
  const { data, error, dataUpdatedAt } = of;
  if (data === undefined || (error && !keeps)) {
    if (!error) return <Awaited>{skeleton}</Awaited>;
    return thing === undefined ? <ProblemSay error={error} /> : <NotThere thing={thing} error={error} />;
  }
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

/** What is not there yet. Most of it is there before anybody would see that it is awaited. */
export function Awaited({ children }: { readonly children: ReactNode }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLong(true);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return <div aria-busy="true">{isLong ? children : null}</div>;
}

import { type ReactNode, useEffect, useState } from 'react';

const PATIENCE_MS = 300;

/** Most answers are there before anybody would see that they are awaited. */
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

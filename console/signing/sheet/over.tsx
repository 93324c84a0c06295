import { type ReactNode, createContext, use, useState } from 'react';

/** How far what is signed in an open sheet has come: nothing yet, on its way, or there is something to say about it. */
type Held = 'nothing' | 'signing' | 'told';

interface Standing {
  /** Why what the sheet was opened for is not asked any more; null as long as it is. */
  readonly over: ReactNode;
  readonly held: Held;
  readonly hold: (held: Held) => void;
}

const StandingContext = createContext<Standing>({ over: null, held: 'nothing', hold: () => undefined });

interface StaysOpenProps {
  /** Null as long as the reader is still asked. */
  readonly over: ReactNode;
  readonly children: ReactNode;
}

/**
 * A sheet that was opened stays until somebody closes it, whatever has happened meanwhile: it says that, and takes
 * nothing any more. Whoever is just signing is told first what has become of that.
 */
export function StaysOpen({ over, children }: StaysOpenProps) {
  const [held, hold] = useState<Held>('nothing');
  return (
    <StandingContext value={{ over: held === 'signing' ? null : over, held, hold }}>
      {children}
    </StandingContext>
  );
}

export function useStanding(): Standing {
  return use(StandingContext);
}

import type { ReactNode } from 'react';

/** One part under its name. */
export function Shelf({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className="gap" aria-label={name}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}

import type { ReactNode } from 'react';
import { useStanding } from './over.js';
import styles from './sheet.module.css';

/** What can be done in a sheet, at its end; nothing once it is not asked any more. */
export function SheetActs({ children }: { readonly children: ReactNode }) {
  if (useStanding().over !== null) return null;
  return <div className={styles.acts}>{children}</div>;
}

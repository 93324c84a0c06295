import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '../../parts/icon.js';
import { useStanding } from './over.js';
import styles from './sheet.module.css';

interface SheetProps {
  /** What is done here, in a word. */
  readonly title: string;
  /** What else the first line says. */
  readonly facts?: ReactNode;
  readonly heading: ReactNode;
  readonly close: () => void;
  /** Which step it is at: with each, the focus goes back to the heading. */
  readonly stage?: string;
  readonly children: ReactNode;
}

/** The whole screen for one thing to decide. It takes the focus to its heading, and gives it back when it closes. */
export function Sheet({ title, facts, heading, close, stage = '', children }: SheetProps) {
  const { over, held } = useStanding();
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    top.current?.focus();
  }, [stage]);
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Popup className={styles.sheet} initialFocus={top} data-sheet="">
          <div className={styles.top}>
            <span>
              <b>{title}</b>
            </span>
            {facts === undefined ? null : <span className={styles.facts}>{facts}</span>}
            <Dialog.Close className="btn btn-plain btn-small">
              <Icon name="act-close" />
              Close
            </Dialog.Close>
          </div>
          <div className={styles.in}>
            <Dialog.Title render={<h1 ref={top} tabIndex={-1} />} className={styles.heading}>
              {over === null ? heading : <b>Stop here.</b>}
            </Dialog.Title>
            {over === null ? null : <div className={styles.say}>{over}</div>}
            {over !== null && held === 'nothing' ? null : children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

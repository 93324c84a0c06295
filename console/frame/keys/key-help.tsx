import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';
import { Icon } from '../../parts/icon.js';
import { usePerson } from '../../session/session.js';
import { navigationOf } from '../navigation.js';
import styles from './keys.module.css';

interface KeyHelpProps {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

/** Every key, and what it does. */
export function KeyHelp({ isOpen, setOpen }: KeyHelpProps) {
  const { roles } = usePerson();
  const top = useRef<HTMLHeadingElement>(null);
  const pages = navigationOf(roles)
    .flatMap(({ items }) => items)
    .flatMap(({ letter, word }) => (letter === undefined ? [] : [{ letter, word }]));
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" initialFocus={top}>
          <Dialog.Title ref={top} tabIndex={-1}>
            Keys
          </Dialog.Title>
          <Dialog.Description className="small quiet">
            Outside of fields and dialogs. No key signs. Single letters can be switched off in the settings.
          </Dialog.Description>
          <dl className={styles.keys}>
            <Key keys={['/']}>Search</Key>
            {roles.includes('operator') ? <Key keys={['n']}>New transfer</Key> : null}
            <Key keys={['j']}>Next row of a list</Key>
            <Key keys={['k']}>Row before</Key>
            <Key keys={['Enter']}>Open the row</Key>
            {pages.map(({ letter, word }) => (
              <Key key={letter} keys={['g', letter]}>
                Go to {word}
              </Key>
            ))}
            <Key keys={['?']}>These keys</Key>
            <Key keys={['Esc']}>Close</Key>
          </dl>
          <Dialog.Close className="icon-btn dialog-close" aria-label="Close">
            <Icon name="act-close" />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Key({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

import { Dialog } from '@base-ui/react/dialog';
import { useRef, useState } from 'react';
import { OPERATIONAL_ROLES, type Role } from '../../../src/domain/identity/person.js';
import { Icon } from '../../parts/icon.js';
import { usePerson } from '../../session/session.js';
import { FreezeSteps } from './freeze-steps.js';
import styles from './freeze.module.css';

/** Whoever acts on transfers may stop them. An auditor only reads. */
export function mayFreeze(roles: readonly Role[]): boolean {
  return OPERATIONAL_ROLES.some((role) => roles.includes(role));
}

/** On every page: one person stops what goes wrong, at once. */
export function FreezeButton() {
  const { roles } = usePerson();
  const [isOpen, setOpen] = useState(false);
  const top = useRef<HTMLHeadingElement>(null);
  if (!mayFreeze(roles)) return null;
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn btn-small btn-frozen">
        <Icon name="state-frozen" />
        Freeze…
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} initialFocus={top}>
          <FreezeSteps
            top={top}
            close={() => {
              setOpen(false);
            }}
          />
          <Dialog.Close className={`icon-btn ${styles.close ?? ''}`} aria-label="Close">
            <Icon name="act-close" />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

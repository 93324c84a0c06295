import { useRef, useState } from 'react';
import { OPERATIONAL_ROLES, type Role } from '../../../src/domain/identity/person.js';
import { Icon } from '../../parts/icon.js';
import { usePerson } from '../../session/session.js';
import { useLater } from '../use-later.js';

const loadDialog = () => import('./freeze-dialog.js');

/** Whoever acts on transfers may stop them. An auditor only reads. */
export function mayFreeze(roles: readonly Role[]): boolean {
  return OPERATIONAL_ROLES.some((role) => roles.includes(role));
}

/** On every page: one person stops what goes wrong, at once. */
export function FreezeButton() {
  const { roles } = usePerson();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const dialog = useLater(loadDialog, isOpen);
  if (!mayFreeze(roles)) return null;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="btn btn-small btn-frozen"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Icon name="state-frozen" />
        Freeze…
      </button>
      {dialog ? <dialog.FreezeDialog {...{ isOpen, setOpen, button }} /> : null}
    </>
  );
}

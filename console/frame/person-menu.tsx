import { Menu } from '@base-ui/react/menu';
import { useNavigate } from '@tanstack/react-router';
import type { RefObject } from 'react';
import type { InstallationView } from '../../src/installation/installation.contract.js';
import { signOut } from '../session/session.js';
import { useSwitch } from '../stories/use-switch.js';
import styles from './person-menu.module.css';

interface PersonMenuProps {
  readonly installation: InstallationView | undefined;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

/** What whoever is signed in can do about that. */
export function PersonMenu({ installation, button, isOpen, setOpen }: PersonMenuProps) {
  const navigate = useNavigate();
  const { mutate: change } = useSwitch();
  const leave = (): void => {
    signOut().then(
      () => void navigate({ to: '/sign-in' }),
      () => void navigate({ to: '/sign-in', search: { why: 'unheard' } }),
    );
  };
  return (
    <Menu.Root
      modal={false}
      open={isOpen}
      onOpenChange={(_, { event: { target } }) => {
        // The button closes it itself.
        if (!(target instanceof Node && button.current?.contains(target))) setOpen(false);
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={button} align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup} finalFocus={button}>
            <Menu.Item
              className={styles.item}
              onClick={() => {
                void navigate({ to: '/settings' });
              }}
            >
              Settings
            </Menu.Item>
            {installation?.sandboxWallet == null ? null : (
              <Menu.Item
                className={styles.item}
                onClick={() => {
                  change({ name: null });
                }}
              >
                Switch person…
              </Menu.Item>
            )}
            <Menu.Item className={styles.item} onClick={leave}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

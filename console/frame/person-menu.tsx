import { Menu } from '@base-ui/react/menu';
import { useNavigate } from '@tanstack/react-router';
import type { PersonPrincipal } from '../../src/identity/identity.contract.js';
import { Icon } from '../parts/icon.js';
import { Said } from '../parts/text.js';
import { signOut } from '../session/session.js';
import styles from './person-menu.module.css';

/** Who is signed in, and the way out. */
export function PersonMenu({ person }: { readonly person: PersonPrincipal }) {
  const navigate = useNavigate();
  const does = [...person.roles, ...person.groups].join(', ');
  const leave = (): void => {
    void signOut().finally(() => void navigate({ to: '/sign-in' }));
  };
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="who" aria-label={`${person.name}, ${does}`}>
        <Icon name="act-person" />
        <span className="name">
          <Said>{person.name}</Said> <span className="role">{does}</span>
        </span>
        <Icon name="act-down" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            <Menu.Item className={styles.item} onClick={leave}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

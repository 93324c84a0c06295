import { Menu } from '@base-ui/react/menu';
import { useNavigate } from '@tanstack/react-router';
import type { PersonPrincipal } from '../../src/identity/identity.contract.js';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { Icon } from '../parts/icon.js';
import { Said } from '../parts/text.js';
import { signOut } from '../session/session.js';
import { useSandboxWallet } from '../signing/use-sandbox-wallet.js';
import styles from './person-menu.module.css';

/** Who is signed in, and the way out. */
export function PersonMenu({ person }: { readonly person: PersonPrincipal }) {
  const navigate = useNavigate();
  const { data: installation } = useRead(reads.installation);
  useSandboxWallet(installation);
  const does = [...new Set([...person.roles, ...person.groups])].join(', ');
  const leave = (): void => {
    signOut().then(
      () => void navigate({ to: '/sign-in' }),
      () => void navigate({ to: '/sign-in', search: { why: 'unheard' } }),
    );
  };
  const change = (): void => {
    if (!installation) return;
    void import('../session/switch-person.js')
      .then(({ switchPerson }) => switchPerson(installation))
      .then(() => navigate({ to: '/' }));
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
            <Menu.Item
              className={styles.item}
              onClick={() => {
                void navigate({ to: '/settings' });
              }}
            >
              Settings
            </Menu.Item>
            {installation?.sandboxWallet == null ? null : (
              <Menu.Item className={styles.item} onClick={change}>
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

import { useRef, useState } from 'react';
import { shownOnPage } from '../../src/domain/values/shown.js';
import type { PersonPrincipal } from '../../src/identity/identity.contract.js';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { Icon } from '../parts/icon.js';
import { Said } from '../parts/text.js';
import { useSandboxWallet } from '../signing/use-sandbox-wallet.js';
import { useLater } from './use-later.js';

const loadMenu = () => import('./person-menu.js');

/** Who is signed in. What can be done about it comes when it is wanted: a menu is large. */
export function PersonButton({ person }: { readonly person: PersonPrincipal }) {
  const { data: installation } = useRead(reads.installation);
  useSandboxWallet(installation, person.name);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useLater(loadMenu, isOpen);
  const does = [...new Set([...person.roles, ...person.groups])].join(', ');
  return (
    <>
      <button
        ref={button}
        type="button"
        className="who"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={shownOnPage(`${person.name}, ${does}`)}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon name="act-person" />
        <span className="name">
          <Said>{person.name}</Said>{' '}
          <span className="role">
            <Said>{does}</Said>
          </span>
        </span>
        <Icon name="act-down" />
      </button>
      {menu ? <menu.PersonMenu {...{ installation, button, isOpen, setOpen }} /> : null}
    </>
  );
}

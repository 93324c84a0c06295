import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { usePerson } from '../../session/session.js';
import { lettersOf } from '../navigation.js';
import { hasKeys } from '../preferences.js';
import { type KeyAct, keyAct } from './key-acts.js';
import { focusRow } from './rows.js';

/** Where keys are for what is open, and for nothing else. */
const OPEN = '[role="dialog"], [role="alertdialog"], [role="menu"]';
const FIELD = 'input, textarea, select, [contenteditable]';

/** The keys of the whole console; whether their list is open. */
export function useKeys(): { readonly isHelpOpen: boolean; readonly setHelpOpen: (isOpen: boolean) => void } {
  const { roles } = usePerson();
  const navigate = useNavigate();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const goneAt = useRef<number | null>(null);
  useEffect(() => {
    const pages = lettersOf(roles);
    const act = (wanted: KeyAct): void => {
      switch (wanted.kind) {
        case 'search':
          document.querySelector<HTMLInputElement>('#search')?.focus();
          return;
        case 'help':
          setHelpOpen(true);
          return;
        case 'new':
          if (roles.includes('operator')) void navigate({ to: '/transfers/new' });
          return;
        case 'row':
          focusRow(document.querySelector('#main') ?? document, wanted.by);
          return;
        case 'go to':
          void navigate({ to: wanted.to as '/' });
          return;
        case 'go':
      }
    };
    const heard = (event: KeyboardEvent): void => {
      if (!hasKeys() || isTaken(event)) return;
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      const pressed = { key: event.key, isModified, at: event.timeStamp };
      const wanted = keyAct(pressed, goneAt.current, pages);
      goneAt.current = wanted?.kind === 'go' ? event.timeStamp : null;
      if (!wanted) return;
      event.preventDefault();
      act(wanted);
    };
    document.addEventListener('keydown', heard);
    return () => {
      document.removeEventListener('keydown', heard);
    };
  }, [roles, navigate]);
  return { isHelpOpen, setHelpOpen };
}

function isTaken({ target, isComposing, defaultPrevented }: KeyboardEvent): boolean {
  if (isComposing || defaultPrevented) return true;
  return (
    (target instanceof Element && target.closest(FIELD) !== null) || document.querySelector(OPEN) !== null
  );
}

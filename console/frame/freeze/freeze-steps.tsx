import { Dialog } from '@base-ui/react/dialog';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { useActKey } from '../../api/act-key.js';
import { useRead } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { outdate } from '../../api/outdate.js';
import { reads } from '../../api/reads.js';
import { Icon } from '../../parts/icon.js';
import { ProblemSay } from '../../parts/problem.js';
import { Said } from '../../parts/text.js';
import { forgetTyped } from '../../session/typed.js';
import { FREEZE_FORM, FreezeReason } from './freeze-reason.js';
import { FreezeScopes } from './freeze-scopes.js';
import { usePageSafe } from './use-page-safe.js';
import styles from './freeze.module.css';

interface FreezeStepsProps {
  readonly top: RefObject<HTMLHeadingElement | null>;
  readonly close: () => void;
}

/** What is stopped, why, and then that it is. On the page of one Safe, that Safe is chosen already. */
export function FreezeSteps({ top, close }: FreezeStepsProps) {
  const pageSafe = usePageSafe();
  // Undefined: what the page is of. Null: something else, not said yet.
  const [chosen, choose] = useState<string | null | undefined>(undefined);
  const { data: safes } = useRead(reads.safes);
  const keyOf = useActKey();
  const freeze = useMutation({
    mutationFn: (body: { readonly scope: string; readonly reason: string }) =>
      ask<FreezeView>('/v1/freezes', { method: 'POST', body, key: keyOf(body) }),
    onSuccess: () => {
      forgetTyped(FREEZE_FORM);
      return outdate({ kind: 'freeze', id: null });
    },
  });
  const scope = chosen === undefined ? pageSafe : chosen;
  const label = scope === 'all' ? 'all Safes' : safes?.data.find(({ id }) => id === scope)?.label;
  const name = label === undefined ? 'this Safe' : label;
  const step = freeze.data ? 'done' : scope === null ? 'scope' : 'reason';
  useEffect(() => {
    // Each step begins at its heading; the reason at its field.
    if (step !== 'reason') top.current?.focus();
  }, [step, top]);
  if (freeze.data)
    return (
      <Done
        title={<Frozen scope={freeze.data.scope} name={name} />}
        top={top}
        id={freeze.data.id}
        scope={freeze.data.scope}
        close={close}
      />
    );
  return (
    <>
      <Dialog.Title ref={top} tabIndex={-1} className={styles.title}>
        <Icon name="state-frozen" />
        {scope === null ? (
          'Freeze what?'
        ) : (
          <span>
            Freeze <Said>{name}</Said>
          </span>
        )}
      </Dialog.Title>
      {scope === null ? (
        <FreezeScopes safes={safes?.data} choose={choose} />
      ) : (
        <FreezeReason
          scope={scope}
          isPending={freeze.isPending}
          failure={freeze.error ? <ProblemSay error={freeze.error} /> : null}
          back={() => {
            choose(null);
          }}
          freeze={(reason) => {
            freeze.mutate({ scope, reason });
          }}
        />
      )}
    </>
  );
}

function Frozen({ scope, name }: { readonly scope: string; readonly name: string }) {
  if (scope === 'all') return 'All Safes are frozen';
  return (
    <span>
      <Said>{name}</Said> is frozen
    </span>
  );
}

interface DoneProps extends FreezeStepsProps {
  readonly title: ReactNode;
  readonly id: string;
  readonly scope: string;
}

function Done({ title, top, id, scope, close }: DoneProps) {
  return (
    <>
      <Dialog.Title ref={top} tabIndex={-1} className={styles.title}>
        <Icon name="state-frozen" />
        {title}
      </Dialog.Title>
      <p className="gap">
        From now on nothing{scope === 'all' ? '' : ' of it'} is cleared, relayed or sent. What owners have
        signed before can still be executed by whoever has enough of their signatures: look at{' '}
        <Link to="/safes" onClick={close}>
          what is exposed
        </Link>
        , and tell the owners.
      </p>
      <div className={styles.acts}>
        <Link className="btn" to="/freezes" hash={id} onClick={close}>
          How it ends
        </Link>
      </div>
    </>
  );
}

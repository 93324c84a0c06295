import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { ChangeView } from '../../../src/changes/changes.contract.js';
import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { ask } from '../../api/ask.js';
import { outdate } from '../../api/outdate.js';
import { NamedDigest } from '../../parts/named-digest.js';
import { Say } from '../../parts/say.js';
import { Signed } from '../../parts/signed.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { ActOutcome } from '../../signing/sheet/act-outcome.js';
import { FreezeInWords } from '../../signing/sheet/freeze-in-words.js';
import { SheetActs } from '../../signing/sheet/sheet-acts.js';
import sheet from '../../signing/sheet/sheet.module.css';
import { SignButtons } from '../../signing/sheet/sign-buttons.js';
import { useAct } from '../../signing/sheet/use-act.js';
import { useSigners } from '../../signing/use-signers.js';
import styles from './freezes.module.css';
import type { Drafted, MadeLifting } from './lift-draft.js';
import type { LiftingPlace } from './who-lifts.js';

interface LiftSigningProps {
  readonly standing: readonly FreezeView[];
  readonly labelOf: (scope: string) => string;
  readonly places: readonly LiftingPlace[] | null;
  readonly drafted: Drafted;
  readonly made: MadeLifting;
  readonly back: () => void;
}

/** The change as it was made here, and the signature that proposes it. */
export function LiftSigning({ drafted, made, standing, labelOf, places, back }: LiftSigningProps) {
  const { wanted, draft } = drafted;
  const { signers, whyNone } = useSigners();
  const navigate = useNavigate();
  const id = draft.change.id;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that led here is gone.
    top.current?.focus();
  }, []);
  const { act, sign } = useAct({
    prepare: () => ({ fits: true, made: made.signable }),
    send: (signature, key) => {
      const { at, head } = draft.statement;
      const body = { id, at, head, signature: typeof signature === 'string' ? signature : { ...signature } };
      return ask<ChangeView>('/v1/changes', { method: 'POST', body, key });
    },
    done: () => {
      void outdate({ kind: 'change', id: null });
      void navigate({ to: '/changes/$id', params: { id } });
    },
  });
  return (
    <>
      <div ref={top} tabIndex={-1}>
        {made.sentences.map((sentence) => (
          <p key={sentence} className={styles.signed}>
            <Signed sentence={sentence} />
          </p>
        ))}
      </div>
      <ul className={`plain ${styles.lifts ?? ''}`}>
        {standing
          .filter((freeze) => wanted.freezes.includes(freeze.id))
          .map((freeze) => (
            <li key={freeze.id}>
              <FreezeInWords freeze={freeze} label={labelOf(freeze.scope)} />
            </li>
          ))}
      </ul>
      <p className="gap prose">
        Nothing is lifted by this alone.{' '}
        <Said>
          {places === null
            ? 'A quorum has to approve it'
            : `${places.map(({ words }) => words).join(' and ')} have to approve it`}
        </Said>
        , before <When at={draft.change.expiresAt} isWhole />. Your own approval does not count.
      </p>
      <div className="compare">
        <NamedDigest name="EIP-712 Digest" of="what you sign" value={made.signable.digest} level={3} />
      </div>
      {whyNone === null ? null : (
        <div className="gap">
          <Say title="Nothing here can sign it">
            <p>{whyNone}</p>
          </Say>
        </div>
      )}
      <ActOutcome act={act} subject={id} safe={null} />
      <SheetActs>
        <button type="button" className="btn btn-big" onClick={back}>
          Back
        </button>
        <span className={sheet.yes}>
          <SignButtons verb="Propose" signers={signers} act={act} sign={sign} shown={made.signable.digest} />
        </span>
      </SheetActs>
    </>
  );
}

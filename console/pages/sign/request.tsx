import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ownersSigned } from '../../parts/owners-signed.js';
import { Until } from '../../parts/until.js';
import { Sentence } from '../../parts/sentence.js';
import { StateMark } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { clearedOf } from '../../signing/checks/clearance-checks.js';
import type { MadeRequest } from '../../signing/checks/owner-request-checks.js';
import { CardFoot } from './card-foot.js';
import { DeviceStep } from './device-step.js';
import { FileStep } from './file-step.js';
import { ResultStep } from './result-step.js';
import { SignStep } from './sign-step.js';
import styles from './sign.module.css';
import type { Requested } from './to-sign.js';
import { type Signing, openOwners, ownersOf, signedOf, whyNotSign } from './wanted.js';

interface RequestProps {
  readonly requested: Requested;
  readonly made: MadeRequest;
  readonly heading: ReactNode;
}

/** A request that fits together, in four steps. */
export function Request({ requested, made, heading }: RequestProps) {
  const { transfer, safe, kind, threshold } = requested;
  const person = usePerson();
  const [hasFile, setFile] = useState(false);
  const signing: Signing = {
    ...{ kind, transfer, digest: made.digests.digest, nonceNow: safe.nonce },
    nonce: made.transaction.nonce.toString(),
  };
  const [signed, own] = [signedOf(signing), ownersOf(person, transfer.safe.id)];
  const isSigned = own.length > 0 && openOwners(person, signing).length === 0;
  const whyNot = whyNotSign(person, signing);
  return (
    <>
      <header>
        <div className="standing">
          <div className="row">
            <StateMark state={transfer.state} isChip />
            <span>{ownersSigned(signed.length, threshold)}</span>
            {kind === 'transfer' ? <Until at={transfer.expiresAt} /> : null}
          </div>
        </div>
        {heading}
        {kind === 'burn' ? (
          <p className="why">
            It cancels this transfer:{' '}
            <Link to="/transfers/$id" params={{ id: transfer.id }}>
              <Sentence words={clearedOf(transfer)?.words ?? ''} />
            </Link>
            .
          </p>
        ) : null}
        <p className="why">
          {own.length === 0 ? null : (
            <>
              <Said>{person.name}</Said>, you sign as an owner of <Said>{transfer.safe.label}</Said>.{' '}
            </>
          )}
          {kind === 'burn' ? <WhyBurn requested={requested} /> : null}
          Work down this page; it is the order in which a lie would show.
        </p>
      </header>
      <ol className={styles.steps}>
        <li className={hasFile || isSigned ? styles.done : styles.now}>
          <FileStep
            {...{ transfer, kind, made }}
            taken={() => {
              setFile(true);
            }}
          />
        </li>
        <li className={isSigned ? styles.done : styles.now}>
          <DeviceStep {...{ transfer, kind, made }} nonceNow={safe.nonce} />
        </li>
        <li className={`${styles.screen ?? ''} ${isSigned ? (styles.done ?? '') : ''}`}>
          <SignStep {...{ requested, made, whyNot, isSigned }} owners={openOwners(person, signing)} />
        </li>
        <li className={`${styles.screen ?? ''} ${isSigned ? (styles.done ?? '') : ''}`}>
          <ResultStep {...{ requested, signed, own }} digest={made.digests.digest} />
        </li>
      </ol>
      <CardFoot {...{ requested, made }} />
    </>
  );
}

const list = new Intl.ListFormat('en-GB');

/** Whoever has signed the transfer is to sign the burn first: as long as they do not, the transfer can be executed. */
function WhyBurn({ requested: { transfer, signedOriginal } }: Pick<RequestProps, 'requested'>) {
  const names = transfer.ownerSignatures
    .filter(({ owner, safeTxHash }) => {
      return safeTxHash === clearedOf(transfer)?.safeTxHash && signedOriginal.includes(owner);
    })
    .map(({ personName, owner }) => personName ?? owner);
  return (
    <>
      {names.length === 0 ? (
        'No signature over the transfer has reached Sluice; one may exist.'
      ) : (
        <>
          <Said>{list.format(names)}</Said> signed the transfer, and should sign the burn first.
        </>
      )}{' '}
    </>
  );
}

import { Link } from '@tanstack/react-router';
import type { ReactNode, RefObject } from 'react';
import { ZERO_ADDRESS } from '../../../src/domain/values/address.js';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount, grouped } from '../../parts/amount.js';
import { Hex } from '../../parts/hex.js';
import { Sentence } from '../../parts/sentence.js';
import { StateMark, Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { Until } from '../../parts/until.js';
import { When } from '../../parts/when.js';
import { hasEnded } from '../../../src/domain/transfers/transfer.js';
import { NextPerson } from '../../stories/next-person.js';
import { HeadActs } from './head-acts.js';
import type { OpenAct } from './transfer-search.js';
import styles from './transfer.module.css';
import { whyOf } from './why-of.js';

interface TransferHeadProps {
  readonly transfer: TransferDetail;
  readonly person: PersonPrincipal;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly open: (act: OpenAct) => void;
}

/** State, acts, the sentence, what it waits for and from whom, and its parts whole. */
export function TransferHead({ transfer, person, heading, open }: TransferHeadProps) {
  const { state, revision, expiresAt, since } = transfer;
  const why = whyOf(transfer, person.id);
  const isFrozen = transfer.waitsFor?.code === 'SAFE_FROZEN';
  return (
    <header>
      <div className="standing">
        <div className="row">
          {isFrozen ? (
            <Status tone="frozen" icon="state-frozen" isChip>
              frozen
            </Status>
          ) : null}
          <StateMark state={state} isChip />
          {revision > 0 ? <span>revision {revision}</span> : null}
          {hasEnded(state) ? (
            <span>
              at <When at={since} isWhole />
            </span>
          ) : (
            <Until at={transfer.waitsFor?.expiresAt ?? expiresAt} />
          )}
        </div>
        <HeadActs {...{ transfer, person, open }} />
      </div>
      <h1 className={`sentence ${styles.sentence ?? ''}`} tabIndex={-1} ref={heading}>
        <Words transfer={transfer} />
      </h1>
      <p className="why">
        {why.isEnd ? (
          <b>
            <Told>{why.lead}</Told>
          </b>
        ) : (
          <Lead words={why.lead} />
        )}
        {why.you === null ? null : <b> {why.you}</b>} <Told>{why.rest}</Told>
      </p>
      <NextPerson transfer={transfer} />
      <Parts transfer={transfer} />
    </header>
  );
}

const ID = /(tr_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

/** Another transfer is a way there, and not its id. */
function Lead({ words }: { readonly words: string }) {
  return words.split(ID).map((part, at) =>
    ID.test(part) ? (
      <Link key={at} to="/transfers/$id" params={{ id: part }}>
        another transfer
      </Link>
    ) : (
      <Told key={at}>{part}</Told>
    ),
  );
}

/** The sentence that is signed wherever there is one. */
function Words({ transfer }: { readonly transfer: TransferDetail }) {
  const { evidence, words, asset, safe } = transfer;
  const signed = ('cleared' in evidence ? evidence.cleared.words : null) ?? words;
  if (signed !== null) return <Sentence words={signed} isShort />;
  return (
    <>
      <span className="p">A transfer of</span>{' '}
      <b>
        <Said>{asset.symbol}</Said>
      </b>{' '}
      <span className="p">from</span>{' '}
      <b>
        <Said>{safe.label}</Said>
      </b>
    </>
  );
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

function Parts({ transfer }: { readonly transfer: TransferDetail }) {
  const { safe, destination, asset, reference, nonce } = transfer;
  const { data: book } = useRead(reads.destination(destination?.id ?? ''), {
    isWanted: destination !== null,
  });
  const { data: pinned } = useRead(reads.safe(safe.id));
  const isCoin = asset.address === ZERO_ADDRESS;
  return (
    <dl className={styles.parts}>
      <Part
        {...{ name: 'from', label: safe.label, address: safe.address }}
        note={<Enforcement level={pinned?.enforcement ?? null} />}
      />
      {destination === null ? null : (
        <Part
          {...{ name: 'to', label: destination.label, address: destination.address }}
          note={
            <>
              {book === undefined ? null : (
                <span className="nowrap">in the book since {day.format(new Date(book.approvedAt))},</span>
              )}{' '}
              {transfer.usual === null ? null : (
                <>
                  {usualWords(transfer.usual.count)} of <Said>{asset.symbol}</Said> in 90 days
                </>
              )}
            </>
          }
        />
      )}
      <Part
        name={isCoin ? 'coin' : 'token'}
        label={asset.symbol}
        address={isCoin ? null : asset.address}
        note={<Usd transfer={transfer} />}
      />
      <div>
        <dt>{reference === null ? 'chain' : 'reference'}</dt>
        <dd className={styles.is}>{reference === null ? String(safe.chainId) : <Said>{reference}</Said>}</dd>
        <dd className={styles.note}>
          {[
            ...(reference === null ? [] : [`chain ${String(safe.chainId)}`]),
            ...(nonce === null ? [] : [`nonce ${nonce}`]),
          ].join(', ')}
        </dd>
      </div>
    </dl>
  );
}

function usualWords(count: number): string {
  if (count === 0) return 'no other transfer';
  return `${grouped(String(count))}\u00a0other ${count === 1 ? 'transfer' : 'transfers'}`;
}

function Usd({ transfer: { usd, asset } }: { readonly transfer: TransferDetail }) {
  if (usd === null)
    return asset.address === ZERO_ADDRESS ? <>the chain’s own</> : <>{asset.decimals} decimals, as pinned</>;
  return (
    <>
      <Amount value={usd.value} unit="USD" />, by{' '}
      {usd.source === 'policy' ? 'the policy’s price' : usd.source}, <When at={usd.at} />
    </>
  );
}

function Enforcement({ level }: { readonly level: string | null }) {
  if (level === null) return null;
  return (
    <Status
      tone={level === 'enforced' ? 'ok' : 'wait'}
      icon={level === 'enforced' ? 'severity-ok' : 'severity-warn'}
    >
      {level}
    </Status>
  );
}

interface PartProps {
  readonly name: string;
  readonly label: string;
  readonly address: string | null;
  readonly note: ReactNode;
}

function Part({ name, label, address, note }: PartProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles.is}>
        <b>
          <Said>{label}</Said>
        </b>
        {address === null ? null : (
          <span>
            <Hex value={address} name={label} />
          </span>
        )}
      </dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}

import type { RefObject } from 'react';
import type { TypedData, WrittenJson } from '../../src/domain/transfers/foreign/typed-data.js';
import type { SafeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { Digest, Hex } from '../parts/hex.js';
import { Said } from '../parts/text.js';
import { isForm } from '../signing/hex-form.js';
import styles from './wallet.module.css';

interface TypedDataProps {
  readonly data: TypedData;
  readonly digests: SafeTxDigests;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** What people sign in Sluice, in plain words: the rest of it is as a device shows it. */
const PLAIN: Readonly<Record<string, string>> = {
  TransferIntent: 'What somebody signs who asks for a transfer',
  Clearance: 'What a confirmer signs of a transfer',
  PolicyException: 'What compliance signs to except a transfer from a rule',
  SafeTx: 'What an owner signs of a transaction of the Safe',
  Cancellation: 'What a confirmer signs of the cancel of a transfer',
  Change: 'What is signed of a change',
};

/** The members that say in a sentence what the rest is about. */
const SENTENCES = ['words', 'summary'];

/** Typed data as a device shows it: the sentence first, then every member, then the hashes that are made here. */
export function TypedDataView({ data, digests, heading }: TypedDataProps) {
  const { primaryType, domain, message } = data;
  const sentences = SENTENCES.flatMap((name) => linesOf(message[name]));
  const rest = Object.entries(message).filter(([name, value]) => !SENTENCES.includes(name) || value === '');
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>
        {primaryType}
      </h1>
      {Object.hasOwn(PLAIN, primaryType) ? <p className="small quiet">{PLAIN[primaryType]}</p> : null}
      {sentences.map((line) => (
        <p key={line} className={styles.words}>
          <Said>{line}</Said>
        </p>
      ))}
      <Members members={rest} />
      <h2 className={styles.part}>Domain</h2>
      <Members members={Object.entries(domain)} />
      <section className={styles.part} aria-label="Digests">
        <h2>EIP-712 Digest</h2>
        <Digest value={digests.digest} name="EIP-712 Digest" />
        <dl className="facts gap">
          <dt>Domain Hash</dt>
          <dd>
            <Hex value={digests.domainHash} name="Domain Hash" />
          </dd>
          <dt>Message Hash</dt>
          <dd>
            <Hex value={digests.messageHash} name="Message Hash" />
          </dd>
        </dl>
      </section>
    </>
  );
}

function linesOf(value: WrittenJson | undefined): readonly string[] {
  return typeof value === 'string' && value !== '' ? value.split('\n') : [];
}

function Members({ members }: { readonly members: readonly (readonly [string, WrittenJson])[] }) {
  return (
    <dl className="facts gap">
      {members.map(([name, value]) => [
        <dt key={name}>
          <Said>{name}</Said>
        </dt>,
        <dd key={`${name} is`}>
          <Value name={name} value={value} />
        </dd>,
      ])}
    </dl>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: WrittenJson }) {
  if (isForm(value, 20) || isForm(value, 32)) return <Hex value={value} name={name} />;
  if (value === '') return <span className="quiet">empty</span>;
  return <Said>{typeof value === 'string' ? value : JSON.stringify(value)}</Said>;
}

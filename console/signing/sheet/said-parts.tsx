import type { SaidTransfer } from '../../../src/domain/transfers/transfer-words.js';
import { Amount } from '../../parts/amount.js';
import { Hex } from '../../parts/hex.js';
import { Said } from '../../parts/text.js';
import styles from './sheet.module.css';

interface SaidPartsProps {
  readonly said: SaidTransfer;
  /** What is signed is about it, and says something else first. */
  readonly isSecond?: boolean;
}

/** The sentence that is signed in its parts, one a line, addresses whole; rendered from the sentence and nothing else. */
export function SaidParts({ said, isSecond = false }: SaidPartsProps) {
  const { amount, symbol, token, safe, destination, chainId, reference } = said;
  return (
    <dl className={`${styles.said ?? ''} ${isSecond ? (styles.second ?? '') : ''}`}>
      <div>
        <dt>Send</dt>
        <dd>
          <Amount value={amount} unit={symbol} />
        </dd>
      </div>
      <Party name="from" party={safe} />
      <Party name="to" party={destination} />
      <div>
        <dt>{token === null ? 'coin' : 'token'}</dt>
        <dd className={styles.plain}>
          <Said>{symbol}</Said> on chain {chainId}
          {token === null ? ", the chain's own" : <Hex value={token} name={`token ${symbol}`} />}
        </dd>
      </div>
      <div>
        <dt>reference</dt>
        <dd className={styles.plain}>
          <Said>{reference}</Said>
        </dd>
      </div>
    </dl>
  );
}

interface PartyProps {
  readonly name: string;
  readonly party: SaidTransfer['safe'];
}

function Party({ name, party: { label, address } }: PartyProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Said>{label}</Said> <Hex value={address} name={label} />
      </dd>
    </div>
  );
}

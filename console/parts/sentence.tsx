import { parseTransferWords } from '../../src/domain/transfers/transfer-words.js';
import { Amount } from './amount.js';
import { Said } from './text.js';

interface SentenceProps {
  /** As it is signed. Its parts are read out of it, and out of nothing else. */
  readonly words: string;
  /** Without what the page says besides: chain and reference. */
  readonly isShort?: boolean;
}

/** A transfer in one sentence, what matters in bold. */
export function Sentence({ words, isShort = false }: SentenceProps) {
  const said = parseTransferWords(words);
  if (!said) return <Said>{words}</Said>;
  const { amount, symbol, safe, destination, chainId, reference } = said;
  return (
    <>
      <span className="p">Send</span>{' '}
      <b>
        <Amount value={amount} unit={symbol} />
      </b>{' '}
      <span className="p">from</span>{' '}
      <b>
        <Said>{safe.label}</Said>
      </b>{' '}
      <span className="p">to</span>{' '}
      <b>
        <Said>{destination.label}</Said>
      </b>
      {isShort ? null : (
        <>
          {' '}
          <span className="p">on chain {chainId}, reference:</span> <Said>{reference}</Said>
        </>
      )}
    </>
  );
}

import { shownOnPage } from '../../src/domain/values/shown.js';

const GROUP = 4;
const PAIRS_IN_LINE = 4;

function groupsOf(hex: string): readonly string[] {
  return (
    shownOnPage(hex)
      .slice(2)
      .match(new RegExp(`.{1,${String(GROUP)}}`, 'g')) ?? []
  );
}

interface HexProps {
  readonly value: string;
  /** What it is, for those who hear it. */
  readonly name: string;
}

/** An address or a hash, whole, in groups of four. The groups are boxes, so that it is copied without spaces. */
export function Hex({ value, name }: HexProps) {
  const groups = groupsOf(value);
  const isLong = groups.length > 10;
  return (
    <span
      className={isLong ? 'hex hex-64' : 'hex'}
      role="img"
      aria-label={shownOnPage(`${name} 0x ${groups.join(' ')}`)}
    >
      <Groups groups={groups} />
    </span>
  );
}

/** An address or a hash within a sentence. */
export function InlineHex({ groups }: { readonly groups: readonly string[] }) {
  return (
    <span className="hex hex-in">
      <Groups groups={groups} />
    </span>
  );
}

/** The prefix is part of the first: no line ends behind it. */
function Groups({ groups }: { readonly groups: readonly string[] }) {
  return groups.map((group, at) => (
    <span key={at}>
      {at === 0 ? <span className="ox">0x</span> : null}
      {group}
    </span>
  ));
}

/** An address in a list, only after a label; whole on copy. */
export function ShortAddress({ value }: { readonly value: string }) {
  return (
    <span
      className="short"
      title={shownOnPage(value)}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', value);
        event.preventDefault();
      }}
    >
      {shownOnPage(`${value.slice(0, 6)}…${value.slice(-4)}`)}
    </span>
  );
}

/** A digest to compare with another device: numbered pairs, two lines of four. */
export function Digest({ value, name }: HexProps) {
  const groups = groupsOf(value);
  const pairs = Array.from({ length: Math.ceil(groups.length / 2) }, (_, at) => ({
    number: at + 1,
    words: groups.slice(2 * at, 2 * at + 2),
  }));
  return (
    <div className="digest" role="img" aria-label={shownOnPage(`${name} 0x ${groups.join(' ')}`)}>
      <span className="ox">0x</span>
      {pairs.map(({ number, words }) => [
        number === PAIRS_IN_LINE + 1 ? <span key="gap" className="gap" /> : null,
        <span key={number} className={number % 2 === 1 ? 'pair odd' : 'pair'}>
          <span className="no">{number}</span>
          {words.map((word, at) => (
            <span key={at}>{word}</span>
          ))}
        </span>,
      ])}
    </div>
  );
}

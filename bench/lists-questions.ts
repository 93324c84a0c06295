import type { Founding } from '../sandbox/founding.js';
import { wireTime } from '../sandbox/founding.js';
import { Dice, type Filled } from './lists-rows.js';

/** A kind of question, asked many times with other values. */
export interface Question {
  readonly name: string;
  ask(): string;
}

const DAY_MS = 86_400_000;

/** What every list can be narrowed down by, each giving the members of a query. */
function filters(founding: Founding, transfers: readonly Filled[], dice: Dice) {
  const someTime = (): number => (transfers[dice.below(transfers.length)]?.createdAt ?? 0) * 1000;
  return {
    'state=live': () => 'state=live',
    'state=settled': () => 'state=settled',
    'state=refused': () => 'state=refused',
    'state=mismatched,superseded': () => 'state=mismatched,superseded',
    safe: () => `safe=${dice.of(founding.safes).id}`,
    asset: () => `asset=${dice.of(founding.assets).id}`,
    destination: () => `destination=${dice.of(founding.destinations).id}`,
    requester: () => `requester=${encodeURIComponent(`Operator ${String(1 + dice.below(50))}`)}`,
    'a week': () => {
      const from = someTime();
      return `from=${wireTime(from)}&to=${wireTime(from + 7 * DAY_MS)}`;
    },
    'the first months': () => `to=${wireTime(Date.now() - 250 * DAY_MS)}`,
  };
}

function searches(founding: Founding, transfers: readonly Filled[], dice: Dice) {
  const one = (): Filled => dice.of(transfers);
  const random = (digits: number): string =>
    Array.from({ length: digits }, () => dice.below(16).toString(16)).join('');
  return {
    'q=id': () => one().id,
    'q=hash': () => one().intentHash,
    'q=hash, none': () => `0x${random(64)}`,
    'q=address of a destination': () => dice.of(founding.destinations).address.toLowerCase(),
    'q=address of a Safe': () => dice.of(founding.safes).address,
    'q=address, none': () => `0x${random(40)}`,
    'q=one reference': () => one().reference,
    'q=number in it': () => String(100 + dice.below(transfers.length - 100)),
    'q=common word': () => dice.of(['refill', 'PAYOUT', 'Desk', 'quarter end']),
    'q=three letters': () => dice.of(['tle', 'mar', 'esk', 'end']),
    'q=rare word': () => `desk ${String(1 + dice.below(149))} 9`,
    'q=no such word': () => `nowhere ${random(6)}`,
    'q=few letters': () => dice.of(['esk 7', 'end - 9', 'esk 1']),
  };
}

/** Every filter alone, every pair, every kind of search, pages and counts. */
export function questions(founding: Founding, transfers: readonly Filled[]): readonly Question[] {
  const dice = new Dice();
  const alone = Object.entries(filters(founding, transfers, dice));
  const sought = Object.entries(searches(founding, transfers, dice)).map(
    ([name, text]) => [name, () => `q=${encodeURIComponent(text())}`] as const,
  );
  const pairs = alone.flatMap(([name, ask], at) =>
    alone
      .slice(at + 1)
      .filter(([other]) => name.split('=')[0] !== other.split('=')[0])
      .filter(([other]) => !(name === 'a week' && other === 'the first months'))
      .map(([other, askOther]) => [`${name} & ${other}`, () => `${ask()}&${askOther()}`] as const),
  );
  const searchedLive = sought.map(
    ([name, ask]) => [`${name} & state=live`, () => `${ask()}&state=live`] as const,
  );
  const middle = () =>
    `cursor=${transfers[Math.floor(transfers.length * 0.3) + dice.below(Math.floor(transfers.length * 0.4))]?.id ?? ''}`;
  const pages = [
    ['first page', () => ''],
    ['a page in the middle', middle],
    ['last page', () => `cursor=${transfers[20]?.id ?? ''}`],
    ['a page of settled in the middle', () => `${middle()}&state=settled`],
    ['safeTxHash', () => `safeTxHash=${dice.of(transfers).intentHash}`],
  ] as const;
  const list = [...pages, ...alone, ...pairs, ...sought, ...searchedLive].map(([name, ask]) => ({
    name,
    ask: () => `/v1/transfers?${ask()}`,
  }));
  const counted = [['all', () => ''] as const, ...alone, ...sought]
    .filter(([name]) => !name.startsWith('state='))
    .map(([name, ask]) => ({ name: `counts, ${name}`, ask: () => `/v1/transfers/counts?${ask()}` }));
  return [...list, ...counted];
}

import { describe, expect, it } from '@jest/globals';
import { checkAsked } from '../../console/signing/checks/intent-checks.js';
import { type ListedTransfer, listedChecks } from '../../console/signing/checks/listed-checks.js';
import { checked } from '../../console/signing/checks/check.js';
import { placeChecks } from '../../console/signing/checks/place-checks.js';
import type { PersonPrincipal } from '../../src/identity/identity.contract.js';
import { fittingAnswers } from './shown-clearance.js';

const { transfer, person } = await fittingAnswers('4');
const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

const differing = (checks: Parameters<typeof checked>[0]) => {
  const result = checked(checks, null);
  return result.fits ? [] : result.differences.map(({ what }) => what);
};

describe(checkAsked.name, () => {
  const hidden = {
    intent: null,
    destination: null,
    amount: null,
    amountUnits: null,
    reference: null,
    words: null,
  };

  it('takes a transfer that is shown whole, and one that is hidden whole', () => {
    expect(checkAsked(transfer.id, transfer)).toEqual({ fits: true, made: transfer });
    expect(checkAsked(transfer.id, { ...transfer, ...hidden, masked: true })).toEqual({
      fits: true,
      made: null,
    });
  });

  it('finds a sentence that is shown of what is hidden, and an intent that is hidden of what is shown', () => {
    const said = checkAsked(transfer.id, { ...transfer, ...hidden, masked: true, words: 'Send 4 ETH' });
    expect(said).toEqual({
      fits: false,
      differences: [{ what: 'Parts that are shown', computed: 'nothing', sent: 'words' }],
    });
    for (const part of [{ intent: null }, { destination: null }, hidden])
      expect(checkAsked(transfer.id, { ...transfer, ...part }).fits).toBe(false);
    expect(checkAsked(transfer.id, { ...transfer, masked: true }).fits).toBe(false);
  });

  it('finds another transfer than the one that was asked for', () => {
    for (const shown of [transfer, { ...transfer, ...hidden, masked: true }])
      expect(checkAsked('tr_2', shown)).toEqual({
        fits: false,
        differences: [{ what: 'Transfer', computed: 'tr_2', sent: transfer.id }],
      });
  });
});

describe(listedChecks.name, () => {
  const row: ListedTransfer = transfer;
  const listed = (...rows: ListedTransfer[]) => differing(listedChecks(transfer, rows));

  it('takes the lists that say the same, that hid it, and that called its parts otherwise', () => {
    const { words } = transfer;
    const renamed = { ...row, words: words?.replaceAll('Hot wallet 1', 'Our wallet') ?? null };
    const hid = { amount: null, amountUnits: null, reference: null, words: null, destination: null };
    expect(listed()).toEqual([]);
    expect(listed(row, renamed, hid, { ...row, destination: { id: transfer.destination.id } })).toEqual([]);
  });

  it.each([
    ['amount', { amount: '1.5' }, 'Amount, in the list'],
    ['smallest units', { amountUnits: '1' }, 'Amount in smallest units, in the list'],
    ['reference', { reference: 'TICKET-2' }, 'Reference, in the list'],
    ['destination', { destination: { id: 'dst_2' } }, 'Destination, in the list'],
    [
      'address',
      { destination: { id: transfer.destination.id, address: OTHER } },
      'Address of the destination, in the list',
    ],
    [
      'sentence',
      { words: transfer.words?.replace('Send 4 ', 'Send 1.5 ') ?? '' },
      'Amount in the sentence, in the list',
    ],
    ['words of something else', { words: 'Nothing to see' }, 'Sentence in the list'],
    ['broken address', { words: transfer.words?.replace('0xfB', '0xfb') ?? '' }, 'Sentence in the list'],
  ])('finds another %s', (_what, part, what) => {
    expect(listed(row, { ...row, ...part })).toEqual([what]);
  });
});

describe(placeChecks.name, () => {
  const [key] = person.keys;
  const origin = 'http://localhost:3000';
  const shown = {
    ...{ kind: 'person', id: person.id, name: person.name, roles: [], groups: [], ownerOf: [] },
    keys: [{ ...key, usable: true }],
  } as unknown as PersonPrincipal;
  const place = { origin, shown, session: shown, person, installation: { origin } };
  const found = (other: Partial<typeof place>) => differing(placeChecks({ ...place, ...other }));
  const owner = { safe: 'safe_1', label: 'Cold 1', owner: OTHER };

  it('takes whoever is shown as they are in the list of people, and their revoked keys too', () => {
    expect(found({})).toEqual([]);
    const revoked = {
      ...person,
      keys: person.keys.map((each) => ({ ...each, revokedAt: '2026-12-01T00:00:00Z' })),
    };
    expect(found({ person: revoked })).toEqual([]);
  });

  it.each([
    ['another person in the session', { session: { ...shown, id: 'per_2' } }, 'Who is signed in'],
    ['another person in the list', { person: { ...person, id: 'per_2' } }, 'Person'],
    ['another name', { shown: { ...shown, name: 'Ada' } }, 'Name of the person'],
    [
      'the key of somebody else',
      { shown: { ...shown, keys: shown.keys.map((each) => ({ ...each, id: OTHER })) } },
      'Key of the person',
    ],
    [
      'a key for something else',
      { shown: { ...shown, keys: shown.keys.map((each) => ({ ...each, purpose: 'owner' as const })) } },
      'Owner’s key of the person',
    ],
    ['an owner that is none', { shown: { ...shown, ownerOf: [owner] } }, 'Owner’s key of the person'],
    ['another address', { installation: { origin: 'https://elsewhere.example' } }, 'Address of Sluice'],
  ])('finds %s', (_what, other, what) => {
    expect(found(other as Partial<typeof place>)).toEqual([what]);
  });

  it('finds nobody where nobody is shown', () => {
    expect(differing(placeChecks({ ...place, shown: undefined }))).toEqual(['Who is signed in']);
  });
});

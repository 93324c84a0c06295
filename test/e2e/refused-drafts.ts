import { expect } from '@jest/globals';
import type { ChangeWish } from '../../sandbox/governing-client.js';
import { plain } from '../../src/domain/values/canonical-json.js';
import { newId } from '../../src/infra/database/new-id.js';
import { emptyPolicy } from '../governance.js';

const [FORM, MEANING] = ['BODY_SCHEMA', 'CHANGE_INVALID'];
const nobody = [{ group: 'nobody', count: 1 }];

/** Drafts that nobody should be asked to sign: what is wrong, its code, the draft, and each place that is to blame. */
export const REFUSED_DRAFTS: readonly (readonly [string, string, ChangeWish, unknown])[] = [
  [
    'a role that is none',
    FORM,
    { kind: 'person', content: { name: 'Eve', roles: ['root'], groups: [], accounts: [] } },
    ['/content/roles/0'],
  ],
  [
    'a group that cannot be made',
    FORM,
    { kind: 'quorums', content: { kinds: {}, lookalike: [] } },
    expect.arrayContaining(['/content/kinds/person', '/content/kinds/policy', '/content/lookalike']),
  ],
  [
    'a webhook to an address',
    FORM,
    {
      kind: 'webhook',
      content: { label: 'Evil', url: 'https://169.254.169.254/x', events: ['transfer.settled'] },
    },
    ['/content/url'],
  ],
  [
    'more members than there are, and others wrong',
    FORM,
    { kind: 'person', content: { name: '', roles: ['approver', 'boss'], group: [], admin: true } },
    ['/content/name', '/content/roles/1', '/content/groups', '/content/group', '/content/admin'],
  ],
  [
    'a policy that contradicts itself and names a group of nobody',
    MEANING,
    {
      kind: 'policy',
      content: plain({
        ...emptyPolicy(),
        tiers: ['a', 'b'].map((name) => ({ name, unit: 'usd', upTo: '1', require: nobody })),
        exceptionQuorum: nobody,
      }),
    },
    [
      '/content/tiers/1/upTo',
      '/content/tiers/0/require/0',
      '/content/tiers/1/require/0',
      '/content/exceptionQuorum/0',
    ],
  ],
  [
    'a name that the policy does not have',
    MEANING,
    { kind: 'policy', subject: 'other', content: plain(emptyPolicy()) },
    expect.arrayContaining(['/subject']),
  ],
  [
    'an object that there is not',
    MEANING,
    { kind: 'person', subject: newId('per'), content: null },
    ['/subject'],
  ],
  ['a removal of the policy', MEANING, { kind: 'policy', content: null }, ['/content']],
];

import { describe, expect, it } from '@jest/globals';
import { ETHER, aPolicyDocument, someFacts } from '../../../../test/builders/policy.js';
import { policyCovers } from './policy-covers.js';

describe(policyCovers.name, () => {
  it('allows when each needed kind has a rule for the asset', () => {
    expect(policyCovers(someFacts(), aPolicyDocument())).toMatchObject({
      rule: 'policy-covers',
      outcome: 'allow',
    });
  });

  it.each(['destination-allowed', 'asset-allowed', 'amount-per-transfer', 'rolling-amount'])(
    'denies when there is no %s rule',
    (kind) => {
      const { rules } = aPolicyDocument();
      const document = aPolicyDocument({ rules: rules.filter((rule) => rule.kind !== kind) });
      const result = policyCovers(someFacts(), document);
      expect(result).toMatchObject({ outcome: 'deny', code: 'NO_RULE', waivable: false });
      expect(result.words).toContain(kind);
    },
  );

  it('does not take a limit in US dollars for one in units of the asset', () => {
    const rules = aPolicyDocument().rules.map((rule) =>
      'assetId' in rule ? { ...rule, assetId: undefined, unit: 'usd' } : rule,
    );
    const result = policyCovers(someFacts(), aPolicyDocument({ rules }));
    expect(result.words).toContain('amount-per-transfer, rolling-amount');
  });

  it('does not take a limit of some people for one of others', () => {
    const rules = aPolicyDocument().rules.map((rule) =>
      rule.kind === 'rolling-amount' ? { ...rule, scope: 'group', group: 'desk' } : rule,
    );
    const document = aPolicyDocument({ rules });
    const answerTo = (groups: string[]) =>
      policyCovers(someFacts({ requester: { groups } }), document).outcome;
    expect([answerTo(['desk']), answerTo(['night'])]).toEqual(['allow', 'deny']);
  });

  it('does not take a limit of another asset for a limit', () => {
    const rules = aPolicyDocument().rules.map((rule) =>
      'assetId' in rule ? { ...rule, assetId: ETHER } : rule,
    );
    const result = policyCovers(someFacts(), aPolicyDocument({ rules }));
    expect(result.words).toContain('amount-per-transfer, rolling-amount');
  });
});

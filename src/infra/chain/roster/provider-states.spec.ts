import { describe, expect, it } from '@jest/globals';
import { ProviderStates } from './provider-states.js';

describe(ProviderStates.name, () => {
  it('keeps since when a provider is silent, and when it answered last', () => {
    let now = 1_000_000;
    const states = new ProviderStates(() => now);
    expect(states.of('a')).toBeUndefined();
    states.saw('a', 'answering');
    now += 5_000;
    states.saw('a', 'silent');
    now += 5_000;
    states.saw('a', 'silent');
    expect(states.of('a')).toMatchObject({ state: 'silent', since: 1_005, lastAnswerAt: 1_000 });
    states.saw('a', 'answering');
    expect(states.of('a')).toMatchObject({ state: 'answering', since: 1_010, lastAnswerAt: 1_010 });
  });

  it('shows a dissent for ten minutes: a liar answers most questions as the others do', () => {
    let now = 1_000_000;
    const states = new ProviderStates(() => now);
    states.saw('a', 'dissenting');
    now += 599_000;
    states.saw('a', 'answering');
    expect(states.of('a')).toMatchObject({ state: 'dissenting', since: 1_000 });
    now += 1_000;
    states.saw('a', 'answering');
    expect(states.of('a')).toMatchObject({ state: 'answering', since: 1_600 });
  });
});

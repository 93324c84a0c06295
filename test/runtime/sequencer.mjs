import TestSequencer from '@jest/test-sequencer';

/** Tier by tier as the configuration lists them, and in each as Jest does: what failed, what took long, what is large. */
export default class TierSequencer extends TestSequencer {
  sort(tests) {
    const tiers = ['stories', 'browser', 'services', 'rules'];
    const tierOf = (test) => tiers.indexOf(test.context.config.displayName?.name ?? '');
    return super.sort([...tests]).sort((a, b) => tierOf(a) - tierOf(b));
  }
}

import { expect } from '@jest/globals';
import { parseAbiItem, parseEther } from 'viem';
import { type Gateway, startGateway } from '../../sandbox/gateway.js';
import type { StoryOptions } from './ground.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

/** A story whose gateway is a process of its own, so that it can be killed. */
export class CrashStory {
  private constructor(
    readonly story: StorySteps,
    private gateway: { running: Gateway },
  ) {}

  static async open(safes: number, settings?: NonNullable<StoryOptions['settings']>): Promise<CrashStory> {
    const gateway: { running?: Gateway } = {};
    const story = await openStory({
      safes,
      ...(settings && { settings }),
      gateway: async (environment) => {
        gateway.running = await startGateway(environment);
        return { stop: () => gateway.running?.stop() ?? Promise.resolve() };
      },
    });
    return new CrashStory(story, gateway as { running: Gateway });
  }

  /** What a crash is: no goodbye, and then the same start again. */
  async crash(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.gateway.running.kill();
    await meanwhile();
    this.gateway.running = await startGateway(this.story.environment);
  }

  async expectPaidOnce(id: string, safe: Named): Promise<void> {
    const { safeTxHash } = await this.story.cleared(id);
    const successes = await this.story.chain.client.getLogs({
      address: safe.address,
      event: parseAbiItem('event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)'),
      fromBlock: 0n,
    });
    expect(successes.map(({ args }) => args.txHash)).toEqual([safeTxHash]);
    expect(await this.story.balance('eth', safe.address)).toBe(parseEther('998'));
    expect(await this.story.budget(id)).toEqual(['settled']);
    const moves = (await this.story.audited(id))
      .filter(({ detail }) => 'to' in detail)
      .map(({ detail }) => detail['to']);
    expect(moves.slice(0, 3)).toEqual(['queued', 'simulating', 'awaiting-confirmation']);
    expect(moves.slice(-5)).toEqual(['relayed', 'signed', 'submitted', 'executed', 'settled']);
    expect(new Set(moves).size).toBe(moves.length);
  }

  async finished(id: string): Promise<void> {
    await this.story.until(id, 'relayed');
    await this.story.signed(id);
    await this.story.settled(id);
  }
}

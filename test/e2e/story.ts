import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config/config.js';
import { openPool } from '../../src/infra/database/connections.js';
import { Cadence } from '../../src/infra/cadence/cadence.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import type { GatewayEnvironment } from '../../sandbox/gateway.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from '../../sandbox/people.js';
import { PersonClient } from '../../sandbox/person-client.js';
import { recordAnswers } from '../examples/answer-recorder.js';
import { requireDeclaredStatuses, watchStatuses } from '../http/declared-statuses.js';
import { PublishedAnswers } from '../http/published-answers.js';
import { type StoryOptions, groundFor } from './ground.js';
import { SELDOM_MS } from './clockwork.js';
import { requireAlikeVerdicts } from './evidence-of.js';
import { StorySteps } from './story-steps.js';

/** Sluice whole, on a database and a chain of the file's own, with every demo person signed in. */
export async function openStory(options: StoryOptions = {}): Promise<StorySteps> {
  const { chain, database, environment, founding, cookies } = await groundFor(options);
  const gateway = await (options.gateway ?? startInProcess)(environment);
  const origin = environment['PUBLIC_ORIGIN'] ?? '';
  const clients = peopleAt(origin);
  for (const [name, client] of clients) {
    const cookie = cookies?.[name];
    if (cookie === undefined) await client.signIn(sandboxChainId);
    else client.resume(cookie);
  }
  const pool = openPool({ connectionString: database.url, max: 2 });
  const close = async (): Promise<void> => {
    chain.proxy.mode = 'pass';
    chain.proxy.tamper = undefined;
    try {
      await requireAlikeVerdicts(story);
      requireDeclaredStatuses();
    } finally {
      await gateway.stop();
      await pool.end();
      await chain.stop();
      await database.drop();
    }
  };
  const named = { ...founding, safes: founding.safes.slice(0, options.safes ?? 1) };
  const story = new StorySteps({ chain, environment, founding: named, origin, clients, pool, close });
  return story;
}

/** Everybody in the sandbox, not signed in yet. */
export function peopleAt(origin: string): Map<string, PersonClient> {
  return new Map(
    DEMO_PEOPLE.map((person) => {
      const keys = { account: confirmationKey(person), owner: ownerKey(person) };
      return [person.name, new PersonClient(origin, person.name, keys)];
    }),
  );
}

/** What stories wait for comes in a tenth of the time. What can be hurried while it is waited for hardly comes. */
const CADENCE = new Cadence({
  ...{
    simulateAgain: 300,
    simulateLater: 300,
    relayAgain: 500,
    relayUnlogged: 100,
    submitAgain: 300,
    lookAgain: 300,
    cancelAgain: 300,
    watch: SELDOM_MS,
  },
  // Every look at what waits costs some twenty questions to the chain, and stories leave many transfers waiting.
  ...{ recheck: 60_000, recheckBusy: 100 },
  // Nobody dies in this process; and it would order anew what a story has put off.
  regularly: 3_600_000,
});

/** As src/main.ts starts it, but in this process. */
export async function startInProcess(
  environment: GatewayEnvironment,
): Promise<{ readonly app: NestExpressApplication; stop(): Promise<void> }> {
  const config = loadConfig(environment);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(config, CADENCE),
    applicationOptions(false),
  );
  recordAnswers(app);
  watchStatuses(app, config);
  configureApplication(app, config);
  app.useGlobalInterceptors(new PublishedAnswers());
  await app.listen(config.port, config.host);
  return { app, stop: () => app.close() };
}

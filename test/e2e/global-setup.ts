import { sandboxChainId } from '../../sandbox/anvil.js';
import globalSetup from '../global-setup.js';
import { FOUNDED_SAFES, type FoundedTemplate, ownGround } from './ground.js';
import { peopleAt, startInProcess } from './story.js';

/** Besides what every suite copies: a database with the sandbox founded and everybody signed in. */
export default async function storiesSetup(): Promise<void> {
  await globalSetup();
  process.env['SLUICE_TEST_FOUNDED'] = JSON.stringify(await founded());
}

async function founded(): Promise<FoundedTemplate> {
  const { chain, database, environment, founding } = await ownGround({ safes: FOUNDED_SAFES });
  const gateway = await startInProcess(environment);
  try {
    const people = peopleAt(environment['PUBLIC_ORIGIN'] ?? '');
    for (const client of people.values()) await client.signIn(sandboxChainId);
    const { FOUNDING_DIGEST = '', SESSION_SECRET = '' } = environment;
    return {
      database: new URL(database.url).pathname.slice(1),
      secrets: { FOUNDING_DIGEST, SESSION_SECRET },
      founding,
      cookies: Object.fromEntries([...people].map(([name, client]) => [name, client.cookie])),
    };
  } finally {
    // A database is copied only while nobody is connected to it.
    await gateway.stop();
    await chain.stop();
  }
}

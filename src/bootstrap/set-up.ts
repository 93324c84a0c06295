import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import type { Config } from '../config/config.js';
import type { ChangeAnswer } from '../domain/changes/change.js';
import { DomainError } from '../domain/errors.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { applyMigrations } from '../infra/database/migrate.js';
import { applicationOptions } from '../infra/http/application.js';
import { parseBody } from '../infra/http/schema-pipe.js';
import { parseStrictJson } from '../infra/http/strict-json.js';
import { BootstrapModule } from './bootstrap.module.js';
import { Founder } from './founder.js';
import { FoundingDocument } from './founding-document.js';
import { FoundingProviders } from './founding-providers.js';
import type { PreparedFounding } from './prepared-founding.js';

/** Reads the chain for a founding document and makes the change that its founders sign. Writes nothing. */
export async function prepareFounding(config: Config, text: string): Promise<PreparedFounding> {
  const document = parseDocument(text);
  await applyMigrations(config.databaseUrl);
  const written = z.json().parse(JSON.parse(text));
  return withFounder(config, document, async (founder) => ({
    document: written,
    change: await founder.prepare(document),
  }));
}

/** Sets up an empty database from a founding that its quorum has signed. @returns the installation's id */
export async function found(
  config: Config,
  prepared: PreparedFounding,
  answers: readonly ChangeAnswer[],
): Promise<Bytes32> {
  const document = parseDocument(JSON.stringify(prepared.document));
  await applyMigrations(config.databaseUrl);
  return withFounder(config, document, (founder) =>
    founder.found({ document, change: prepared.change }, answers),
  );
}

async function withFounder<T>(
  config: Config,
  { providers }: FoundingDocument,
  act: (founder: Founder) => Promise<T>,
): Promise<T> {
  const app = await NestFactory.createApplicationContext(
    BootstrapModule.with(config, new FoundingProviders(providers)),
    applicationOptions(false),
  );
  try {
    return await act(app.get(Founder));
  } finally {
    await app.close();
  }
}

function parseDocument(text: string): FoundingDocument {
  try {
    return parseBody(FoundingDocument, parseStrictJson(Buffer.from(text)));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const faults = error.faults.map((each) => `  ${each.pointer || '/'}: ${each.detail}`);
    throw new Error([`The founding document is not usable: ${error.message}`, ...faults].join('\n'), {
      cause: error,
    });
  }
}

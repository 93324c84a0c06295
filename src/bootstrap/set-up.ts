import { NestFactory } from '@nestjs/core';
import type { Config } from '../config/config.js';
import { applicationOptions } from '../infra/http/application.js';
import { parseBody } from '../infra/http/schema-pipe.js';
import { parseStrictJson } from '../infra/http/strict-json.js';
import { DomainError } from '../domain/errors.js';
import { applyMigrations } from '../infra/database/migrate.js';
import { BootstrapModule } from './bootstrap.module.js';
import { Founder } from './founder.js';
import { FoundingDocument } from './founding-document.js';

/** Sets an empty database up from the text of a founding document. */
export async function setUp(config: Config, text: string): Promise<void> {
  const document = parseDocument(text);
  await applyMigrations(config.databaseUrl);
  const app = await NestFactory.createApplicationContext(
    BootstrapModule.with(config),
    applicationOptions(false),
  );
  try {
    await app.get(Founder).found(document);
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

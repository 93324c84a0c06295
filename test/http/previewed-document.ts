import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../src/app.module.js';
import { type Config, loadConfig } from '../../src/config/config.js';
import { applicationOptions } from '../../src/infra/http/application.js';
import { openApiDocument } from '../../src/infra/http/openapi.js';
import { LOG_SETTINGS } from '../log-settings.js';

/** The OpenAPI document that the service serves, made without starting it: nothing is connected to. */
export function previewedDocument(): Promise<OpenAPIObject> {
  return previewed(openApiDocument);
}

/** What is seen of the application without starting it. */
export async function previewed<T>(look: (app: INestApplication, config: Config) => T): Promise<T> {
  const config = loadConfig({
    DATABASE_URL: 'postgresql://nobody:nothing@127.0.0.1:1/none',
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'https://sluice.treasury.example',
  });
  const app = await NestFactory.create(
    AppModule.with(config),
    Object.assign(applicationOptions(false), { preview: true }),
  );
  try {
    return look(app, config);
  } finally {
    await app.close();
  }
}

import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { PgPool } from './pool.js';

@Global()
@Module({ providers: [Database, PgPool], exports: [Database, PgPool] })
export class DatabaseModule {}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';
import { z } from 'zod';

const moduleUrl = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');

type Imports = Record<string, unknown>;

/** Node has WebAssembly; TypeScript declares it for browsers only. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, Imports>,
  ): Promise<{ instance: { exports: Imports } }>;
};

// The bindings' own declarations leave out the one function that attaches the WASM module to them.
const attachable = bindings as unknown as { __wbg_set_wasm(exports: Imports): void };
const startable = z.object({
  __wbindgen_start: z.custom<() => void>((value) => typeof value === 'function'),
});
const logLine = z.looseObject({ level: z.string(), fields: z.looseObject({ message: z.string() }) });

let attached: Promise<void> | undefined;

/** The engine times each operation and never clears the timer, which would hold up a process's exit by 10 s. */
function startTimer(callback: () => void, delayMs: number): NodeJS.Timeout {
  return setTimeout(callback, delayMs).unref();
}

function importsOfEngine(): Imports {
  const timer = Object.keys(bindings).find((name) => name.startsWith('__wbg_setTimeout_'));
  // WebAssembly ignores surplus imports, such as the bindings' classes.
  return timer === undefined ? bindings : { ...bindings, [timer]: startTimer };
}

/** The package's own entry relies on a bundler for its `import './x.wasm'`, so the module is attached here. */
async function attach(): Promise<void> {
  const bytes = await readFile(moduleUrl.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': importsOfEngine() });
  attachable.__wbg_set_wasm(instance.exports);
  startable.parse(instance.exports).__wbindgen_start();
}

/**
 * Prisma's adapter splits a script at every semicolon and commits statement by statement, which breaks function
 * bodies and leaves half a migration behind. Sent whole, PostgreSQL runs the script as one transaction, as the
 * native schema engine does.
 */
class WholeScriptAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script: string): Promise<void> => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

export interface SchemaEngineOptions {
  /** Connections are made only by operations that touch a database; a diff of two schemas makes none. */
  pool: pg.Pool;
  onWarning: (message: string) => void;
}

export async function withSchemaEngine<T>(
  { pool, onWarning }: SchemaEngineOptions,
  use: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  attached ??= attach();
  await attached;
  const log = (line: string): void => {
    const entry = logLine.parse(JSON.parse(line));
    if (entry.level === 'WARN' || entry.level === 'ERROR') onWarning(entry.fields.message);
  };
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScriptAdapter(pool));
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, log, factory);
  try {
    return await use(engine);
  } finally {
    engine.free();
  }
}

import { Injectable } from '@nestjs/common';
import type { Principal } from '../infra/http/access.js';

/** Of these subjects, those whose entries this reader may not read yet. */
export type AuditVeil = (reader: Principal, subjects: readonly string[]) => Promise<ReadonlySet<string>>;

/** What readers of the log may not read yet. Rows above know it and say so here; an entry is veiled, never left out. */
@Injectable()
export class AuditVeils {
  private readonly veils: AuditVeil[] = [];

  add(veil: AuditVeil): void {
    this.veils.push(veil);
  }

  async hidden(reader: Principal, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    const hidden = await Promise.all(this.veils.map((veil) => veil(reader, subjects)));
    return new Set(hidden.flatMap((each) => [...each]));
  }
}

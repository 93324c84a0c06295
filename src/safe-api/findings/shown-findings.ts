import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { withoutOwnerBytes } from '../../domain/audit-log/owner-bytes.js';
import type { KeyId } from '../../domain/identity/person.js';
import type { Registered } from '../../domain/register/registered.js';
import { type FindingNames, findingWords } from '../../domain/safes/finding-words.js';
import type { Json } from '../../domain/values/canonical-json.js';
import type { PersonId } from '../../domain/values/identifier.js';
import type { Principal } from '../../infra/http/access.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Register } from '../../register/register.js';
import {
  type FindingFilter,
  FindingsRepository,
  type ListedFinding,
} from '../../safes/findings.repository.js';
import { Freezes, type ListedFreeze } from '../../safes/freezes.js';
import { TransfersRepository } from '../../transfers/transfers.repository.js';
import { HiddenTransfers } from '../../veil/hidden-transfers.js';
import { SignatureVeil } from '../../veil/signature-veil.js';
import type { FindingView } from './findings.contract.js';

/** What a reader may see of a finding: its detail, and whether of the notes that people made about it. */
type Shows = (finding: ListedFinding) => Pick<Shown, 'detail' | 'isHidden'>;

/**
 * Findings as this reader may see them: what owners signed is kept back while it can execute something, and whatever
 * could tell of a transfer that the reader must re-key first.
 */
@Injectable()
export class ShownFindings {
  constructor(
    private readonly findings: FindingsRepository,
    private readonly freezes: Freezes,
    private readonly register: Register,
    private readonly transfers: TransfersRepository,
    private readonly veil: SignatureVeil,
    private readonly hidden: HiddenTransfers,
  ) {}

  async list(filter: FindingFilter, by: Principal): Promise<FindingView[]> {
    const found = await this.findings.list(filter);
    if (found.length === 0) return [];
    const register = await this.register.current();
    const shows = await this.shows(found, by, register);
    const freezes = await this.freezes.ofFindings(
      found.map(({ id }) => id),
      register,
    );
    const names = namesOf(register);
    return found.map((finding) => {
      return view(register, { finding, ...shows(finding), freeze: freezes.get(finding.id) }, names);
    });
  }

  private async shows(found: readonly ListedFinding[], by: Principal, register: Registered): Promise<Shows> {
    const isSigner = await this.veil.signerOf(by, register);
    const hidden = new Set<string>((await this.hidden.of(by)).map(({ id }) => id));
    const safes = found.flatMap(({ safeId }) => register.safe(safeId ?? '')?.id ?? []);
    // Asked after the findings were read, so that none about a later signature gets through.
    const open = await this.transfers.exposed([...new Set(safes)]);
    const [transfers, exposed] = [
      new Set<string>(open.map(({ id }) => id)),
      new Set<string>(open.map(({ intent }) => intent.safeId)),
    ];
    return ({ safeId, transferId, detail: stored }) => {
      const detail = z.json().parse(stored);
      // One about all Safes is a fault of the log, and may quote any entry of it.
      const isHidden = transferId === null ? safeId === null && hidden.size > 0 : hidden.has(transferId);
      if (isHidden) return { isHidden, detail: null };
      if (safeId === null) return { isHidden, detail: withoutOwnerBytes(detail) };
      const isOpen = transferId === null ? exposed.has(safeId) : transfers.has(transferId);
      return { isHidden, detail: isOpen && !isSigner(safeId) ? withoutOwnerBytes(detail) : detail };
    };
  }
}

interface Shown {
  readonly finding: ListedFinding;
  readonly detail: Json;
  /** It tells of a transfer that the reader must re-key first, and so may the notes. */
  readonly isHidden: boolean;
  readonly freeze: ListedFreeze | undefined;
}

function view(
  register: Registered,
  { finding, detail, isHidden, freeze }: Shown,
  names: FindingNames,
): FindingView {
  const { id, code, safeId, transferId, at } = finding;
  return {
    ...{ id, code, words: findingWords(code, detail, names) },
    ...{ safeId, safeLabel: register.safe(safeId ?? '')?.label ?? null },
    ...{ transferId, detail, at: printTimestamp(at) },
    acknowledgements: finding.acknowledgements.map(({ personId, note, at: then }) => ({
      ...{ person: personId, personName: names.person(personId), note: isHidden ? '' : note },
      at: printTimestamp(then),
    })),
    freeze: freeze ? { id: freeze.id, standing: freeze.standing } : null,
  };
}

function namesOf(register: Registered): FindingNames {
  return {
    owner: (address) => register.personOfKey(address as KeyId)?.name ?? null,
    person: (id) => register.people.get(id as PersonId)?.name ?? null,
  };
}

import { ConflictError } from '../../core/errors.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { IncidentFilter, IncidentStore } from '../../core/ports.ts'

/** A map with compare-and-set; `interfere` runs before a put, as a second writer would. */
export class RacingIncidentStore implements IncidentStore {
  readonly documents = new Map<string, IncidentDocument>()
  interfere: (() => void) | null = null

  get(id: string): Promise<IncidentDocument | null> {
    return Promise.resolve(this.documents.get(id) ?? null)
  }

  put(document: IncidentDocument, expectedVersion: number): Promise<void> {
    const interfere = this.interfere
    this.interfere = null
    interfere?.()
    const stored = this.documents.get(document.id)?.version ?? 0
    if (stored !== expectedVersion) return Promise.reject(new ConflictError(`version is ${stored}, not ${expectedVersion}`))
    this.documents.set(document.id, document)
    return Promise.resolve()
  }

  list({ status, limit }: IncidentFilter): Promise<readonly IncidentDocument[]> {
    const wanted = [...this.documents.values()].filter(({ state }) => status === undefined || status.includes(state.status))
    return Promise.resolve(wanted.slice(0, limit))
  }

  openIds(): Promise<readonly string[]> {
    return Promise.resolve([...this.documents.values()].filter(({ state }) => state.status === 'open').map(({ id }) => id))
  }
}

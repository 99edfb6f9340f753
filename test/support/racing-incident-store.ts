import { ConflictError } from '../../core/errors.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import { lookAtOf, type LookAt } from '../../core/look-at.ts'
import type { IncidentFilter, IncidentLooks, IncidentStore, OpenIncident } from '../../core/ports.ts'

/** A map with compare-and-set; `interfere` runs before a put, as a second writer would. */
export class RacingIncidentStore implements IncidentStore, IncidentLooks {
  readonly documents = new Map<string, IncidentDocument>()
  /** Moments that are not what follows from the document, as an older program leaves them. */
  readonly wrongLooks = new Map<string, LookAt>()
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
    this.wrongLooks.delete(document.id)
    return Promise.resolve()
  }

  list({ status, limit }: IncidentFilter): Promise<readonly IncidentDocument[]> {
    const wanted = [...this.documents.values()].filter(({ state }) => status === undefined || status.includes(state.status))
    return Promise.resolve(wanted.slice(0, limit))
  }

  openIds(): Promise<readonly string[]> {
    return Promise.resolve(this.#open().map(({ id }) => id))
  }

  dueIds(now: Instant): Promise<readonly string[]> {
    const due = this.#open().filter((document) => this.#lookAt(document) <= now)
    return Promise.resolve(due.map(({ id }) => id))
  }

  openAfter(id: string | null, limit: number): Promise<readonly OpenIncident[]> {
    const behind = this.#open().filter((document) => document.id > (id ?? ''))
    return Promise.resolve(behind.slice(0, limit).map((document) => ({ document, lookAt: this.#lookAt(document) })))
  }

  noteLookAt({ id, version }: IncidentDocument): Promise<void> {
    if (this.documents.get(id)?.version === version) this.wrongLooks.delete(id)
    return Promise.resolve()
  }

  #open(): IncidentDocument[] {
    return [...this.documents.values()].filter(({ state }) => state.status === 'open').toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  #lookAt(document: IncidentDocument): LookAt {
    return this.wrongLooks.get(document.id) ?? lookAtOf(document)
  }
}

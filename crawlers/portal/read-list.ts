import type { Sha256 } from '../../core/incident/chain.ts'
import type { Instant } from '../../core/instant.ts'
import type { Found } from '../frontier.ts'
import { readLinks } from './links.ts'
import { listPart } from './list-part.ts'
import { articleFound } from './list-total.ts'
import type { PortalSettings } from './settings.ts'

export interface ListToRead {
  readonly html: string
  /** It goes on behind that. */
  readonly isCut: boolean
  readonly url: string
  readonly settings: PortalSettings
  readonly observedAt: Instant
}

export interface ListRead {
  /** What it lists, in its order. */
  readonly found: readonly Found[]
  /** Something of it was not looked at. */
  readonly isCut: boolean
}

/** What a list's page lists. A long page may take a thread of its own to tell. */
export type ReadList = (list: ListToRead) => ListRead | Promise<ListRead>

export function readList({ html, isCut, url, settings, observedAt }: ListToRead, sha256: Sha256): ListRead {
  const part = listPart({ html, isCut })
  return { found: readLinks(part.html, url, settings, observedAt).map((link) => articleFound({ sha256 }, link)), isCut: part.isCut }
}

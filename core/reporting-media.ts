import type { Source } from './source.ts'

/** A house whose own report can show that a conference was held: what stands below its host is its own. */
export interface ReportingMedium {
  readonly name: string
  readonly host: string
}

const editedTiers: readonly Source['mediaTier'][] = ['central', 'provincial', 'city', 'official']
const editedKinds: readonly Source['kind'][] = ['portal', 'newspaper', 'broadcast', 'app']

/** Configured sources that an editor answers for; where anybody writes, anybody could have written it. */
export function reportingMedia(sources: readonly Source[]): ReportingMedium[] {
  return sources
    .filter(({ kind, mediaTier }) => editedKinds.includes(kind) && editedTiers.includes(mediaTier))
    .map(({ name, url }) => ({ name, host: hostOf(url) }))
}

function hostOf(url: string): string {
  return /^https?:\/\/(?:www\.)?([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? ''
}

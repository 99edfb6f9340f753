import { dayOf, yearOf } from './china-day.ts'
import type { Instant } from './instant.ts'
import type { SupervisionKind } from './supervision.ts'

/** Documents that are counted together: of one kind and one year in China. */
export function seriesOf(kind: SupervisionKind, issuedAt: Instant): string {
  return `${kind}/${yearOf(dayOf(issuedAt))}`
}

/** 文号 as it stands on the document: `津督〔2026〕3号`. */
export function numberWords(pattern: string, issuedAt: Instant, number: number): string {
  return pattern.replace('{year}', String(yearOf(dayOf(issuedAt)))).replace('{number}', String(number))
}

import type { Logger } from '../core/ports.ts'
import type { PolicyReport } from './contract-system.ts'

const longestTold = 300

/** What browsers refused on our pages for the sake of the content security policy since this process began: counted, and told to the log. */
export class PolicyReports {
  readonly #logger: Logger
  #count = 0

  constructor(logger: Logger) {
    this.#logger = logger
  }

  get count(): number {
    return this.#count
  }

  take({ 'csp-report': report }: PolicyReport): void {
    this.#count += 1
    const told = {
      directive: report['effective-directive'] ?? report['violated-directive'],
      refused: withoutQuery(report['blocked-uri']),
      page: withoutQuery(report['document-uri']),
      source: withoutQuery(report['source-file'] ?? ''),
      line: report['line-number'] ?? null
    }
    this.#logger.warn(told, 'a browser refused something on our page')
  }
}

/** A query may hold what somebody searched for. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '').slice(0, longestTold)
}

import { asked } from './client.ts'
import { StoreRefusedError } from './errors.ts'

/** What a search finds where there is no index. */
export const noHits: { readonly hits: { readonly hits: readonly []; readonly total: 0 }; readonly aggregations: undefined } = {
  hits: { hits: [], total: 0 },
  aggregations: undefined
}

/**
 * A request over an alias, which before the first write has no index: `absent` then. A server told to ignore what is not
 * available would say the same of a closed index, which is not empty; that one is an error.
 */
export async function askedIfThere<Answer, Absent>(doing: string, absent: Absent, request: () => Promise<Answer>): Promise<Answer | Absent> {
  try {
    return await asked(doing, request)
  } catch (error) {
    if (error instanceof StoreRefusedError && error.metadata['type'] === 'index_not_found_exception') return absent
    throw error
  }
}

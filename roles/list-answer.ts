import { sha256 } from '../adapters/hash.ts'
import { readList, type ListToRead } from '../crawlers/portal/read-list.ts'
import type { ListAnswer } from './list-thread.ts'

/** Asked on a thread of its own. @see list-thread.ts */
export function answer(list: ListToRead): ListAnswer {
  try {
    return { read: readList(list, sha256) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

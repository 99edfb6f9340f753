import { sha256 } from '../adapters/hash.ts'
import { startPageThread } from '../adapters/web/page-thread.ts'
import type { Running } from '../core/ports.ts'
import { readList, type ListRead, type ListToRead } from '../crawlers/portal/read-list.ts'

export type ListAnswer = { readonly read: ListRead } | { readonly fault: string }

export interface ListThread extends Running {
  /** @throws TooLargeError for a list that takes too long or too much memory to be read, FetchAbortedError when the thread is closed */
  readonly readList: (list: ListToRead) => ListRead | Promise<ListRead>
}

/** A shorter list is read sooner than another thread is asked for it. */
const mostReadHere = 16_384
/** The longest lists that are read take a second. */
const longestMs = 5_000
const lookEveryMs = 1_000

/** Reads lists, the long ones on a thread of its own. @see startPageThread */
export function startListThread(): ListThread {
  const script = new URL('list-answer.ts', import.meta.url)
  const thread = startPageThread<ListToRead, ListAnswer>({ script, verb: 'read', longestMs, lookEveryMs })
  return {
    async readList(list) {
      if (list.html.length <= mostReadHere) return readList(list, sha256)
      const told = await thread.ask(list.url, list)
      if ('fault' in told) throw new Error(told.fault)
      return told.read
    },
    close: () => thread.close()
  }
}

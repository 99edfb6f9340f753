import { readCount } from '../counts.ts'
import { UnusableItemError } from '../errors.ts'
import { seenAgain, type Revisit } from '../revisit/revisit.ts'
import type { TiebaSettings } from './settings.ts'
import { readPage } from './tieba.ts'

/** A thread of 贴吧 by its first page: whether it is there, and how many replies it has now. */
export const revisitThread: Revisit<TiebaSettings> = async (visit, mention, settings) => {
  const tid = mention.id.slice('tieba:'.length)
  try {
    const { read } = await readPage(visit, settings, { url: mention.url ?? '' }, tid, 1)
    const comments = readCount(read.thread.reply_num) ?? mention.engagement.comments
    return seenAgain(visit, { ...mention, engagement: { ...mention.engagement, comments } })
  } catch (error) {
    // So the reader says that the platform has deleted or hidden it.
    if (error instanceof UnusableItemError) return { kind: 'deleted', words: String(error.metadata['reason']).slice(0, 300) }
    throw error
  }
}

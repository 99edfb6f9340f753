import { expect, test } from 'vitest'
import { WorkerClient } from '../../../../adapters/embedded/worker-client.ts'
import type { mentionReads } from '../../../../adapters/embedded/mention-reads.ts'

test('the end of a database thread fails what waits for it and what comes after, and closing still ends', async () => {
  const client = await WorkerClient.start(new URL('../../../support/embedded-dying-worker.ts', import.meta.url), null)
  const call = client.caller<typeof mentionReads>()
  const waiting = [call('countMentions', undefined), call('countMentions', undefined)]
  for (const answer of waiting) await expect(answer).rejects.toMatchObject({ code: 'store-gone', retryable: false })
  await expect(call('countMentions', undefined)).rejects.toMatchObject({ code: 'store-gone' })
  await client.close()
})

test('a thread that cannot open its database says why', async () => {
  const script = new URL('../../../../adapters/embedded/reader-worker.ts', import.meta.url)
  await expect(WorkerClient.start(script, { file: '/nonexistent/wanglou.db' })).rejects.toMatchObject({ code: 'store-failed' })
})

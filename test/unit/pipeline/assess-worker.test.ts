import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mention } from '../../../core/mention.ts'
import { startAssessPool, startAssessWorker, type AssessWorker } from '../../../pipeline/assess-pool.ts'
import { assessorFor, nowhereInParticular, shippedKnowledge } from '../../support/assess-knowledge.ts'
import { mentionOf } from '../../support/mention.ts'

const segmenterModule = new URL('../../../adapters/segmenter/jieba.ts', import.meta.url).href
let worker: AssessWorker

beforeAll(async () => {
  worker = await startAssessWorker({ knowledge: await shippedKnowledge(nowhereInParticular), segmenterModule })
})
afterAll(() => worker.close())

test('the thread answers in order and as the assessor itself does', async () => {
  const texts = ['一厂房爆炸，造成12人死亡。', '公园里的花开了。', '路边垃圾堆积成山。']
  const assess = await assessorFor(nowhereInParticular)

  const [first, second] = await Promise.all([
    worker.assess(texts.map((text) => mentionOf({ text }))),
    worker.assess([mentionOf({ text: texts[0] ?? '' })])
  ])

  expect(first).toEqual(texts.map((text) => assess({ text })))
  expect(second[0]?.grade).toBe('II')
})

test('a mention that breaks the assessor rejects its batch and nothing after it', async () => {
  const broken = { ...mentionOf({ text: '火灾' }), engagement: null } as unknown as Mention

  await expect(worker.assess([broken])).rejects.toMatchObject({ code: 'assess-failed' })
  expect(await worker.assess([mentionOf({ text: '火灾' })])).toHaveLength(1)
})

test('a closed worker says so', async () => {
  const other = await startAssessWorker({ knowledge: await shippedKnowledge(nowhereInParticular), segmenterModule })
  await other.close()

  await expect(other.assess([])).rejects.toMatchObject({ code: 'assess-worker-gone' })
})

test('two threads share a batch and answer in its order', async () => {
  const assess = await assessorFor(nowhereInParticular)
  const texts = Array.from({ length: 41 }, (_, at) => `一厂房爆炸，造成${at + 1}人死亡。`)
  await using pool = new AsyncDisposableStack()
  const two = await startAssessPool({ knowledge: await shippedKnowledge(nowhereInParticular), segmenterModule }, 2)
  pool.defer(() => two.close())

  const assessed = await two.assess(texts.map((text) => mentionOf({ text })))

  expect(assessed).toEqual(texts.map((text) => assess({ text })))
})

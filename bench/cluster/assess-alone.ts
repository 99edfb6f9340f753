import type { Mention } from '../../core/mention.ts'
import { knowledgeOf } from '../../knowledge.ts'
import { startAssessWorker, type AssessWorker } from '../../pipeline/assess-pool.ts'
import type { BenchDesk } from './desk.ts'
import { createPosts } from './posts.ts'

const aBatch = 200
const prepared = 4000

export async function startBenchAssessor({ config }: Pick<BenchDesk, 'config'>): Promise<AssessWorker> {
  const segmenterModule = new URL('../../adapters/segmenter/jieba.ts', import.meta.url).href
  return startAssessWorker({ knowledge: await knowledgeOf(config), segmenterModule })
}

/** Posts a second that the pipeline's own worker assesses while nothing else is asked of the machine; two batches are on their way at any time. */
export async function measureAssess(desk: BenchDesk, seconds: number): Promise<number> {
  const assessor = await startBenchAssessor(desk)
  const postOf = createPosts('alone')
  const posts = Array.from({ length: prepared }, (_, index) => postOf(index))
  try {
    await run(assessor, posts, 2)
    return await run(assessor, posts, seconds)
  } finally {
    await assessor.close()
  }
}

async function run(assessor: AssessWorker, posts: readonly Mention[], seconds: number): Promise<number> {
  const from = performance.now()
  let assessed = 0
  let next = 0
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      while (performance.now() - from < seconds * 1000) {
        const batch = posts.slice(next, next + aBatch)
        next = (next + aBatch) % posts.length
        assessed += (await assessor.assess(batch)).length
      }
    })
  )
  return (assessed * 1000) / (performance.now() - from)
}

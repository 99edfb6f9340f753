/** The thread that assesses: cutting words costs too much for the main loop. Started by assess-pool.ts with its knowledge. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Mention } from '../core/mention.ts'
import type { Segmenter } from '../core/ports.ts'
import { createAssessor } from './assess.ts'
import { ruleTerms, type AssessKnowledge } from './knowledge.ts'

export interface WorkerSetup {
  readonly knowledge: AssessKnowledge
  /** URL of the module whose `loadSegmenter(terms)` makes the segmenter: the pipeline does not know adapters. */
  readonly segmenterModule: string
}

export type WorkerRequest = { readonly id: number; readonly batch: readonly Mention[] }
/** Assessments as JSON: half of what it costs to pass them as objects. */
export type WorkerReply = { readonly id: number; readonly assessments: readonly string[] } | { readonly id: number; readonly failed: string }

const { knowledge, segmenterModule } = workerData as WorkerSetup
const { loadSegmenter } = (await import(segmenterModule)) as { loadSegmenter: (terms: readonly string[]) => Segmenter }
const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))

parentPort?.on('message', ({ id, batch }: WorkerRequest) => {
  parentPort?.postMessage(answer(id, batch), [])
})
parentPort?.postMessage({ id: 0, assessments: [] } satisfies WorkerReply, [])

function answer(id: number, batch: readonly Mention[]): WorkerReply {
  try {
    return { id, assessments: batch.map((mention) => JSON.stringify(assess(mention))) }
  } catch (error) {
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

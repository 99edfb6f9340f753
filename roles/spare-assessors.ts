import { sha256 } from '../adapters/hash.ts'
import type { Assessment } from '../core/assessment.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { RefusedError } from '../core/errors.ts'
import { minuteMs } from '../core/instant.ts'
import type { Mention } from '../core/mention.ts'
import type { RulePack } from '../core/rule.ts'
import type { Config } from '../config/schema.ts'
import { knowledgeOf } from '../knowledge.ts'
import { startAssessWorker, type AssessWorker } from '../pipeline/assess-pool.ts'
import { jiebaModule } from './live-assessor.ts'

/** A thread has a dictionary of a quarter of a gigabyte: of those that nobody uses none is kept for long, and never more than these. */
const idleMs = 2 * minuteMs
const most = 3

interface Spare {
  /** Names the packs. */
  readonly key: string
  readonly started: Promise<{ readonly worker: AssessWorker; readonly rulesVersion: string }>
  inHand: number
  timer: NodeJS.Timeout | undefined
}

/** Threads that judge by rules which are not in force, beside the pipeline: started when somebody tries something, ended when nobody does. */
export class SpareAssessors {
  readonly #config: Config
  readonly #segmenterModule: URL
  #spares: Spare[] = []

  constructor(config: Config, segmenterModule: URL = jiebaModule) {
    this.#config = config
    this.#segmenterModule = segmenterModule
  }

  /** One assessment a mention, in order, by these packs. */
  async assess(packs: readonly RulePack[], mentions: readonly Mention[]): Promise<readonly Assessment[]> {
    const use = await this.use(packs)
    try {
      return await use.assess(mentions)
    } finally {
      use.done()
    }
  }

  /** The same for many batches: `done` when there are no more. @throws RefusedError while too many are at work */
  async use(packs: readonly RulePack[]): Promise<{ assess: AssessWorker['assess']; rulesVersion: string; done: () => void }> {
    const key = sha256(canonicalJson(packs))
    const spare = this.#spares.find((one) => one.key === key) ?? this.#add(key, packs)
    spare.inHand++
    clearTimeout(spare.timer)
    const done = (): void => this.#release(spare)
    try {
      const { worker, rulesVersion } = await spare.started
      return { assess: (batch) => worker.assess(batch), rulesVersion, done }
    } catch (error) {
      done()
      this.#end(spare)
      throw error
    }
  }

  async close(): Promise<void> {
    const all = this.#spares
    this.#spares = []
    for (const { timer } of all) clearTimeout(timer)
    await Promise.all(all.map(async ({ started }) => (await started.catch(() => null))?.worker.close()))
  }

  #add(key: string, packs: readonly RulePack[]): Spare {
    if (this.#spares.filter(({ inHand }) => inHand > 0).length >= most) throw new RefusedError('正在试别的规则，请稍候再试')
    const spare: Spare = { key, started: this.#start(packs), inHand: 0, timer: undefined }
    spare.started.catch(() => undefined)
    this.#spares.push(spare)
    const idle = this.#spares.filter((one) => one !== spare && one.inHand === 0)
    for (const old of idle.slice(0, Math.max(0, this.#spares.length - most))) this.#end(old)
    return spare
  }

  async #start(packs: readonly RulePack[]): Promise<{ worker: AssessWorker; rulesVersion: string }> {
    const knowledge = await knowledgeOf({ ...this.#config, packs })
    return { worker: await startAssessWorker({ knowledge, segmenterModule: this.#segmenterModule.href }), rulesVersion: knowledge.rulesVersion }
  }

  #release(spare: Spare): void {
    spare.inHand--
    if (spare.inHand > 0) return
    spare.timer = setTimeout(() => this.#end(spare), idleMs)
    spare.timer.unref()
  }

  #end(spare: Spare): void {
    clearTimeout(spare.timer)
    this.#spares = this.#spares.filter((one) => one !== spare)
    spare.started.then(({ worker }) => worker.close()).catch(() => undefined)
  }
}

import { startAssessPool, type AssessWorker } from '../pipeline/assess-pool.ts'
import type { AssessKnowledge } from '../pipeline/knowledge.ts'
import type { Mention } from '../core/mention.ts'
import type { Assessment } from '../core/assessment.ts'
import { endLoadedRules, forgetSilentProcesses, noteLoadedRules, type LoadedRules } from '../core/rule-book/loaded-rules.ts'
import { readRuleBook, ruleBookHint } from '../core/rule-book/shelf.ts'
import { knowledgeOf } from '../knowledge.ts'
import type { Ground } from './ground.ts'
import { packSurroundings, packsToJudgeBy, type PacksInForce } from './rules-in-force.ts'

const lookEveryMs = 2_000
/** The hint is no truth: so often the book itself is read. */
const readEveryMs = 60_000
/** What could not be loaded is tried again so much later. */
const againAfterMs = 30_000
const signEveryMs = 15_000

export const jiebaModule = new URL('../adapters/segmenter/jieba.ts', import.meta.url)

/** Assesses by what is in force, and goes over to what is newer without a restart: in hand is finished by the old rules, the next by the new. */
export interface LiveAssessor {
  rulesVersion(): string
  assess(batch: readonly Mention[]): Promise<readonly Assessment[]>
  close(): Promise<void>
}

interface Pool {
  readonly worker: AssessWorker
  readonly rulesVersion: string
  inHand: number
  retired: boolean
}

type Judging = Pick<PacksInForce, 'book' | 'packs' | 'refused'>
type Live = Pick<Ground, 'config' | 'clock' | 'logger' | 'holder'> & { readonly stores: Pick<Ground['stores'], 'crawl' | 'evidence'> }

/** @throws ConfigError when a list cannot be read; what is wrong with the rule book is told and keeps nothing from starting. */
export async function startLiveAssessor(ground: Live, segmenterModule: URL = jiebaModule): Promise<LiveAssessor> {
  const { config, stores, clock, logger, holder } = ground
  const surroundings = packSurroundings(config)
  let hint = await ruleBookHint(stores.crawl)
  let readAtMs = clock.elapsedMs()
  let signedAtMs = Number.NEGATIVE_INFINITY
  let inForce: Judging = await packsToJudgeBy(ground, await readRuleBook(stores.crawl, readAtMs), surroundings)
  let pool = await startPool(await knowledgeOf({ ...config, packs: inForce.packs }))
  let since = clock.now()
  let trouble: string | null = null
  const ending = new Set<Promise<void>>()

  async function startPool(knowledge: AssessKnowledge): Promise<Pool> {
    const worker = await startAssessPool({ knowledge, segmenterModule: segmenterModule.href }, config.assessThreads)
    return { worker, rulesVersion: knowledge.rulesVersion, inHand: 0, retired: false }
  }

  function retire(old: Pool): void {
    old.retired = true
    if (old.inHand === 0) end(old)
  }

  function end(old: Pool): void {
    const closing = old.worker.close().finally(() => ending.delete(closing))
    ending.add(closing)
  }

  async function goOver(): Promise<void> {
    const book = await readRuleBook(stores.crawl, clock.elapsedMs())
    if (book.changed?.seq === inForce.book.changed?.seq && trouble === null) {
      inForce = { ...inForce, book }
      return
    }
    const now = await packsToJudgeBy(ground, book, surroundings)
    const knowledge = await knowledgeOf({ ...config, packs: now.packs })
    inForce = now
    if (knowledge.rulesVersion === pool.rulesVersion) return
    const next = await startPool(knowledge)
    const old = pool
    pool = next
    since = clock.now()
    retire(old)
    logger.info({ rulesVersion: next.rulesVersion, rules: countOf(now), refused: now.refused.length }, 'rules loaded')
  }

  async function look(): Promise<void> {
    const nowMs = clock.elapsedMs()
    const newest = await ruleBookHint(stores.crawl)
    const waitMs = newest === hint ? readEveryMs : trouble === null ? 0 : againAfterMs
    if (nowMs - readAtMs >= waitMs) {
      const before = { seq: inForce.book.seq, trouble }
      try {
        await goOver()
        trouble = null
        hint = newest
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error)
        logger.error({ error: trouble }, 'newer rules could not be loaded: going on with the former ones')
      }
      readAtMs = nowMs
      if (inForce.book.seq !== before.seq || trouble !== before.trouble) signedAtMs = Number.NEGATIVE_INFINITY
    }
    if (nowMs - signedAtMs < signEveryMs) return
    await noteLoadedRules(stores.crawl, loadedNow(nowMs))
    signedAtMs = nowMs
  }

  function loadedNow(seenElapsedMs: number): LoadedRules {
    const { book, packs, refused } = inForce
    const { rulesVersion } = pool
    return { holder, seq: book.seq, rulesVersion, rules: countOf(inForce), packs: packs.length, refused: [...refused], since, trouble, seenElapsedMs }
  }

  await forgetSilentProcesses(stores.crawl, clock.elapsedMs())
  await noteLoadedRules(stores.crawl, loadedNow(clock.elapsedMs()))
  const looking = every(lookEveryMs, look, (error) => logger.warn({ error }, 'the rule book could not be read, trying again'))
  return {
    rulesVersion: () => pool.rulesVersion,
    async assess(batch) {
      const own = pool
      own.inHand++
      try {
        return await own.worker.assess(batch)
      } finally {
        own.inHand--
        if (own.retired && own.inHand === 0) end(own)
      }
    },
    async close() {
      await looking.close()
      await Promise.all([pool.worker.close(), ...ending])
      await endLoadedRules(stores.crawl, holder).catch((error: unknown) => logger.warn({ error }, 'the end of this process was not noted'))
    }
  }
}

function countOf({ packs }: Pick<PacksInForce, 'packs'>): number {
  return packs.reduce((sum, { rules }) => sum + rules.length, 0)
}

/** One after another, so long apart; a failure is told and the next turn comes all the same. */
function every(ms: number, work: () => Promise<void>, failed: (error: unknown) => void): { close(): Promise<void> } {
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  const again = (): void => {
    if (closed) return
    timer = setTimeout(() => {
      turn = work().catch(failed).then(again)
    }, ms)
    timer.unref()
  }
  again()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await turn
    }
  }
}

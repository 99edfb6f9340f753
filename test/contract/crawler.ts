import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../core/clock.ts'
import { Instant, type Precision } from '../../core/instant.ts'
import { Mention, type SourceKind } from '../../core/mention.ts'
import type { CrawlerKind, Source } from '../../core/source.ts'
import { startSite, type Site } from '../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../support/crawlers-world.ts'

/** One item as its platform holds it. `n` is its identity there and stays. */
export interface ShownItem {
  readonly n: number
  readonly title: string
  /** Paragraphs, a line each. */
  readonly text: string
  /** Publish time with its zone. */
  readonly at: string
  readonly author: string
  /** Shown in the list, but nothing a mention can be made of: its page is something else, its text is missing. */
  readonly broken: boolean
}

/**
 * What can stand where the items should: a page that wants a sign-in, one of risk control, or a layout nobody knows. Each is told from
 * `empty`, a place where nothing is published.
 */
export type Trouble = 'signed-out' | 'blocked' | 'changed-layout' | 'empty'

/** A platform of one kind on a site of its own, and the source that watches it. */
export interface CrawlerStage {
  readonly path: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly more?: Partial<Source>
  /** From now on it shows these, newest first, or the trouble instead. */
  show(items: readonly ShownItem[], trouble: Trouble | null): void
}

export interface CrawlerCase {
  readonly name: string
  readonly crawler: CrawlerKind
  readonly sourceKind: SourceKind
  readonly open: (site: Site) => CrawlerStage
  readonly hasTitles: boolean
  /** How exactly the platform tells a publish time; null where it tells none. */
  readonly timesTo: Precision | null
  /** Whether the platform answers 304; else a second visit asks for its lists again and for nothing else. */
  readonly isConditional: boolean
  /** What one look brings is told as a whole, or not at all. */
  readonly isAtOnce?: boolean
  readonly isList: (path: string) => boolean
  /** The code that health shows in each trouble; `null`: no fault. What the kind cannot meet is left out. */
  readonly troubles: Partial<Record<Trouble, string | null>>
}

const now = Instant.parse('2026-11-23T04:00:00.000Z')
const later = 3_600_000

const item = (n: number, more: Partial<ShownItem> = {}): ShownItem => ({
  n,
  title: `高新区第${n}号仓库发生火情`,
  text: `临江市应急管理局通报，位于高新区的第${n}号仓库发生火情，消防救援力量第一时间到场处置，明火已经扑灭。\n经初步核查，第${n}号仓库的火情未造成人员伤亡，周边群众已有序疏散，事故原因正在调查之中。`,
  at: `2026-11-23T09:1${n}:00+08:00`,
  author: '临江某网友',
  broken: false,
  ...more
})

/** What every kind of source holds to. A kind joins by one line in crawlers.test.ts and a case in crawlers/KIND.ts. */
export function crawlerContract(kind: CrawlerCase): void {
  describe(`${kind.name}:`, () => {
    let site: Site
    let world: CrawlWorld
    let stage: CrawlerStage
    let memory: Map<string, string>
    let shiftMs = 0
    const clock: Clock = { now: () => now, elapsedMs: () => Date.now() + shiftMs, speed: 1 }
    const source = (): Source => sourceOn(site.origin, kind.crawler, stage.path, stage.settings, { kind: kind.sourceKind, ...stage.more })
    const visit = async () => (await world.visit(source(), memory)).health
    beforeEach(async () => {
      shiftMs = 0
      memory = new Map()
      site = await startSite()
      stage = kind.open(site)
      world = createCrawlWorld({ clock })
    })
    afterEach(async () => {
      await world.close()
      await site.close()
    })

    test('each item is one valid mention that says whence, what and when', async () => {
      const items = [item(3), item(2), item(1)]
      stage.show(items, null)
      expect(await visit()).toMatchObject({ state: 'ok', lastError: null })
      const mentions = world.log.mentions()
      expect(mentions).toHaveLength(3)
      expect(new Set(mentions.map(({ id }) => id)).size).toBe(3)
      for (const shown of items) {
        const mention = mentions.find(({ text }) => text?.includes(`第${shown.n}号仓库的火情未造成人员伤亡`))
        expect(Mention.parse(mention)).toEqual(mention)
        expect(mention).toMatchObject({
          sourceKind: kind.sourceKind,
          sourceId: 'source',
          title: kind.hasTitles ? shown.title : null,
          publishedPrecision: kind.timesTo,
          observedAt: now,
          drill: false
        })
        expect(mention?.publishedAt ?? null).toBe(publishedAs(shown.at, kind.timesTo))
        expect(world.evidence.kept.has(mention?.snapshot ?? '')).toBe(true)
        expect(mention?.url).toMatch(/^https?:/)
      }
    })

    test('an item has the same id to whoever reads it', async () => {
      stage.show([item(2), item(1)], null)
      await visit()
      const ids = world.log.mentions().map(({ id }) => id)
      const other = createCrawlWorld({ clock })
      await other.visit(source())
      expect(
        other.log
          .mentions()
          .map(({ id }) => id)
          .sort()
      ).toEqual(ids.sort())
      await other.close()
    })

    test('a second visit brings nothing new and asks for no item again', async () => {
      stage.show([item(2), item(1)], null)
      await visit()
      const before = site.asked.length
      expect(await visit()).toMatchObject({ state: 'quiet', lastError: null, mentionsTotal: 2 })
      const asked = site.asked.slice(before).filter(({ path }) => path !== '/robots.txt')
      expect(asked.filter(({ path }) => !kind.isList(path)).map(({ path }) => path)).toEqual([])
      const unconditional = asked.filter(({ headers }) => headers['if-none-match'] === undefined && headers['if-modified-since'] === undefined)
      expect(kind.isConditional ? unconditional.map(({ path }) => path) : []).toEqual([])
    })

    test('what is new later comes alone', async () => {
      stage.show([item(1)], null)
      await visit()
      stage.show([item(2), item(1)], null)
      expect(await visit()).toMatchObject({ state: 'ok', mentionsTotal: 2 })
    })

    test('an item whose words changed is a new version of the same mention', async () => {
      stage.show([item(2), item(1)], null)
      await visit()
      const [first] = world.log.mentions().filter(({ text }) => text?.includes('第1号'))
      stage.show([item(2), item(1, { title: `${item(1).title}（更新）`, text: `${item(1).text}\n第1号仓库的起火原因已经查明。` })], null)
      await visit()
      const versions = world.log.mentions().filter(({ id }) => id === first?.id)
      expect(versions).toHaveLength(2)
      expect(versions[1]?.text).toContain('起火原因已经查明')
      expect(versions[1]?.contentHash).not.toBe(first?.contentHash)
      expect(world.log.mentions()).toHaveLength(3)
    })

    test('a broken item is refused once, with its place and reason, and hides no other', async () => {
      stage.show([item(3), item(2, { broken: true }), item(1)], null)
      await visit()
      stage.show([item(4), item(3), item(2, { broken: true }), item(1)], null)
      await visit()
      expect(new Set(world.log.mentions().map(({ text }) => /第(\d)号/.exec(text ?? '')?.[1]))).toEqual(new Set(['1', '3', '4']))
      expect(world.deadLetters.letters).toHaveLength(1)
      expect(world.deadLetters.letters[0]).toMatchObject({ stage: 'crawl', source: 'source' })
      expect(world.deadLetters.letters[0]?.place).not.toBe('')
      expect(world.deadLetters.letters[0]?.reason).not.toBe('')
    })

    test('a visit that broke off goes on where it stopped, and loses nothing', async () => {
      stage.show([item(3), item(2), item(1)], null)
      world.log.broken = () => kind.isAtOnce === true || world.log.mentions().length > 0
      await visit()
      expect(world.log.mentions().length).toBeLessThan(3)
      world.log.broken = null
      shiftMs = later
      await visit()
      expect(new Set(world.log.mentions().map(({ id }) => id)).size).toBe(3)
      expect(world.deadLetters.letters).toEqual([])
    })

    for (const [trouble, code] of Object.entries(kind.troubles)) {
      test(`${trouble} is told as ${code ?? 'no fault'}`, async () => {
        stage.show([item(1)], null)
        await visit()
        stage.show([], trouble as Trouble)
        const health = await visit()
        expect(health).toMatchObject({ lastErrorCode: code, mentionsTotal: 1 })
        expect(health.state).toBe(code === null ? 'quiet' : code === 'sign-in-expired' ? 'blind' : 'degraded')
        // It passes: the next visit that finds items goes on as if nothing had been.
        stage.show([item(2), item(1)], null)
        shiftMs = later
        expect(await visit()).toMatchObject({ state: 'ok', lastError: null, mentionsTotal: 2 })
      })
    }
  })
}

/** The instant as a platform tells it that shows no more than `precision`; a day is its beginning in China. */
function publishedAs(at: string, precision: Precision | null): string | null {
  if (precision === null) return null
  return new Date(precision === 'day' ? `${at.slice(0, 10)}T00:00:00+08:00` : at).toISOString()
}

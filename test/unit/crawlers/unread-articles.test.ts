import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { systemClock } from '../../../adapters/clock.ts'
import { replayDeadLetter } from '../../../core/dead-letter-book.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { html, startSite, type Site } from '../../support/crawlers-site.ts'

const text = '今天上午，市政府召开会议，研究部署防汛工作，要求各单位加强值守，做好应急准备。'
const article = html(`<title>防汛会议</title><h1>防汛会议</h1><div class="TRS_Editor"><p>${text.repeat(4)}</p></div>`)
const numbers = [1, 2, 3]
const banned = (_: unknown, response: { writeHead(status: number): { end(): void } }): void => response.writeHead(403).end()

let site: Site
let world: CrawlWorld
let laterMs = 0
const clock: Clock = { ...systemClock, now: () => systemClock.now(), elapsedMs: () => systemClock.elapsedMs() + laterMs }
const source = (): ReturnType<typeof sourceOn> => sourceOn(site.origin, 'portal', '/list', { list: { item: '.list li', link: 'a' } })
const put = (route: Parameters<Site['set']>[1]): void => {
  for (const number of numbers) site.set(`/a${number}.html`, route)
}

beforeAll(async () => {
  const rows = numbers.map((number) => `<li><a href="/a${number}.html">第 ${number} 次防汛会议召开</a><span>2026-11-28</span></li>`)
  site = await startSite({ '/list': html(`<ul class="list">${rows.join('')}</ul>`) })
})
afterAll(() => site.close())
beforeEach(() => {
  laterMs = 0
  world = createCrawlWorld({ clock })
})
afterEach(() => world.close())

describe('a source whose list opens and whose articles do not', () => {
  test('is never calm while nothing is tried, and keeps its articles', async () => {
    put(banned)
    const states = []
    for (let visit = 0; visit < 4; visit++) states.push((await world.visit(source())).health)
    expect(states.map(({ state }) => state)).not.toContain('quiet')
    expect(states.at(-1)).toMatchObject({ state: 'blind', faultClass: 'blocked', mentionsTotal: 0, lastErrorCode: 'articles-unread' })
    expect(world.deadLetters.letters).toEqual([])
  })

  test('is well again when its articles are read, all of them', async () => {
    put(banned)
    await world.visit(source())
    put(article)
    laterMs = 3_600_000
    const { health } = await world.visit(source())
    expect(health).toMatchObject({ state: 'ok', lastError: null, mentionsTotal: 3 })
    expect((await world.visit(source())).health).toMatchObject({ state: 'quiet', lastError: null })
  })

  test('gives them up after days, under the name by which they can be queued again', async () => {
    put(banned)
    for (let visit = 0; visit < 13; visit++) {
      await world.visit(source())
      laterMs += 7 * 3_600_000
    }
    expect(world.deadLetters.letters.map(({ key, code }) => [key === null, code])).toEqual(numbers.map(() => [false, 'http-status']))
    expect((await world.visit(source())).health.state).toBe('blind')

    const at = systemClock.now()
    const letters = world.deadLetters.letters.map((letter, n) => ({ schema: 1 as const, id: `l${n}`, at, ...letter }))
    put(article)
    const again = (all: typeof letters): Promise<boolean[]> => Promise.all(all.map((letter) => replayDeadLetter(world.deps, letter)))
    expect(await again(letters)).toEqual([true, true, true])
    expect((await world.visit(source())).health).toMatchObject({ state: 'ok', mentionsTotal: 3 })
    // The same letters again bring nothing twice.
    await again(letters)
    expect((await world.visit(source())).health).toMatchObject({ state: 'quiet', mentionsTotal: 3 })
  })

  test('is queued again from letters that were kept before letters had a key; what a list showed unusable is not', async () => {
    const letter = { schema: 1 as const, at: systemClock.now(), stage: 'crawl', source: 'source', reason: '403', topic: null, key: null }
    const hint = JSON.stringify({ title: '防汛会议', published: null })
    const item = { ...letter, id: 'l1', place: 'https://linjiang.example/a1.html#top', code: 'http-status', body: hint }
    const refused = [
      { ...item, id: 'l2', code: 'unusable-item', place: 'https://linjiang.example/list article 1' },
      { ...item, id: 'l3', place: 'data.csv line 3' },
      { ...item, id: 'l4', body: hint.slice(1) }
    ]
    for (const one of refused) expect(await replayDeadLetter(world.deps, one)).toBe(false)
    for (const one of [item, item]) expect(await replayDeadLetter(world.deps, one)).toBe(true)
    const queued = await world.crawl.pending('source', systemClock.elapsedMs(), 10)
    expect(queued).toMatchObject([{ key: `linjiang.example/a1.html#again-${item.at}`, url: item.place, hint }])
  })

  test('is no worse for pages that were taken back, where others were read', async () => {
    put(article)
    await world.visit(source())
    site.set(
      '/list2',
      html('<ul class="list"><li><a href="/gone.html">已撤下的一条消息</a></li><li><a href="/gone2.html">已撤下的又一条</a></li></ul>')
    )
    await world.visit({ ...source(), url: `${site.origin}/list2` })
    expect((await world.visit({ ...source(), url: `${site.origin}/list2` })).health.state).toBe('quiet')
  })
})

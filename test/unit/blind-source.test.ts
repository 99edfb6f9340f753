import { afterEach, beforeEach, expect, test } from 'vitest'
import { html, startSite, status, type Site } from '../support/crawlers-site.ts'
import { sourceOn } from '../support/crawlers-world.ts'
import { openDesk, type Desk } from '../support/running-system.ts'

const list = html('<ul><li><a href="/a/1000.html">临江新闻第一条标题</a><span>2026-11-23</span></li></ul>')
const page = html(
  '<html><body><h1>临江新闻第一条标题</h1><div class="article-content"><p>消防救援力量第一时间到场处置，无人员伤亡。</p></div></body></html>'
)
const intervalMs = 2_000
let site: Site
let desk: Desk

beforeEach(async () => {
  site = await startSite({ '/list': list, '/a/1000.html': page })
  const source = sourceOn(site.origin, 'portal', '/list', {}, { intervalMinutes: intervalMs / 60_000 })
  desk = await openDesk({ outlet: 'http://outlet.example.invalid/', roles: ['crawl', 'alerting'], config: { sources: [source] } })
})
afterEach(async () => {
  await desk.close()
  await site.close()
})

const told = async (): Promise<readonly string[]> =>
  (await desk.system.stores.notices.list({ subjectId: 'source', limit: 10 })).map(({ notice }) => `${notice.title}\n${notice.body}`)
const state = async (): Promise<string | undefined> => (await desk.system.stores.crawl.healthOf('source'))?.state

test('a source that goes blind is told to the duty desk, with the class of its trouble, and so is its recovery', async () => {
  await expect.poll(state).toBe('ok')
  site.set('/list', status(403))
  await expect.poll(told, { interval: 50 }).toHaveLength(1)
  expect((await told())[0]).toMatch(/采集源失明：临江在线[\s\S]*被对方拦下/)
  site.set('/list', list)
  await expect.poll(told, { interval: 50 }).toHaveLength(2)
  expect((await told()).join('\n')).toContain('采集源恢复：临江在线')
})

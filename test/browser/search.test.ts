import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../adapters/hash.ts'
import { hotMentionId, keepHotListLook, noteHotList } from '../../core/hot-list-book.ts'
import { addMs, hourMs, instantFromMs, minuteMs, type Instant } from '../../core/instant.ts'
import { unknownEngagement, type Mention } from '../../core/mention.ts'
import { openPageDesk, unfit, type PageDesk } from '../support/page-desk.ts'

let one: PageDesk
let officer: Page
const faults: string[] = []
const now = instantFromMs(Date.now())
const blast = '滨河路一饭店发生燃气爆炸已致12人死亡'

beforeAll(async () => {
  const hot = {
    id: 'hot',
    name: '某热榜',
    kind: 'hot-list',
    crawler: 'hotlist',
    url: 'https://hot.example/',
    intervalMinutes: 5,
    settings: { board: 'weibo' }
  }
  one = await openPageDesk({ outlet: 'https://gov.example/', roles: ['pipeline', 'alerting', 'dashboard'], config: { sources: [hot] } })
  await standOnList()
  for (let index = 0; index < 12; index += 1)
    await publish(
      `flood-${index}`,
      `城南小区停水第${index + 1}天`,
      '居民反映城南小区停水，投诉无人处理。',
      addMs(now, -(index * 3 + 1) * hourMs),
      index % 2 === 0 ? 'weibo' : 'forum'
    )
  officer = await one.signIn(['duty-officer', 'analyst'])
  officer.on('pageerror', (error) => faults.push(error.message))
  officer.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text())
  })
})

afterAll(async () => {
  await one?.close()
})

async function publish(id: string, title: string, text: string, publishedAt: Instant, sourceKind = 'portal'): Promise<void> {
  await one.desk.publish({ id, sourceKind, source: sourceKind === 'weibo' ? '@某某"大"号' : '测试新闻网', title, publishedAt, text })
}

/** As its crawler would: a blast that climbs, a play, and what left. */
async function standOnList(): Promise<void> {
  const { log, crawl } = one.desk.system.stores
  const places: readonly (readonly [string, readonly number[]])[] = [
    [blast, [38, 21, 9, 2]],
    ['某剧今晚开播', [1, 1, 3, 5]]
  ]
  const mention = (title: string, rank: number, observedAt: Instant): Mention => ({
    schema: 1,
    id: hotMentionId('weibo', title, sha256),
    sourceKind: 'hot-list',
    source: '某热榜',
    sourceId: 'hot',
    url: 'https://hot.example/1',
    title,
    text: null,
    author: null,
    publishedAt: null,
    publishedPrecision: null,
    engagement: unknownEngagement,
    rank,
    parentId: null,
    region: null,
    observedAt,
    contentHash: sha256(JSON.stringify([title, null])),
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false
  })
  const looks = places.flatMap(([title, ranks]) => ranks.map((rank, index) => mention(title, rank, addMs(now, -(4 - index) * hourMs))))
  await log.append(
    'mentions',
    looks.toSorted((a, b) => (a.observedAt < b.observedAt ? -1 : 1)).map((each) => ({ key: each.id, value: JSON.stringify(each) }))
  )
  await noteHotList(crawl, { sourceId: 'hot', list: 'weibo', name: '某热榜' })
  const entries = places.map(([title, ranks]) => ({
    key: title,
    title,
    text: null,
    url: 'https://hot.example/1',
    published: null,
    rank: ranks.at(-1) ?? 1
  }))
  await keepHotListLook(
    crawl,
    { sourceId: 'hot', list: 'weibo' },
    { changedAt: addMs(now, -hourMs), entries: entries.toSorted((a, b) => a.rank - b.rank) }
  )
}

/** Once the pipeline has stored what was published. */
async function stored(query: string, count: number): Promise<void> {
  await expect
    .poll(
      async () => ((await (await officer.request.get(one.at(`/api/mentions?q=${encodeURIComponent(query)}`))).json()) as { total: number }).total,
      {
        timeout: 120_000
      }
    )
    .toBe(count)
}

/** A page of a stranger, as its crawler keeps it. */
async function keepPage(title: string, page: string): Promise<void> {
  const { evidence, log } = one.desk.system.stores
  const snapshot = await evidence.put(Buffer.from(page), { url: null, contentType: 'text/html; charset=utf-8', at: now })
  const kept: Mention = {
    schema: 1,
    id: 'kept' as Mention['id'],
    sourceKind: 'portal',
    source: '测试新闻网',
    sourceId: null,
    url: 'https://news.example/kept',
    title,
    text: title,
    author: null,
    publishedAt: now,
    publishedPrecision: 'minute',
    engagement: unknownEngagement,
    parentId: null,
    region: null,
    observedAt: now,
    contentHash: sha256(JSON.stringify([title, title])),
    snapshot,
    fetchedElapsedMs: null,
    drill: false
  }
  await log.append('mentions', [{ key: kept.id, value: JSON.stringify(kept) }])
}

describe('检索', () => {
  it('shows a kept page in a frame in which nothing of it runs', async () => {
    await keepPage(
      '某地供热管道爆裂',
      '<!doctype html><p id="told">供热管道爆裂</p><script>document.getElementById("told").textContent = "改了"</script>'
    )
    await stored('供热管道爆裂', 1)
    await officer.goto(one.at('/mentions?q=%E4%BE%9B%E7%83%AD%E7%AE%A1%E9%81%93%E7%88%86%E8%A3%82'))
    await officer.getByRole('button', { name: '快照', exact: true }).click()
    await officer.frameLocator('iframe[title="快照"]').getByText('供热管道爆裂').waitFor()
    expect(await unfit(officer, 'snapshot')).toEqual([])
    await officer.setViewportSize({ width: 1440, height: 1000 })
  })

  it('is helped by examples, points at the place of a fault, and holds all of its state in the address', async () => {
    await stored('停水', 12)
    await officer.goto(one.at('/mentions?q=%E5%81%9C%E6%B0%B4%20%22%E6%B2%A1%E5%AE%8C'))
    const fault = officer.getByRole('alert').filter({ hasText: '引号没有配对' })
    expect(await fault.locator('mark').textContent()).toBe('"没完')
    await officer.getByText('检索式怎么写').click()
    await officer.getByRole('button', { name: '停水 情感:负面' }).click()
    await officer.waitForURL(/q=%E5%81%9C%E6%B0%B4/)
    await officer.getByRole('group', { name: '来源类型' }).getByRole('button', { name: '微博' }).click()
    await officer.waitForURL(/kinds=weibo/)
    const before = officer.url()
    await officer.reload()
    expect(officer.url()).toBe(before)
    await officer.getByRole('list', { name: '检索结果' }).locator('mark', { hasText: '停水' }).first().waitFor()
    expect(await unfit(officer, 'search')).toEqual([])
  })

  it('goes with the clock until it is fixed, and narrows by the timeline without a mouse', async () => {
    await officer.goto(one.at('/mentions?q=%E5%81%9C%E6%B0%B4'))
    await officer.getByRole('button', { name: '24 小时', exact: true }).click()
    await officer.waitForURL(/range=24h/)
    await officer.getByText('8 条').first().waitFor()
    await officer.getByRole('button', { name: '固定为绝对时间' }).click()
    await officer.waitForURL(/from=.*to=/)
    expect(officer.url()).not.toContain('range')
    await officer.getByText('看成表格').click()
    await officer
      .getByRole('button', { name: /^只看 / })
      .first()
      .press('Enter')
    await officer.locator('.total', { hasText: '1 条' }).waitFor()
    await officer.goBack()
    await officer.locator('.total', { hasText: '8 条' }).waitFor()
  })
})

describe('保存的检索', () => {
  it('tells in the page what came since, with its last hit on the list, and is paused and deleted there', async () => {
    await officer.goto(one.at('/mentions?q=%E5%81%9C%E6%B0%B4'))
    await officer.getByRole('button', { name: '保存与提醒' }).click()
    const dialog = officer.getByRole('dialog', { name: '保存检索' })
    await dialog.getByLabel('名称（必填）').fill('城南停水')
    await dialog.getByLabel('值班台共用').check()
    await dialog.getByLabel('有新信息时提醒').check()
    expect(await unfit(officer, 'save-search')).toEqual([])
    await officer.setViewportSize({ width: 1440, height: 1000 })
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'detached' })
    await officer.getByRole('link', { name: '保存的检索' }).click()
    const row = officer.locator('[data-search]')
    const refresh = officer.getByRole('button', { name: '刷新' })
    await expect
      .poll(async () => (await refresh.click(), row.getByText('上次查').locator('..').textContent()), { timeout: 60_000 })
      .not.toContain('还没有')
    await publish('flood-new', '城南小区又停水', '居民反映城南小区又停水。', addMs(now, -minuteMs))
    await expect
      .poll(async () => JSON.stringify(await (await officer.request.get(one.at('/api/notices'))).json()), { timeout: 90_000, interval: 1000 })
      .toContain('【检索提醒】城南停水：新增 1 条')
    await expect.poll(async () => (await refresh.click(), row.getByText('最近命中').locator('..').textContent())).not.toContain('还没有')
    expect(await unfit(officer, 'saved-searches')).toEqual([])
    await row.getByRole('button', { name: '暂停提醒 城南停水' }).click()
    await row.getByText('提醒已暂停').waitFor()
    await row.getByRole('button', { name: '删除 城南停水' }).click()
    await officer.getByRole('dialog', { name: '删除保存的检索' }).getByRole('button', { name: '删除' }).click()
    await officer.getByText('还没有保存的检索').waitFor()
  })
})

describe('热点', () => {
  it('shows what seems to concern us, then each list with its places over time, and leads to rule, search and incident', async () => {
    await officer.setViewportSize({ width: 1440, height: 1000 })
    await officer.goto(one.at('/hot'))
    const entry = officer.locator('[data-hot]').filter({ hasText: blast })
    await entry
      .getByText(/相关|与本地有关/)
      .first()
      .waitFor()
    await officer.getByRole('link', { name: /^某热榜/ }).click()
    await officer.getByText('某剧今晚开播').waitFor()
    expect(await entry.getByRole('img').getAttribute('aria-label')).toBe('24 小时名次：第 38 → 第 21 → 第 9 → 第 2')
    expect(await entry.getByRole('link', { name: '加为规则' }).getAttribute('href')).toContain('/rules/new?words=')
    expect(await unfit(officer, 'hot')).toEqual([])
    const play = officer.locator('[data-hot]').filter({ hasText: '某剧今晚开播' })
    await play.getByRole('button', { name: '开立事件' }).click()
    expect(await officer.getByRole('dialog', { name: '人工立案' }).getByLabel('标题（必填）').inputValue()).toBe('某剧今晚开播')
    await officer.keyboard.press('Escape')
    await play.getByRole('link', { name: '打开检索' }).click()
    await officer.waitForURL(/\/mentions\?q=/)
    expect(faults).toEqual([])
  })
})

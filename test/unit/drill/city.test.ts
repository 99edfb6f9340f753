import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createHmac } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addMs, minuteMs, type Instant } from '../../../core/instant.ts'
import { arrivalsFile } from '../../../drill/city/addresses.ts'
import { openCity, type RunningCity } from '../../../drill/city/city.ts'
import { encodeGbk } from '../../../drill/city/gbk.ts'
import { bidOf, uidOf, weiboId } from '../../../drill/city/weibo-site.ts'
import type { ScenarioItem } from '../../../drill/scenario.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'

const scenario = scenarioNamed('yungang-day')
const secret = 'drill-only'
let directory: string
let city: RunningCity

/** A city whose clock begins at a civil moment and runs like a wall clock. */
async function cityAt(now: Instant): Promise<RunningCity> {
  return openCity({
    scenario,
    directory,
    secret,
    token: 'test',
    onRequest: () => {},
    onStop: () => {},
    scale: { realStartMs: Date.now(), civilStart: now, speed: 1 }
  })
}

function itemOf(key: string): ScenarioItem {
  const found = scenario.items.find((item) => item.key === key)
  if (found === undefined) throw new TypeError(key)
  return found
}

async function bytesOf(url: string): Promise<{ status: number; type: string; bytes: Uint8Array }> {
  const response = await fetch(url)
  return { status: response.status, type: response.headers.get('content-type') ?? '', bytes: new Uint8Array(await response.arrayBuffer()) }
}

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'drill-city-'))
  city = await cityAt(addMs(scenario.liveFrom, 20 * minuteMs))
})

afterEach(async () => {
  await city.close()
  rmSync(directory, { recursive: true })
})

describe('the news portal', () => {
  test('serves GBK bytes that read as Chinese, list and article', async () => {
    const list = await bytesOf(`${city.addresses.news}/news/index.html`)
    const text = new TextDecoder('gbk').decode(list.bytes)
    expect(list.type).toContain('gbk')
    expect(text).toContain('青石化工园区发生爆炸事故 救援工作正在进行')
    expect(new TextDecoder('utf-8').decode(list.bytes)).not.toContain('青石化工园区')

    const link = /href="\.(\/203103\/t20310312_\d{5}\.html)"/.exec(text)?.[1] ?? ''
    const article = await bytesOf(`${city.addresses.news}/news${link}`)
    expect(article.status).toBe(200)
    expect(new TextDecoder('gbk').decode(article.bytes)).toContain('<meta name="PubDate" content="2031-03-12 ')
  })
})

test('the metro portal serves UTF-8 cards with relative links that lead to articles', async () => {
  const text = new TextDecoder('utf-8', { fatal: true }).decode((await bytesOf(`${city.addresses.metro}/local/`)).bytes)
  const link = /href="(\.\.\/a\/\d{8}\/\d{5}\.shtml)"/.exec(text)?.[1] ?? ''
  const article = await bytesOf(new URL(link, `${city.addresses.metro}/local/`).href)
  expect(new TextDecoder().decode(article.bytes)).toContain('article-content')
})

test('the forum feed is RSS with times that parse', async () => {
  const text = new TextDecoder().decode((await bytesOf(`${city.addresses.forum}/rss.xml`)).bytes)
  expect(text).toMatch(/^<\?xml/)
  const dates = [...text.matchAll(/<pubDate>([^<]+)<\/pubDate>/g)].map((match) => Date.parse(match[1] ?? ''))
  expect(dates.length).toBeGreaterThan(5)
  expect(dates.every((ms) => !Number.isNaN(ms))).toBe(true)
})

test('nothing shows before its time, on any site', async () => {
  const future = itemOf('chem-final')
  const list = new TextDecoder().decode((await bytesOf(`${city.addresses.metro}/local/`)).bytes)
  expect(list).not.toContain(future.title)
  expect((await bytesOf(`${city.addresses.metro}/a/20310312/${future.number}.shtml`)).status).toBe(404)
})

describe('the microblog', () => {
  test('answers a search with cards, growing counts and what a retweet repeats', async () => {
    const query = encodeURIComponent('100103type=61&q=青石化工园')
    const answer = JSON.parse(
      new TextDecoder().decode(
        (await bytesOf(`${city.addresses.weibo}/api/container/getIndex?containerid=${query}&page_type=searchall&page=1`)).bytes
      )
    )
    expect(answer.ok).toBe(1)
    const blogs = answer.data.cards.flatMap(
      (card: { card_group?: { mblog: unknown }[]; mblog?: unknown }) => card.card_group?.map((inner) => inner.mblog) ?? [card.mblog]
    )
    expect(blogs).toHaveLength(10)
    const counted = blogs.find((blog: { id: string }) => blog.id === weiboId(itemOf('chem-evening-twelve')))
    expect(counted.reposts_count).toBeGreaterThan(0)
    expect(counted.reposts_count).toBeLessThan(41_000)
    expect(counted.created_at).toBe('Wed Mar 12 09:41:00 +0800 2031')
    expect(blogs.some((blog: { retweeted_status?: unknown }) => blog.retweeted_status !== undefined)).toBe(true)
  })

  test('answers a timeline, and ok 0 where there is nothing', async () => {
    const read = async (path: string): Promise<{ ok: number; data: { cards: { mblog: { user: { screen_name: string } } }[] } }> =>
      JSON.parse(new TextDecoder().decode((await bytesOf(`${city.addresses.weibo}${path}`)).bytes))
    const timeline = await read(`/api/container/getIndex?containerid=230413${uidOf('云港晚报')}`)
    expect(timeline.data.cards.map((card) => card.mblog.user.screen_name)).toEqual(['云港晚报', '云港晚报'])
    expect((await read('/api/container/getIndex?containerid=2304131')).ok).toBe(0)
  })

  test('writes a short id that reads back: base 62, four characters for seven digits', () => {
    const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const bid = bidOf('5277000000010109')
    const groups = [bid.slice(0, -8), bid.slice(-8, -4), bid.slice(-4)].map((group) =>
      group.split('').reduce((sum, letter) => sum * 62 + digits.indexOf(letter), 0)
    )
    expect(groups.map((group, n) => (n === 0 ? String(group) : String(group).padStart(7, '0'))).join('')).toBe('5277000000010109')
  })
})

test('only an actor of the drill can publish on the outlet, once per id', async () => {
  const publish = (given: string): Promise<Response> =>
    fetch(`${city.addresses.outlet}/publish`, {
      method: 'POST',
      headers: { 'x-drill-secret': given },
      body: JSON.stringify({ id: 'blast', title: '情况通报', body: '救援正在进行。' })
    })
  expect((await publish('guessed')).status).toBe(403)
  const first = (await (await publish(secret)).json()) as { path: string }
  const again = (await (await publish(secret)).json()) as { path: string }
  expect(again).toEqual(first)
  const page = await bytesOf(`${city.addresses.outlet}${first.path}`)
  expect(new TextDecoder().decode(page.bytes)).toContain('救援正在进行。')
})

test('a person publishes with the form and lands on the page', async () => {
  expect((await fetch(`${city.addresses.outlet}/publish?key=guessed`)).status).toBe(403)
  expect(await (await fetch(`${city.addresses.outlet}/publish?key=${secret}`)).text()).toContain('<form')
  const response = await fetch(`${city.addresses.outlet}/publish`, {
    method: 'POST',
    body: new URLSearchParams({ key: secret, title: '情况说明', body: '现场已经停工。' })
  })
  expect(response.url).toContain('/xwfb/203103/t20310312_90001.html')
  expect(await response.text()).toContain('现场已经停工。')
})

test('the webhook sink takes a right signature, refuses a wrong one, and records both', async () => {
  const body = JSON.stringify({ id: 'n1' })
  const call = (signature: string): Promise<Response> =>
    fetch(city.addresses.webhook, {
      method: 'POST',
      body,
      headers: { 'x-wanglou-timestamp': '1', 'x-wanglou-signature': signature, 'x-wanglou-notice-id': 'n1' }
    })
  expect((await call(`sha256=${createHmac('sha256', secret).update(`1.${body}`).digest('hex')}`)).status).toBe(204)
  expect((await call('sha256=00')).status).toBe(401)
  expect(await (await fetch(`${city.addresses.control}/recorded`)).json()).toEqual({ mails: 0, hooks: 2, invalidSignatures: 1 })
  expect(readFileSync(path.join(directory, arrivalsFile), 'utf8').trim().split('\n')).toHaveLength(2)
})

test('GBK bytes read back as the text, and what GBK lacks becomes a reference', () => {
  expect(new TextDecoder('gbk').decode(encodeGbk('云港，ABC“砺川”'))).toBe('云港，ABC“砺川”')
  expect(new TextDecoder('gbk').decode(encodeGbk('好🙂'))).toBe('好&#128578;')
})

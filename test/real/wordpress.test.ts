import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { sha256 } from '../../adapters/hash.ts'
import { canonicalUrl, MentionId } from '../../core/mention.ts'
import type { SourceHealth } from '../../core/source.ts'
import { urlMentionId } from '../../core/url-mention-id.ts'
import { wanglou } from '../support/command-line.ts'
import { deskConfig, openDesk, type Desk } from '../support/running-system.ts'
import { WordPress, type Post } from './wordpress.ts'

const intervalMs = 20_000
const patience = { timeout: 120_000, interval: 250 }

function idOf(post: Post): MentionId {
  return urlMentionId(post.url, sha256)
}

/** A real WordPress, and the product as a city runs it: what `source test` prints is what is crawled. */
describe('a WordPress', () => {
  let site: WordPress
  let missing: string | null = null
  let old: Post
  let folder: string
  let printed: { code: number | null; stdout: string; stanzas: readonly Record<string, unknown>[] }
  let desk: Desk
  let publishedAt: number
  let commentUrl: string
  let commentId: MentionId

  beforeAll(async () => {
    const started = await WordPress.start('临江杂记', '/%year%/%monthnum%/%postname%/')
    if (!started.ok) {
      missing = started.reason
      return
    }
    site = started.site
    console.log(`${site.about} at ${site.url}`)
    old = await site.publish('高新区一处仓库发生火情', '<p>今天上午，高新区一处仓库冒出浓烟，消防救援人员正在处置，周边道路临时管制。</p>')
    publishedAt = Date.now()
    commentUrl = await site.comment(old, '过路人', '我在现场，能看到很大的浓烟。')
    commentId = MentionId.parse(`url:${sha256(`${canonicalUrl(commentUrl)}${new URL(commentUrl).hash}`).slice(0, 32)}`)
    folder = await mkdtemp(path.join(tmpdir(), 'wanglou-real-'))
    await writeConfig([])
    const { code, stdout } = await wanglou('source', 'test', `${site.url}/`, '--allow-private', '--config', folder)
    const [, stanza = ''] = stdout.split('粘贴到采集源配置（sources）：')
    printed = { code, stdout, stanzas: parse(stanza) as Record<string, unknown>[] }
    // Only how often it is asked is changed, so that the test need not wait for ten minutes.
    const sources = printed.stanzas.map((one) => ({ ...one, intervalMinutes: intervalMs / 60_000, paceMs: 100 }))
    desk = await openDesk({ outlet: 'https://outlet.example.invalid/', roles: ['crawl', 'pipeline'], config: { sources } })
  })
  beforeEach(({ skip }) => {
    if (missing !== null) skip(missing)
  })
  afterAll(async () => {
    await desk?.close()
    await site?.close()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  async function writeConfig(sources: readonly unknown[]): Promise<void> {
    await writeFile(path.join(folder, 'wanglou.yaml'), stringify({ ...deskConfig(folder, 'https://outlet.example.invalid/'), sources }))
  }

  function health(): Promise<SourceHealth | null> {
    return desk.system.stores.crawl.healthOf(String(printed.stanzas[0]?.['id']))
  }

  async function textOf(id: MentionId): Promise<string | null> {
    return (await desk.system.stores.mentions.get(id))?.mention.text ?? null
  }

  test('is known by its front page: source test prints its two feeds in a stanza that check-config takes', async () => {
    expect(printed.code).toBe(0)
    expect(printed.stanzas).toEqual([
      {
        id: expect.stringMatching(/^[a-z0-9-]+$/),
        name: '临江杂记',
        kind: 'blog',
        crawler: 'blog',
        url: `${site.url}/`,
        mediaTier: 'self',
        intervalMinutes: 10,
        allowPrivate: true,
        settings: { feed: `${site.url}/feed/`, comments: `${site.url}/comments/feed/` }
      }
    ])
    expect(printed.stdout).toContain('高新区一处仓库发生火情')
    await writeConfig(printed.stanzas)
    expect(await wanglou('check-config', '--config', folder)).toMatchObject({ code: 0 })
  })

  test('is crawled: its posts, and its comments as mentions with their post as parent', async () => {
    await expect.poll(() => textOf(idOf(old)), patience).toContain('冒出浓烟')
    await expect.poll(() => textOf(commentId), patience).toContain('我在现场')
    const [post, comment] = await desk.system.stores.mentions.getMany([idOf(old), commentId])
    expect(post?.mention).toMatchObject({ title: '高新区一处仓库发生火情', sourceKind: 'blog', url: old.url, parentId: null })
    expect(comment?.mention).toMatchObject({ url: commentUrl, parentId: post?.mention.id })
    expect(Math.abs(Date.parse(post?.mention.publishedAt ?? '') - publishedAt)).toBeLessThan(60_000)
    expect(await health()).toMatchObject({ state: 'ok', consecutiveFailures: 0, lastError: null })
  })

  test('publishes a post, which is a mention within one interval; its edit is a version of it within another', async () => {
    const begun = Date.now()
    const post = await site.publish('临江大道施工围挡倒塌', '<p>临江大道一处施工围挡倒塌，两辆汽车受损，没有人员受伤。</p>')
    await expect.poll(() => textOf(idOf(post)), patience).toContain('围挡倒塌')
    const first = await desk.system.stores.mentions.get(idOf(post))
    const newAfterMs = Date.parse(first?.mention.observedAt ?? '') - begun
    expect(newAfterMs).toBeLessThan(intervalMs)

    const edited = Date.now()
    await site.edit(post, '<p>临江大道一处施工围挡倒塌，三辆汽车受损，一人轻伤已送医。</p>')
    await expect.poll(() => textOf(idOf(post)), patience).toContain('一人轻伤')
    const second = await desk.system.stores.mentions.get(idOf(post))
    const editAfterMs = Date.parse(second?.mention.observedAt ?? '') - edited
    expect(editAfterMs).toBeLessThan(intervalMs)
    const versions = await desk.system.stores.mentions.versions(idOf(post))
    expect(versions.map(({ text }) => /一人轻伤|没有人员受伤/.exec(text ?? '')?.[0])).toEqual(['没有人员受伤', '一人轻伤'])
    console.log(`interval ${intervalMs / 1000} s: a new post after ${newAfterMs / 1000} s, its edit after ${editAfterMs / 1000} s`)
  })

  test('deletes a post, which is no error of the source and leaves what was seen', async () => {
    const post = await site.publish('旧城改造公告', '<p>旧城改造项目今日公告，将于下月开工。</p>')
    await expect.poll(() => textOf(idOf(post)), patience).toContain('旧城改造')
    await site.delete(post)
    const before = (await health())?.lastOkAt ?? ''
    await expect.poll(async () => ((await health())?.lastOkAt ?? '') > before, patience).toBe(true)
    expect(await health()).toMatchObject({ state: expect.stringMatching(/^(ok|quiet)$/), consecutiveFailures: 0, lastError: null })
    expect(await textOf(idOf(post))).toContain('旧城改造')
  })
})

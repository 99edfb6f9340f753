import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sourceSettings } from '../../../crawlers/settings.ts'
import { videoId } from '../../../crawlers/video/video-name.ts'
import { json, startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite()
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await site.close()
})
const visit = async (path: string, settings: object) =>
  (await world.visit(sourceOn(site.origin, 'video', path, { ...settings }, { kind: 'video', name: '抖音（临江）' }))).health
const mentions = () => world.log.mentions()

test.each([
  ['https://www.douyin.com/video/7400000000000000001', 'douyin:7400000000000000001'],
  ['https://www.kuaishou.com/short-video/3xabcdef', 'kuaishou:3xabcdef'],
  ['https://www.bilibili.com/video/BV17x411w7KC', 'bili:170001'],
  ['https://www.bilibili.com/video/BV1L9Uoa9EUx?p=2', 'bili:111298867365120'],
  ['https://www.bilibili.com/video/av170001', 'bili:170001'],
  ['https://www.xiaohongshu.com/explore/66f0a1b2c3d4e5f6a7b8c9d0?xsec_token=x', 'xhs:66f0a1b2c3d4e5f6a7b8c9d0'],
  ['https://evil-douyin.com/video/1', null],
  ['https://www.bilibili.com/read/cv1', null]
])('%s is %s, as an import names it', (url, id) => {
  expect(videoId(url)).toBe(id)
})

describe('a feed of RSSHub', () => {
  const feed = (items: readonly object[]): void =>
    site.set('/douyin/user/1', json({ version: 'https://jsonfeed.org/version/1.1', title: 'x', items }))
  const item = (id: number, more: object = {}): object => ({
    id: `${id}`,
    url: `https://www.douyin.com/video/${id}`,
    title: '大桥封闭现场，车流已经…',
    content_html: '<p>大桥封闭现场，车流已经排到三公里外</p>',
    date_published: '2026-11-23T01:12:00.000Z',
    authors: [{ name: '临江路况' }],
    ...more
  })

  test('gives videos under the ids of their platform; a title that is the cut text is none', async () => {
    feed([item(71), item(72, { title: '另有标题', content_html: '' })])
    expect(await visit('/douyin/user/1', { from: 'feed' })).toMatchObject({ state: 'ok', lastError: null })
    expect(mentions()).toMatchObject([
      {
        id: 'douyin:71',
        sourceKind: 'video',
        title: null,
        text: '大桥封闭现场，车流已经排到三公里外',
        author: '临江路况',
        publishedAt: '2026-11-23T01:12:00.000Z'
      },
      { id: 'douyin:72', title: '另有标题', text: null, engagement: { views: null, likes: null, comments: null, reposts: null } }
    ])
  })

  test('whose items all bear the moment of asking says nothing of when they were published', async () => {
    const date_published = new Date().toISOString()
    feed([1, 2, 3].map((id) => item(id, { date_published })))
    await visit('/douyin/user/1', { from: 'feed' })
    expect(mentions().map(({ publishedAt }) => publishedAt)).toEqual([null, null, null])
  })

  test('whose items are all new at a later visit may have lost some between the two, and says so', async () => {
    feed([item(1), item(2)])
    await visit('/douyin/user/1', { from: 'feed' })
    feed([item(8), item(9)])
    expect((await visit('/douyin/user/1', { from: 'feed' })).coverage?.capped).toContain('两次抓取之间可能有漏下的')
  })

  test('that is empty is a fault, since RSSHub answers so when it is broken', async () => {
    feed([])
    expect(await visit('/douyin/user/1', { from: 'feed' })).toMatchObject({ lastErrorCode: 'nothing-parsed' })
    expect(await visit('/douyin/user/1', { from: 'feed', mayBeEmpty: true })).toMatchObject({ lastError: null })
  })
})

describe('a MediaCrawler that somebody runs', () => {
  const file = (path: string, modified_at: number, size = 1): object => ({ name: path, path, modified_at, size, type: 'json', record_count: null })
  const files = (...list: readonly object[]): void => site.set('/api/data/files', json({ files: list }))
  const put = (path: string, items: readonly object[]): void => site.set(`/api/data/download/${path}`, json(items))
  const bili = 'bili/json/search_contents_2026-11-23.json'
  const note = 'xhs/json/search_comments_2026-11-23.json'
  const video = (id: number, touched: number, more: object = {}): object => ({
    video_id: id,
    title: '大桥',
    desc: '封闭',
    create_time: 1_795_396_320,
    liked_count: '1.2万',
    video_play_count: 'None',
    creator_hash: '0123456789abcdef',
    nickname: '王***明',
    last_modify_ts: touched,
    ...more
  })
  const run = (more: object = {}) => visit('/', { from: 'media-crawler', ...more })

  test('is read by the files that changed, and of them by what was touched since', async () => {
    files(file(bili, 5), file('bili/jsonl/x.jsonl', 6))
    put(bili, [video(1, 1_795_396_400_000), video(2, 1_795_396_400_000)])
    expect(await run()).toMatchObject({ state: 'ok', lastError: null })
    await run()
    files(file(bili, 9))
    put(bili, [video(1, 1_795_396_400_000), video(2, 1_795_396_460_000, { liked_count: '2万' })])
    await run()
    expect(mentions().map(({ id, engagement, sourceId }) => [id, engagement.likes, engagement.views, sourceId])).toEqual([
      ['bili:1', 12_000, null, 'source'],
      ['bili:2', 12_000, null, 'source'],
      ['bili:2', 20_000, null, 'source']
    ])
    expect(mentions()[0]).toMatchObject({ author: '王***明', authorHash: 'bili:0123456789abcdef' })
    expect(site.paths().filter((path) => path.includes('download'))).toHaveLength(2)
  })

  test('gives comments too, unless they are not wanted, of the platforms that are', async () => {
    files(file(bili, 5), file(note, 6))
    put(bili, [video(1, 1)])
    put(note, [
      { comment_id: 'c1', note_id: 'f1', content: '哪里', create_time: 1_795_396_320_000, nickname: '某人', last_modify_ts: 1_795_396_400_000 }
    ])
    await run({ platforms: ['xhs'] })
    expect(mentions()).toMatchObject([{ id: 'xhs-comment:c1', parentId: 'xhs:f1', author: null }])
    expect(await run({ platforms: ['xhs'], comments: false })).toMatchObject({ lastErrorCode: 'nothing-parsed' })
  })

  test('that lists nothing says why that may be: .jsonl is what it writes, and does not list', async () => {
    files()
    expect((await run()).lastError).toContain('SAVE_DATA_OPTION=json')
  })

  test('with a bad item or a bad file loses nothing else', async () => {
    files(file(bili, 5), file(note, 6))
    put(bili, [{ title: '没有编号' }, video(1, 1_795_396_400_000)])
    site.set(`/api/data/download/${note}`, json({ detail: 'x' }))
    expect(await run()).toMatchObject({ lastErrorCode: 'nothing-parsed' })
    expect(mentions().map(({ id }) => id)).toEqual(['bili:1'])
    expect(world.deadLetters.letters).toHaveLength(1)
  })
})

test('settings say what is missing', () => {
  expect(sourceSettings.video.safeParse({}).success).toBe(false)
  expect(sourceSettings.video.safeParse({ from: 'media-crawler', platforms: ['myspace'] }).success).toBe(false)
})

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { parse as parseYaml } from 'yaml'
import { readArticle } from '../../../adapters/web/article.ts'
import { decodeText } from '../../../adapters/web/charset.ts'
import { Source } from '../../../core/source.ts'
import { urlMentionId } from '../../../core/url-mention-id.ts'
import { importFile, type ImportDeps, type ImportFormat } from '../../../crawlers/import/import.ts'
import { opmlStanzas } from '../../../crawlers/import/opml.ts'
import { sourceSettings } from '../../../crawlers/settings.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { MemoryDeadLetters, MemoryLog, silentLogger } from '../../support/crawlers-memory-log.ts'

let folder: string
let log: MemoryLog
let deadLetters: MemoryDeadLetters
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wanglou-import-'))
  log = new MemoryLog()
  deadLetters = new MemoryDeadLetters()
})
afterEach(() => rm(folder, { recursive: true }))

async function load(name: string, lines: readonly unknown[] | Uint8Array, format: ImportFormat = 'auto') {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(
    path,
    lines instanceof Uint8Array ? lines : lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  )
  return importFile(path, format, { log, deadLetters, clock: systemClock, logger: silentLogger, sha256, drill: false })
}

const line = {
  id: 'm-1',
  sourceKind: 'forum',
  source: '临江论坛',
  url: null,
  title: '仓库着火',
  text: null,
  author: null,
  publishedAt: '2026-11-23T09:12:00+08:00',
  engagement: { views: 9, likes: null, comments: '1.2万', reposts: 'None' }
}

describe('mention lines', () => {
  test('become observations under their own id', async () => {
    expect(await load('a.jsonl', [line])).toMatchObject({ lines: 1, imported: 1, refused: 0 })
    expect(log.mentions()).toMatchObject([
      {
        id: 'm-1',
        source: '临江论坛',
        sourceId: null,
        title: '仓库着火',
        text: null,
        publishedAt: '2026-11-23T01:12:00.000Z',
        engagement: { views: 9, likes: null, comments: 12_000, reposts: null }
      }
    ])
  })

  test('need no more than id, kind, source and one of title and text', async () => {
    await load('a.jsonl', [{ id: 'x', sourceKind: 'hotline', source: '12345', text: '路灯不亮' }])
    expect(log.mentions()).toMatchObject([{ publishedAt: null, publishedPrecision: null, engagement: { views: null } }])
  })

  test('of a hot list keep their place on it, and those without one have none', async () => {
    const entry = { ...line, sourceKind: 'hot-list', source: '热搜榜' }
    await load('a.jsonl', [
      { ...entry, rank: 3 },
      { ...entry, id: 'm-2' }
    ])
    expect(log.mentions().map(({ rank }) => rank)).toEqual([3, undefined])
    expect(await load('b.jsonl', [{ ...entry, id: 'm-3', rank: 0 }])).toMatchObject({ imported: 0, refused: 1 })
  })

  test('that are bad are one message, one dead letter each, and stop nothing', async () => {
    const report = await load('a.jsonl', [
      line,
      '{"id": "broken',
      '[1]',
      { ...line, id: '' },
      { ...line, sourceKind: 'pigeon' },
      { ...line, title: ' ', text: null },
      { ...line, publishedAt: '不久前' },
      { hello: 1 },
      '',
      { ...line, id: 'm-2' }
    ])
    expect(report).toMatchObject({ lines: 9, imported: 2, refused: 7 })
    expect(report.reasons.map((reason) => reason.replace(folder, ''))).toEqual([
      '/a.jsonl:2: 不是 JSON：第 15 列起写法不对',
      '/a.jsonl:3: 应为一个 JSON 对象 {…}',
      '/a.jsonl:4: id: 不能为空',
      expect.stringMatching(/^\/a\.jsonl:5: sourceKind: 应为 portal、.*之一，现为“pigeon”$/),
      '/a.jsonl:6: 临江论坛: m-1: 标题和正文都没有',
      '/a.jsonl:7: publishedAt: “不久前”读不成时间，应如 2026-11-20T10:00:00+08:00',
      '/a.jsonl:8: 认不出格式：既不是信息行（至少要有 id、sourceKind、source 和 title 或 text），也不是 MediaCrawler、weibo-crawler 或 weibo-search 的一条'
    ])
    expect(deadLetters.letters).toHaveLength(7)
    expect(deadLetters.letters[0]).toMatchObject({ stage: 'import', place: join(folder, 'a.jsonl:2'), body: '{"id": "broken' })
  })

  test('are read with a BOM, with CRLF, and in GB18030', async () => {
    await load('bom.jsonl', Buffer.from(`\ufeff${JSON.stringify(line)}\r\n`))
    await load('gbk.jsonl', encodeGbk(JSON.stringify({ ...line, id: 'm-3' })))
    expect(log.mentions().map(({ id, title }) => [id, title])).toEqual([
      ['m-1', '仓库着火'],
      ['m-3', '仓库着火']
    ])
  })

  test('in another encoding than the file begins in are refused alone, with nothing replaced', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(line)}\n`),
      encodeGbk(`${JSON.stringify({ ...line, id: 'm-2' })}\n`),
      Buffer.from(JSON.stringify({ ...line, id: 'm-3' }))
    ])
    const report = await load('mixed.jsonl', bytes)
    expect(report).toMatchObject({ imported: 2, refused: 1 })
    expect(report.reasons.map((reason) => reason.replace(folder, ''))).toEqual(['/mixed.jsonl:2: 不是 UTF-8 编码（整个文件按它读）'])
  })

  test('longer than one piece of the file are read whole', async () => {
    await load('long.jsonl', [
      { ...line, text: '火灾'.repeat(45_000) },
      { ...line, id: 'm-2', text: `${'火'.repeat(99_999)}灾` }
    ])
    expect(log.mentions().map(({ text }) => [text?.length, text?.at(-1)])).toEqual([
      [90_000, '灾'],
      [100_000, '灾']
    ])
  })

  test('longer than the cap are refused alone', async () => {
    expect(
      await load('big.jsonl', [
        { ...line, text: 'x'.repeat(9_000_000) },
        { ...line, id: 'm-2' }
      ])
    ).toMatchObject({ imported: 1, refused: 1 })
  })
})

const touched = 1_795_396_400_000
/** One line a platform and type, in the schema of 2026. */
const lines: Readonly<Record<string, readonly [object, object]>> = {
  'weibo contents': [
    {
      note_id: '501',
      content: '着火了',
      create_time: 1_795_396_320,
      create_date_time: 'x',
      liked_count: '1.2万',
      comments_count: '3',
      shared_count: 'None',
      note_url: 'https://m.weibo.cn/detail/501',
      creator_hash: 'ab',
      nickname: '王***明'
    },
    {
      id: 'weibo:501',
      sourceKind: 'weibo',
      text: '着火了',
      author: '王***明',
      engagement: { views: null, likes: 12_000, comments: 3, reposts: null }
    }
  ],
  'weibo comments': [
    {
      comment_id: '9',
      create_time: 1_795_396_320,
      create_date_time: 'x',
      note_id: '501',
      content: '是的',
      sub_comment_count: '0',
      comment_like_count: '2',
      parent_comment_id: '0',
      nickname: 'a'
    },
    { id: 'weibo-comment:9', parentId: 'weibo:501', engagement: { views: null, likes: 2, comments: 0, reposts: null } }
  ],
  'tieba contents': [
    {
      note_id: '7',
      title: '着火',
      desc: '浓烟',
      note_url: 'https://tieba.baidu.com/p/7',
      publish_time: '2026-11-23 09:12',
      user_nickname: 'b',
      tieba_name: '临江吧',
      total_replay_num: 5
    },
    {
      id: 'tieba:7',
      sourceKind: 'tieba',
      source: '临江吧',
      title: '着火',
      text: '浓烟',
      engagement: { views: null, likes: null, comments: 5, reposts: null }
    }
  ],
  'tieba comments': [
    {
      comment_id: '8',
      parent_comment_id: '',
      content: '顶',
      publish_time: '2026-11-23 09:12',
      user_nickname: 'b',
      note_id: '7',
      tieba_id: '1',
      tieba_name: '临江'
    },
    { id: 'tieba-comment:8', parentId: 'tieba:7', source: '临江吧' }
  ],
  'zhihu contents': [
    {
      content_id: '3',
      content_type: 'answer',
      content_text: '答',
      content_url: 'https://www.zhihu.com/x',
      title: '问',
      created_time: 1_795_396_320,
      voteup_count: 4,
      comment_count: 1
    },
    { id: 'zhihu:3', title: '问', text: '答' }
  ],
  'zhihu comments': [
    { comment_id: '4', content: '评', publish_time: 1_795_396_320, like_count: 1, content_id: '3', content_type: 'answer' },
    { id: 'zhihu-comment:4', parentId: 'zhihu:3' }
  ],
  'douyin contents': [
    {
      aweme_id: '6',
      title: '火',
      desc: '火',
      create_time: 1_795_396_320,
      liked_count: '5',
      comment_count: '1',
      share_count: '2',
      aweme_url: 'https://www.douyin.com/video/6'
    },
    { id: 'douyin:6', sourceKind: 'video', title: null, text: '火' }
  ],
  'douyin comments': [
    { comment_id: '1', create_time: 1_795_396_320, aweme_id: '6', content: '啊', parent_comment_id: '77' },
    { id: 'douyin-comment:1', parentId: 'douyin-comment:77' }
  ],
  'xhs contents': [
    {
      note_id: 'f1',
      type: 'normal',
      title: '火',
      desc: '浓烟',
      time: 1_795_396_320_000,
      liked_count: '5',
      comment_count: '1',
      share_count: '2',
      tag_list: ''
    },
    { id: 'xhs:f1', sourceKind: 'app' }
  ],
  'xhs comments': [
    { comment_id: 'c1', create_time: 1_795_396_320_000, note_id: 'f1', content: '哪里', like_count: '1', pictures: '' },
    { id: 'xhs-comment:c1', parentId: 'xhs:f1' }
  ],
  'kuaishou contents': [
    {
      video_id: 'k',
      video_type: '1',
      title: '火',
      desc: '烟',
      create_time: 1_795_396_320_000,
      liked_count: '5',
      viewd_count: '1.5万',
      video_play_url: ''
    },
    { id: 'kuaishou:k', engagement: { views: 15_000, likes: 5, comments: null, reposts: null } }
  ],
  'kuaishou comments': [
    { comment_id: 'kc', create_time: 1_795_396_320_000, video_id: 'k', content: '哦', sub_comment_count: '0' },
    { id: 'kuaishou-comment:kc', parentId: 'kuaishou:k' }
  ],
  'bili contents': [
    {
      video_id: '99',
      title: '火',
      desc: '烟',
      create_time: 1_795_396_320,
      liked_count: '5',
      video_play_count: '10',
      video_share_count: '2',
      video_comment: '3',
      video_danmaku: '1'
    },
    { id: 'bili:99', engagement: { views: 10, likes: 5, comments: 3, reposts: 2 } }
  ],
  'bili comments': [
    { comment_id: 'bc', parent_comment_id: '0', create_time: 1_795_396_320, video_id: '99', content: '哦', like_count: 2 },
    { id: 'bili-comment:bc', parentId: 'bili:99' }
  ]
}

describe('MediaCrawler lines', () => {
  test.each(Object.entries(lines))('%s are known by their fields', async (_, [fields, wanted]) => {
    expect(await load('any.jsonl', [{ ...fields, last_modify_ts: touched }])).toMatchObject({ imported: 1, refused: 0 })
    expect(log.mentions()).toMatchObject([{ ...wanted, publishedAt: '2026-11-23T01:12:00.000Z', observedAt: new Date(touched).toISOString() }])
  })

  test.each(Object.entries(lines))('%s are known by their folder', async (name, [fields, wanted]) => {
    const [platform, type] = name.split(' ')
    await load(`data/${platform}/jsonl/search_${type}_2026-11-23.jsonl`, [{ ...fields, last_modify_ts: touched }])
    expect(log.mentions()).toMatchObject([wanted])
  })

  test('of the old schema bring the province', async () => {
    await load('data/weibo/json/search_contents_2025-01-01.jsonl', [
      { ...lines['weibo contents']?.[0], ip_location: '天津', user_id: '1', gender: '女', profile_url: 'x', avatar: 'x', last_modify_ts: touched }
    ])
    expect(log.mentions()).toMatchObject([{ region: '天津', id: 'weibo:501' }])
    expect(JSON.stringify(log.mentions())).not.toContain('avatar')
  })

  test('seconds and milliseconds name the same moment', async () => {
    const fields = { ...lines['weibo contents']?.[0], last_modify_ts: touched }
    await load('any.jsonl', [fields, { ...fields, note_id: '502', create_time: '1795396320000' }])
    expect(new Set(log.mentions().map(({ publishedAt }) => publishedAt)).size).toBe(1)
  })

  test('repeated are newer observations of one mention', async () => {
    const fields = lines['weibo contents']?.[0]
    await load('any.jsonl', [
      { ...fields, last_modify_ts: touched },
      { ...fields, liked_count: '2万', last_modify_ts: touched + 60_000 }
    ])
    const seen = log.mentions()
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1)
    expect(seen.map(({ engagement }) => engagement.likes)).toEqual([12_000, 20_000])
    expect((seen[0]?.observedAt ?? '') < (seen[1]?.observedAt ?? '')).toBe(true)
  })

  test('without a usable time leave it unknown', async () => {
    await load('any.jsonl', [{ ...lines['tieba contents']?.[0], publish_time: '', last_modify_ts: touched }])
    expect(log.mentions()).toMatchObject([{ publishedAt: null, publishedPrecision: null }])
  })
})

describe('who wrote it', () => {
  test('is the same hash in both schemas and by the crawlers; of who comments only that is kept', async () => {
    const own = { ...lines['weibo contents']?.[0], creator_hash: undefined, last_modify_ts: touched }
    await load('any.jsonl', [
      { ...own, user_id: '1234567890', nickname: '临江某网友' },
      { ...own, note_id: '502', creator_hash: sha256('1234567890').slice(0, 16) },
      { ...lines['weibo comments']?.[0], nickname: '某路人', user_id: '77' }
    ])
    const [old, recent, comment] = log.mentions()
    expect(old?.authorHash).toBe(recent?.authorHash)
    expect(old).toMatchObject({ author: '临江某网友', authorHash: `weibo:${sha256('1234567890').slice(0, 16)}` })
    expect(comment?.author).toBeNull()
    expect(JSON.stringify(log.records)).not.toMatch(/1234567890|某路人/)
  })

  test.each([
    ['IP属地：浙江', '浙江'],
    ['浙江杭州', '浙江'],
    ['未知', null]
  ])('and where, %s, is %s', async (ip_location, region) => {
    await load('any.jsonl', [{ ...lines['weibo contents']?.[0], ip_location, last_modify_ts: touched }])
    expect(log.mentions()[0]?.region).toBe(region)
  })
})

describe('files as MediaCrawler saves them otherwise', () => {
  const fields = lines['bili contents']?.[0] as Record<string, unknown>

  test('JSON: one list', async () => {
    const text = JSON.stringify([{ ...fields, last_modify_ts: touched }, 'x', { hello: 1 }])
    const report = await load('data/bili/json/search_contents_2026-11-23.json', [text])
    expect(report).toMatchObject({ lines: 3, imported: 1, refused: 2 })
    expect(report.reasons.map((reason) => reason.replace(folder, ''))).toEqual([
      '/data/bili/json/search_contents_2026-11-23.json 第 2 条: 应为一个 JSON 对象 {…}',
      '/data/bili/json/search_contents_2026-11-23.json 第 3 条: bili 的内容没有编号'
    ])
    expect(log.mentions()).toMatchObject([{ id: 'bili:99' }])
  })

  test('CSV with a BOM, words over several lines and quotes among them', async () => {
    const names = ['video_id', 'title', 'desc', 'create_time', 'liked_count', 'video_play_count', 'video_danmaku', 'last_modify_ts']
    const rows = [names.join(','), `99,火,"浓烟,\n他说""快跑""",1795396320,5,None,1,${touched}`, `98,"没有结束`]
    const report = await load('data/bili/csv/search_contents_2026-11-23.csv', Buffer.from(`\ufeff${rows.join('\r\n')}`))
    expect(log.mentions()).toMatchObject([{ id: 'bili:99', text: '浓烟,\n他说"快跑"', engagement: { views: null, likes: 5 } }])
    expect(report.reasons.map((reason) => reason.replace(folder, ''))).toEqual(['/data/bili/csv/search_contents_2026-11-23.csv:4: 引号没有结束'])
  })

  test('of no known platform are refused, and taken for none', async () => {
    const items = [
      { post: 1, words: '火' },
      { id: '5001', 正文: '火', 日期: '2026-11-23' }
    ]
    expect(await load('data/myspace/json/search_contents_2026-11-23.json', [JSON.stringify(items)])).toMatchObject({ imported: 0, refused: 2 })
    expect(log.mentions()).toEqual([])
  })

  test('of B站 stand in the folder bili, which tells them from 快手 where the fields do not', async () => {
    const comment = { comment_id: '1', video_id: '99', content: '哦', create_time: 1_795_396_320, sub_comment_count: '0', last_modify_ts: touched }
    await load('data/bili/jsonl/search_comments_2026-11-23.jsonl', [comment])
    await load('any.jsonl', [comment])
    expect(log.mentions().map(({ id }) => id)).toEqual(['bili-comment:1', 'kuaishou-comment:1'])
  })

  test('with ids that a double does not hold keep them', async () => {
    await load('any.jsonl', [`{"aweme_id":7400000000000000001,"desc":"火","create_time":1795396320,"last_modify_ts":${touched}}`])
    expect(log.mentions()[0]?.id).toBe('douyin:7400000000000000001')
  })
})

describe("weibo-crawler's files", () => {
  const post = (id: string, more: object = {}): object => ({
    user_id: 1234567890,
    screen_name: '临江某网友',
    id,
    bid: 'Nabc',
    text: '着火了[怒]',
    location: '杭州·西湖',
    created_at: '2026-11-23',
    full_created_at: '2026-11-23 09:12:00',
    attitudes_count: 5,
    comments_count: '1.2万',
    reposts_count: 0,
    edited: false,
    ...more
  })

  test('JSON: the posts of an account, and what they repost', async () => {
    const gone = {
      user_id: 0,
      screen_name: '',
      id: '4002',
      bid: '',
      text: '抱歉，此微博已被作者删除。',
      created_at: '',
      attitudes_count: 0,
      comments_count: 0,
      reposts_count: 0
    }
    const file = {
      user: { id: '1234567890', screen_name: '临江某网友', gender: 'f' },
      weibo: [post('5001', { retweet: post('4001', { screen_name: '某官微' }) }), post('5002', { retweet: gone })]
    }
    expect(await load('临江某网友/1234567890.json', [JSON.stringify(file)])).toMatchObject({ lines: 2, imported: 3, refused: 0 })
    expect(log.mentions()).toMatchObject([
      {
        id: 'weibo:5001',
        source: '@临江某网友',
        author: '临江某网友',
        authorHash: `weibo:${sha256('1234567890').slice(0, 16)}`,
        text: '着火了[怒]',
        publishedAt: '2026-11-23T01:12:00.000Z',
        parentId: 'weibo:4001',
        region: null,
        engagement: { views: null, likes: 5, comments: 12_000, reposts: 0 }
      },
      { id: 'weibo:4001', source: '@某官微', parentId: null },
      { id: 'weibo:5002', parentId: 'weibo:4002' }
    ])
    expect(JSON.stringify(log.records)).not.toMatch(/1234567890|西湖|"f"/)
  })

  test('CSV: Chinese columns, the account in the folder; an id that a spreadsheet rewrote is refused', async () => {
    const header =
      'id,bid,正文,头条文章url,原始图片url,视频url,位置,日期,工具,点赞数,评论数,转发数,话题,@用户,完整日期,是否编辑过,编辑次数,是否原创,源用户id,源用户昵称,源微博id,源微博正文,源微博日期'
    const rows = [
      header,
      `"5001\t",Nabc,"着火了\n快来",,,,浙江·杭州,2026-11-23,iPhone客户端,5,3,0,,,2026-11-23 09:12:00,False,0,False,99,某官微,4001,官方说明,2026-11-22`,
      '5.2E+15,Nabd,坏行,,,,,2026-11-23,,1,1,1,,,,,,True,,,,,'
    ]
    const report = await load('临江某网友/1234567890.csv', Buffer.from(`\ufeff${rows.join('\n')}`))
    expect(report).toMatchObject({ lines: 2, imported: 2, refused: 1 })
    expect(report.reasons[0]).toContain('不是整数')
    expect(log.mentions()).toMatchObject([
      {
        id: 'weibo:5001',
        source: '@临江某网友',
        text: '着火了\n快来',
        publishedAt: '2026-11-23T01:12:00.000Z',
        parentId: 'weibo:4001',
        region: '浙江'
      },
      { id: 'weibo:4001', source: '@某官微', text: '官方说明', publishedPrecision: 'day' }
    ])
  })

  test('CSV that a spreadsheet saved again, in GB18030 or with tabs, is read; one without a readable header is refused whole', async () => {
    const rows = (separator: string) =>
      [
        ['id', 'bid', '正文', '点赞数', '完整日期'],
        ['5005', 'Nabc', '着火了', '1', '2026-11-23 09:12:00']
      ]
        .map((row) => row.join(separator))
        .join('\r\n')
    await load('甲/1.csv', Buffer.from(`\ufeff${rows('\t')}`, 'utf16le'))
    await load('乙/2.csv', Buffer.from(encodeGbk(rows(',').replace('5005', '5006'))))
    expect(log.mentions()).toMatchObject([
      { id: 'weibo:5005', text: '着火了' },
      { id: 'weibo:5006', text: '着火了' }
    ])
    const report = await load('丙/3.csv', Buffer.from(`"id,正文\n5007,着火了\n`))
    expect(report).toMatchObject({ imported: 0, refused: 1 })
    expect(report.reasons[0]).toContain('3.csv:1: 表头：引号没有结束')
  })

  test("weibo-search's CSV: the place is that of the post, to the province", async () => {
    const rows = [
      'id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,微博图片url,微博视频url,retweet_id,ip,user_authentication,会员类型,会员等级',
      '5003,Nabe,1234567890,临江某网友,着火了,,,,,0,,7,2026-11-23 09:12,微博网页版,,,4009,发布于 浙江,普通用户,非会员,0'
    ]
    await load('结果/火.csv', Buffer.from(rows.join('\r\n')))
    expect(log.mentions()).toMatchObject([
      {
        id: 'weibo:5003',
        parentId: 'weibo:4009',
        region: '浙江',
        publishedPrecision: 'minute',
        engagement: { views: null, likes: 7, comments: null, reposts: 0 }
      }
    ])
  })

  test('without a usable time are refused, and are not of now', async () => {
    expect(await load('a.json', [JSON.stringify([post('5001', { full_created_at: '不久前', created_at: '不久前' })])])).toMatchObject({
      imported: 0,
      refused: 1
    })
    await load('b.json', [JSON.stringify([post('5001', { full_created_at: '', created_at: '' })])])
    expect(log.mentions()).toMatchObject([{ publishedAt: null }])
  })
})

describe('saved pages', () => {
  const article = (head: string, top = ''): string => `<!DOCTYPE html>${top}<html><head><title>大桥封闭两小时</title>${head}</head><body>
    <h1>大桥封闭两小时</h1><div>2026-11-23 09:12 来源：临江日报</div><div class="article-content">${'<p>因检修，大桥今日封闭两小时，请过往车辆绕行，交警已经到场疏导，预计中午前恢复通行。</p>'.repeat(4)}</div></body></html>`
  const kept: Uint8Array[] = []
  const pages = {
    readArticle,
    decode: (bytes: Uint8Array, contentType: string | null) => decodeText(bytes, contentType)?.text ?? null,
    evidence: { put: async (bytes: Uint8Array) => String(kept.push(bytes)), get: async () => null }
  }
  async function save(name: string, file: string | Uint8Array, more: Partial<ImportDeps> = {}) {
    const path = join(folder, name)
    await writeFile(path, file)
    return importFile(path, 'auto', { log, deadLetters, clock: systemClock, logger: silentLogger, sha256, drill: false, pages, ...more })
  }

  test('by SingleFile are observed when they were saved, under the id that a crawler gives them', async () => {
    const top =
      '<!--\n Page saved with SingleFile \n url: https://news.lj.gov.cn/a/1.html \n saved date: Mon Nov 23 2026 12:30:00 GMT+0800 (China Standard Time)\n-->'
    expect(await save('a.html', article('', top))).toMatchObject({ imported: 1, refused: 0 })
    expect(log.mentions()).toMatchObject([
      {
        id: urlMentionId('https://news.lj.gov.cn/a/1.html', sha256),
        sourceKind: 'portal',
        title: '大桥封闭两小时',
        publishedAt: '2026-11-23T01:12:00.000Z',
        observedAt: '2026-11-23T04:30:00.000Z'
      }
    ])
    expect(kept.at(-1)?.byteLength).toBe(Buffer.byteLength(article('', top)))
  })

  test('of a post have the id that the crawler of its platform gives it', async () => {
    await save('weibo.html', article('<link rel="canonical" href="https://weibo.com/1234567890/z0JH2lOMb">'))
    await save('tieba.html', article('<link rel="canonical" href="https://tieba.baidu.com/p/900">'))
    expect(log.mentions().map(({ id, sourceKind }) => [id, sourceKind])).toEqual([
      ['weibo:3501756485200075', 'weibo'],
      ['tieba:900', 'tieba']
    ])
  })

  test('of a host whose kind is not known are refused until it is told', async () => {
    const file = article('<link rel="canonical" href="https://lj.example/a/2.html">')
    expect((await save('b.html', file)).reasons[0]).toContain('不知道 lj.example 是哪类来源，请加 --kind')
    await save('b.html', file, { kind: 'newspaper' })
    expect(log.mentions()).toMatchObject([{ sourceKind: 'newspaper', url: 'https://lj.example/a/2.html' }])
  })

  test('without an address are refused', async () => {
    expect((await save('c.html', article(''))).reasons[0]).toContain('不知道这个网页的网址')
  })

  test('as MHTML are read through their encoding', async () => {
    const html = article('').replace(/[^\x20-\x3c\x3e-\x7e\n]|=/g, (letter) =>
      [...Buffer.from(letter)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
    )
    const file = `From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.lj.gov.cn/a/3.html\r\nSubject: x\r\nDate: Mon, 23 Nov 2026 12:30:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B1"\r\n\r\n------B1\r\nContent-Type: image/png\r\nContent-Location: https://www.lj.gov.cn/x.png\r\n\r\nx\r\n------B1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://www.lj.gov.cn/a/3.html\r\n\r\n${html.replace(/(.{0,70}[^=]{3})/g, '$1=\r\n')}\r\n------B1--\r\n`
    expect((await save('d.mhtml', file)).reasons).toEqual([])
    expect(log.mentions()).toMatchObject([{ url: 'https://www.lj.gov.cn/a/3.html', title: '大桥封闭两小时', observedAt: '2026-11-23T04:30:00.000Z' }])
  })

  test('of official accounts have the id of the article; what WeChat says in its place is refused', async () => {
    const page = `<!-- saved from url=(0043)https://mp.weixin.qq.com/s/AbCdEf01 --><html><body><h1 id="activity-name">通告</h1><a id="js_name">临江发布</a>
      <div id="js_content"><p>请绕行。</p></div><script>var biz = "MzA5"||"";var mid = "26";var idx = "1";var ct = "1795396320";</script></body></html>`
    await save('e.html', page)
    expect(log.mentions()).toMatchObject([{ id: 'wechat:MzA5:26:1', sourceKind: 'wechat', source: '临江发布', text: '请绕行。' }])
    const gone = '<!-- saved from url=(0043)https://mp.weixin.qq.com/s/AbCdEf01 --><body><p class="weui-msg__title">该内容已被发布者删除</p></body>'
    expect((await save('f.html', gone)).reasons[0]).toContain('该内容已被发布者删除')
  })
})

test('a list of subscriptions becomes stanzas, each feed once, with what it is by its address', () => {
  const opml = `<?xml version="1.0"?><opml version="2.0"><body><outline text="公众号" title="公众号">
    <outline type="rss" text="临江发布" xmlUrl="https://wewe.example/feeds/MP_WXS_1.json"/></outline>
    <outline text="抖音: &quot;路况&quot;" xmlUrl="https://rsshub.example/douyin/user/1"/>
    <outline text="临江新闻" xmlUrl="https://news.example/rss.xml"/><outline text="又一次" xmlUrl="https://news.example/rss.xml"/>
    <outline text="坏的" xmlUrl="javascript:alert(1)"/></body></opml>`
  const { yaml, count, refused } = opmlStanzas(opml)
  expect([count, refused]).toEqual([3, ['坏的: “javascript:alert(1)”不是可以抓取的网址']])
  const sources = parseYaml(yaml) as object[]
  expect(sources).toMatchObject([
    { id: 'wewe-example-feeds-mp-wxs-1', name: '临江发布', kind: 'wechat', crawler: 'wechat' },
    { name: '抖音: "路况"', kind: 'video', crawler: 'video', settings: { from: 'feed' } },
    { name: '临江新闻', kind: 'portal', crawler: 'feed', url: 'https://news.example/rss.xml' }
  ])
  for (const source of sources.map((stanza) => Source.parse(stanza)))
    expect(sourceSettings[source.crawler].safeParse(source.settings).success).toBe(true)
  expect(yaml).toContain('# 文件夹：公众号')
  expect(yaml).toContain('# kind 请核对')
  expect(() => opmlStanzas('<opml><body/></opml>')).toThrow('没有订阅')
})

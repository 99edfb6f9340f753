import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { importFile, type ImportFormat } from '../../../crawlers/import/import.ts'
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
      '/a.jsonl:8: 认不出格式：既不是信息行（至少要有 id、sourceKind、source 和 title 或 text），也不是 MediaCrawler 的行'
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

import { lstat, mkdtemp, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { Source } from '../../../core/source.ts'
import { createIngest } from '../../../crawlers/ingest/push.ts'
import { createCrawlWorld, type CrawlWorld } from '../../support/crawlers-world.ts'

let folder: string
let world: CrawlWorld
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wanglou-inbox-'))
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const head = '编号,标题,内容\n'

function watching(settledSeconds = 0): Source {
  const settings = { folder, settledSeconds, columns: { key: '编号', title: '标题', text: '内容' } }
  return Source.parse({
    id: 'radio',
    name: '临江广播',
    kind: 'broadcast',
    crawler: 'ingest',
    url: 'https://radio.example/',
    intervalMinutes: 1,
    settings
  })
}

const files = async (under = '') =>
  (await readdir(join(folder, under), { withFileTypes: true })).filter((one) => !one.isDirectory()).map(({ name }) => name)

describe('a watched folder', () => {
  test('takes finished files only, and moves each to done', async () => {
    await writeFile(join(folder, 'a.csv'), `${head}1,早新闻,甲\n`)
    await writeFile(join(folder, 'b.csv.part'), `${head}2,半个,乙\n`)
    await writeFile(join(folder, '~$c.xlsx'), 'lock')
    await symlink('/etc/hostname', join(folder, 'd.csv'))
    const { health } = await world.visit(watching())
    expect(world.log.mentions().map(({ id }) => id)).toEqual(['radio:1'])
    expect(health).toMatchObject({ state: 'ok', mentionsTotal: 1 })
    expect([await files(), await files('done')]).toEqual([['b.csv.part', 'd.csv', '~$c.xlsx'], ['a.csv']])
  })

  test('leaves what is still being written until it is still', async () => {
    await writeFile(join(folder, 'a.csv'), `${head}1,早新闻,甲\n`)
    await world.visit(watching(3600))
    expect(await files()).toEqual(['a.csv'])
    expect(world.log.mentions()).toEqual([])
  })

  test('takes a file that was written in this very millisecond', async () => {
    const path = join(folder, 'a.csv')
    await writeFile(path, `${head}1,早新闻,甲\n`)
    const { ctimeMs } = await lstat(path)
    const thatMoment = createCrawlWorld({ clock: { ...systemClock, elapsedMs: () => Math.floor(ctimeMs) } })
    await thatMoment.visit(watching())
    await thatMoment.close()
    expect(await files('done')).toEqual(['a.csv'])
  })

  test('takes the same content once, whatever it is called', async () => {
    await writeFile(join(folder, 'a.csv'), `${head}1,早新闻,甲\n`)
    await world.visit(watching())
    await writeFile(join(folder, 'a.csv'), `${head}1,早新闻,甲\n`)
    await world.visit(watching())
    expect(world.log.mentions()).toHaveLength(1)
    const done = await files('done')
    expect(done).toHaveLength(3)
    expect(done.filter((name) => name.endsWith('.原因.txt'))).toHaveLength(1)
  })

  test('moves a file of which nothing could be taken to refused, with the reason beside it', async () => {
    await writeFile(join(folder, 'bad.csv'), '甲,乙\n1,2\n')
    await world.visit(watching())
    expect(await files('refused')).toEqual(['bad.csv', 'bad.csv.原因.txt'])
    expect(await readFile(join(folder, 'refused', 'bad.csv.原因.txt'), 'utf8')).toContain('没有列“编号”')
  })

  test('writes down which rows of a taken file were refused', async () => {
    await writeFile(join(folder, 'some.csv'), `${head}1,好,甲\n2,,\n`)
    await world.visit(watching())
    expect(await files('done')).toEqual(['some.csv', 'some.csv.原因.txt'])
    expect(await readFile(join(folder, 'done', 'some.csv.原因.txt'), 'utf8')).toBe('导入 1 条，拒收 1 条\nsome.csv 第 3 行：标题和正文都是空的\n')
  })

  test('keeps a file where it is while the log is away, and takes it after', async () => {
    await writeFile(join(folder, 'a.csv'), `${head}1,早新闻,甲\n`)
    world.log.broken = () => true
    expect((await world.visit(watching())).health).toMatchObject({ state: 'degraded' })
    expect(await files()).toEqual(['a.csv'])
    world.log.broken = null
    await world.visit(watching())
    expect([world.log.mentions().length, await files('done')]).toEqual([1, ['a.csv']])
  })

  test('takes older files first, so that a newer word stands', async () => {
    await mkdir(join(folder, 'done'))
    await writeFile(join(folder, 'new.csv'), `${head}1,新,乙\n`)
    await writeFile(join(folder, 'old.csv'), `${head}1,旧,甲\n`)
    await utimes(join(folder, 'old.csv'), 0, 0)
    await world.visit(watching())
    expect(world.log.mentions().map(({ title }) => title)).toEqual(['旧', '新'])
  })

  test('that is not there is a degraded source, not a quiet one', async () => {
    const source = { ...watching(), settings: { folder: join(folder, 'none') } }
    expect((await world.visit(source)).health).toMatchObject({ state: 'degraded', lastErrorCode: 'no-folder' })
  })
})

test('a source that is pushed to is well while anything comes, quiet when nothing did since', async () => {
  const source = { ...watching(), settings: {} }
  const ingest = createIngest({ ...world.deps, sources: [source] })
  await ingest.push('radio', { title: '早新闻', text: '河东路塌陷' }, world.deps.clock.now())
  expect((await world.visit(source)).health).toMatchObject({ state: 'ok', parsed: 1 })
  expect((await world.visit(source)).health).toMatchObject({ state: 'quiet' })
})

import { open, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { jsonLines, wanglou, wanglouWith } from '../../support/command-line.ts'
import { observation } from '../../support/contract-mentions.ts'

async function folder(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-doctor-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

async function filled(directory: string): Promise<void> {
  const stores = await openEmbedded({ directory, clock: systemClock, lock: false })
  for (let page = 0; page < 10; page++) {
    await stores.mentions.putMany(Array.from({ length: 100 }, (_, number) => observation({ id: `m-${page}-${number}`, text: '积水'.repeat(300) })))
  }
  await stores.log.append('mentions', [{ key: 'a', value: '{}' }])
  await stores.close()
}

test('an empty folder is well, and doctor leaves nothing in it', async () => {
  const directory = path.join(await folder(), 'not-there')
  const ended = await wanglou('doctor', '--data', directory)
  expect(ended.code).toBe(0)
  expect(ended.stdout).toMatch(/^正常 {2}Node：/m)
  expect(ended.stdout).toMatch(/^正常 {2}分词：/m)
  expect(ended.stdout).toMatch(/^正常 {2}配置：/m)
  expect(ended.stdout).toMatch(/^注意 {2}数据文件夹：.*还没有数据/m)
  await expect(open(directory)).rejects.toThrow('ENOENT')
})

test('a folder in use is described beside whoever uses it', async () => {
  const directory = await folder()
  await filled(directory)
  const user = await openEmbedded({ directory, clock: systemClock, lock: true })
  onTestFinished(() => user.close())
  const ended = await wanglou('doctor', '--data', directory, '--json')
  const findings = new Map(jsonLines(ended.stdout).map(({ about, verdict, words }) => [about, { verdict, words: String(words) }]))
  expect(ended.code).toBe(0)
  expect(findings.get('数据文件夹')?.words).toContain('正有进程在用')
  expect(findings.get('数据完整性')?.verdict).toBe('ok')
  expect(findings.get('积压')?.words).toContain('信息 1000 条；待研判 1')
})

test('each source has a line, the blind one first, and the exit code says so', async () => {
  const directory = await folder()
  const config = fileURLToPath(new URL('../../../config/examples/tianjin', import.meta.url))
  const stores = await openEmbedded({ directory, clock: systemClock, lock: false })
  const row = {
    ...neverVisited('enorth'),
    lastTriedAt: systemClock.now(),
    consecutiveFailures: 3,
    lastErrorCode: 'http-status',
    faultClass: 'blocked' as const
  }
  await stores.crawl.putHealth({ ...row, state: 'blind', lastError: '被对方拦下：\n403' })
  await stores.crawl.putHealth({ ...neverVisited('tj-gov'), state: 'ok', lastTriedAt: systemClock.now() })
  await stores.close()
  const ended = await wanglou('doctor', '--data', directory, '--config', config)
  const lines = ended.stdout.split('\n').filter((line) => line.includes('采集源 '))
  expect(lines).toHaveLength(6)
  expect(lines[0]).toMatch(/^不行 {2}采集源 北方网（enorth）：失明；.*被对方拦下，连续失败 3 次：被对方拦下： 403/)
  expect(lines.filter((line) => line.startsWith('注意'))).toHaveLength(4)
  expect(ended.code).toBe(1)
})

test('a damaged database is found, and the exit code says so', async () => {
  const directory = await folder()
  await filled(directory)
  const file = await open(path.join(directory, 'wanglou.db'), 'r+')
  const { size } = await file.stat()
  for (let at = 8192; at < size; at += 4096) await file.write(Buffer.alloc(512, 0xa5), 0, 512, at)
  await file.close()
  const ended = await wanglou('doctor', '--data', directory)
  expect([ended.code, ended.stdout]).toEqual([1, expect.stringMatching(/^不行 {2}.*损|^不行 {2}.*damaged/m) as string])
})

test('a configuration that cannot be used is told with its place', async () => {
  const config = await folder()
  await mkdir(config, { recursive: true })
  await writeFile(path.join(config, 'wanglou.yaml'), 'unit: 3\n')
  const ended = await wanglou('doctor', '--data', await folder(), '--config', config)
  expect([ended.code, ended.stdout]).toEqual([1, expect.stringMatching(/^不行 {2}配置：.*wanglou\.yaml/m) as string])
})

test('a cluster that is not there: 3, each address with its reason', async () => {
  const env = { WANGLOU_KAFKA_BROKERS: '127.0.0.1:9', WANGLOU_ELASTICSEARCH_NODES: 'http://127.0.0.1:9' }
  const ended = await wanglouWith(env, 'doctor', '--engine', 'cluster')
  expect(ended.code).toBe(3)
  expect(ended.stdout).toMatch(/^不行 {2}Kafka：.*127\.0\.0\.1:9.*ECONNREFUSED/m)
  expect(ended.stdout).toMatch(/^不行 {2}Elasticsearch：.*127\.0\.0\.1:9.*ECONNREFUSED/m)
  expect(ended.stderr).toBe('')
})

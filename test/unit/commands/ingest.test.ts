import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { jsonLines, wanglou, type Ended } from '../../support/command-line.ts'
import { deskConfig } from '../../support/running-system.ts'

let folder: string

function ingest(...args: readonly string[]): Promise<Ended> {
  return wanglou('ingest', ...args, '--data', path.join(folder, 'data'), '--config', folder)
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-ingest-command-'))
  const columns = { key: '编号', text: '内容', publishedAt: '时间' }
  const radio = { id: 'radio', name: '临江广播', kind: 'broadcast', crawler: 'ingest', url: 'https://radio.example/', intervalMinutes: 1 }
  const config = { ...deskConfig(folder, 'https://outlet.example.invalid/'), sources: [{ ...radio, settings: { columns } }] }
  await writeFile(path.join(folder, 'wanglou.yaml'), stringify(config))
  await writeFile(path.join(folder, 'day.csv'), '编号,内容,时间\n1,河东路塌陷,2026-11-20 08:00\n2,,\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/* Each command is a process, late on a busy machine. */
describe('ingest', { timeout: 300_000 }, () => {
  it('makes a token, shows its secret once, lists it without, and revokes it; all of it is audited', async () => {
    const made = await ingest('token', 'radio', '--note', '广播系统')
    const [, tokenId, secret] = /^WANGLOU_TOKEN=radio\.([0-9a-f]{8})\nWANGLOU_SECRET=([\w-]{43})\n$/.exec(made.stdout) ?? []
    expect([made.code, tokenId]).toEqual([0, expect.any(String)])
    const listed = await ingest('tokens', '--json')
    expect(jsonLines(listed.stdout)).toMatchObject([{ source: 'radio', id: tokenId, mode: 'signed', note: '广播系统', revokedAt: null }])
    expect(listed.stdout).not.toMatch(new RegExp(`hash|${secret}`))
    expect(await ingest('revoke', 'radio', `radio.${tokenId}`)).toMatchObject({ code: 0, stdout: `已撤销 radio.${tokenId}\n` })
    expect(await ingest('revoke', 'radio', tokenId ?? '')).toMatchObject({ code: 2 })
    const stores = await openEmbedded({ directory: path.join(folder, 'data'), clock: systemClock, lock: false })
    const entries = (await stores.audit.read(0, 100)).map(({ action, subject, detail }) => [action, subject, detail])
    await stores.close()
    expect(entries).toEqual([
      ['ingest.token-made', `radio.${tokenId}`, 'signed;广播系统'],
      ['ingest.token-revoked', `radio.${tokenId}`, '']
    ])
  })

  it('takes in a table, says what was refused and ends with 1', async () => {
    const { code, stdout, stderr } = await ingest('file', 'radio', path.join(folder, 'day.csv'))
    expect([code, jsonLines(stdout)]).toEqual([1, [{ file: 'day.csv', accepted: 1, refused: 1 }]])
    expect(stderr).toContain('day.csv 第 3 行：标题和正文都是空的')
  })

  it('names the sources that there are', async () => {
    const { code, stderr } = await ingest('token', 'portal')
    expect([code, stderr]).toEqual([2, '错误：没有收推送、文件和录入的采集源 portal；可用：radio\n'])
  })
})

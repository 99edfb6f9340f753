import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BackupShelf, Backups } from '../../../core/backup.ts'
import { RefusedError } from '../../../core/errors.ts'
import { eventChannelOf } from '../../../core/event-webhook.ts'
import { SettingsView, WebhookList } from '../../../dashboard-api/contract-settings.ts'
import { BackupsView, LicenceList } from '../../../dashboard-api/contract-system.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { at } from '../../support/incidents.ts'

/** A shelf with one backup, on which one thing goes on at a time. */
class OneBackup implements Backups {
  running: BackupShelf['running'] = null

  async shelf(): Promise<BackupShelf> {
    return { directory: '/backup', sameDisk: true, backups: [kept], running: this.running, failure: null, verdicts: {} }
  }

  async begin(): Promise<string> {
    if (this.running !== null) throw new RefusedError('正在备份，完成后再试')
    this.running = { words: '正在备份', since: at('09:00') }
    return 'new'
  }

  async beginCheck(): Promise<void> {
    throw new RefusedError('正在备份，完成后再试')
  }
}

const kept = {
  schema: 1 as const,
  id: '20310312-010000-aaaa',
  at: at('01:00'),
  by: '命令行',
  version: '0',
  database: { sha256: 'a', bytes: 5_000_000 },
  evidence: { files: 7, bytes: 100 },
  archives: { files: 0, bytes: 0 },
  auditHead: { seq: 12, hash: 'b' }
}

let one: TestApp
let admin: string
let duty: string

beforeAll(async () => {
  one = await startApp({
    backups: new OneBackup(),
    licences: () => Promise.resolve([{ name: 'zod', version: '4', licence: 'MIT', source: null }]),
    webhooks: [{ id: 'brain', name: '城市大脑', url: 'https://brain.example/hook?key=***', events: ['opened'] }],
    settings: () =>
      Promise.resolve({
        directory: '/etc/wanglou',
        parts: [{ id: 'unit', words: '单位', settings: [{ field: 'unit.name', value: '值班室', origin: 'wanglou.yaml' }] }]
      })
  })
  admin = await one.signIn(['admin'])
  duty = await one.signIn(['duty-officer'])
})
afterAll(() => one.close())

describe('backups', () => {
  it('are listed with their age and where they stand, for the administrator alone', async () => {
    const view = BackupsView.parse((await one.call(admin, 'GET', '/api/backups')).body)
    expect(view).toMatchObject({
      elsewhere: null,
      sameDisk: true,
      mayMake: true,
      rows: [{ at: at('01:00'), evidence: 7, auditSeq: 12, verdict: null }]
    })
    expect((await one.call(duty, 'GET', '/api/backups')).status).toBe(403)
  })

  it('are begun one at a time, and who asked stands in the audit log, the refusal too', async () => {
    expect(BackupsView.parse((await one.call(admin, 'POST', '/api/backups')).body).running?.words).toBe('正在备份')
    const second = await one.call(admin, 'POST', '/api/backups')
    expect([second.status, Problem.parse(second.body).detail]).toEqual([409, '正在备份，完成后再试'])
    const noted = (await one.stores.audit.read(0, 100)).filter(({ action }) => action === 'backup.make')
    expect(noted.map(({ detail }) => detail)).toEqual(['已办', '未成：正在备份，完成后再试'])
  })

  it('of a cluster are said to be its own', async () => {
    const cluster = await startApp()
    const cookie = await cluster.signIn(['admin'])
    expect(BackupsView.parse((await cluster.call(cookie, 'GET', '/api/backups')).body)).toMatchObject({ mayMake: false, rows: [] })
    expect((await cluster.call(cookie, 'POST', '/api/backups')).status).toBe(409)
    expect(LicenceList.parse((await cluster.call(cookie, 'GET', '/api/licences')).body).rows).toBeNull()
    await cluster.close()
  })
})

describe('the settings', () => {
  it('show what is in force with its origin, and the licences, to the administrator alone', async () => {
    expect(SettingsView.parse((await one.call(admin, 'GET', '/api/settings')).body).parts[0]?.settings).toEqual([
      { field: 'unit.name', value: '值班室', origin: 'wanglou.yaml' }
    ])
    expect(LicenceList.parse((await one.call(admin, 'GET', '/api/licences')).body).rows).toHaveLength(1)
    expect((await one.call(duty, 'GET', '/api/settings')).status).toBe(403)
  })
})

describe('webhooks', () => {
  it('say whether they arrive, by the newest that was tried', async () => {
    const list = async () => WebhookList.parse((await one.call(admin, 'GET', '/api/webhooks')).body).rows[0]
    expect(await list()).toMatchObject({ state: 'unused', last: null })
    const asked = await one.call(admin, 'POST', '/api/webhooks/brain/test', undefined, { 'idempotency-key': 'x' })
    await one.call(admin, 'POST', '/api/webhooks/brain/test', undefined, { 'idempotency-key': 'x' })
    expect(WebhookList.parse(asked.body).rows[0]).toMatchObject({ state: 'unused', waiting: 1, last: { title: '事件推送：测试' } })
    const [claimed] = await one.stores.notices.claim({
      holder: 'test',
      channels: [eventChannelOf('brain')],
      nowElapsedMs: one.clock.elapsedMs(),
      leaseMs: 10_000,
      limit: 10
    })
    if (claimed === undefined) throw new Error('no test was asked for')
    await one.stores.notices.settle(claimed.row.notice.id, claimed.fence, { state: 'dead', reason: 'HTTP 403', at: one.clock.now() })
    expect(await list()).toMatchObject({ state: 'failing', failed: 1, waiting: 0, last: { detail: 'HTTP 403' } })
    expect((await one.call(admin, 'POST', '/api/webhooks/none/test')).status).toBe(404)
    expect((await one.call(duty, 'GET', '/api/webhooks')).status).toBe(403)
  })
})

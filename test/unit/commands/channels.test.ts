import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, WebhookSink } from '../../support/alerting-sinks.ts'
import { wanglouWith, type Ended } from '../../support/command-line.ts'

const project = path.resolve(import.meta.dirname, '../../..')
let folder: string
let sink: WebhookSink

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-channels-'))
  cpSync(path.join(project, 'config'), folder, { recursive: true })
  sink = new WebhookSink()
  const place = path.join(folder, 'examples/national/wanglou.yaml')
  const hook = `  probe: {type: webhook, enabled: true, url: '${await sink.open()}', secretEnv: HOOK_SECRET}\n`
  writeFileSync(place, readFileSync(place, 'utf8').replace('channels:\n', `channels:\n${hook}`))
})
afterEach(async () => {
  await sink.close()
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]): Promise<Ended> =>
  wanglouWith({ HOOK_SECRET: 'geheim' }, 'channels', ...args, '--config', path.join(folder, 'examples/national'))

describe('channels test', { timeout: 60_000 }, () => {
  it('sends one marked message and says what the receiver answered', async () => {
    const { code, stdout } = await run('test', 'probe', 'desk')
    expect([code, stdout]).toEqual([0, 'probe → 值班席：渠道已收下（HTTP 200）；本人是否收到，请向本人核实\n'])
    expect(sink.posts).toHaveLength(1)
    expect(JSON.parse(sink.posts[0]?.body ?? '')).toMatchObject({ title: '【测试】望楼通知渠道测试', subject: { kind: 'system' } })
  })

  it('fails with the receiver’s refusal, and apart from it with what may pass', async () => {
    sink.behave = answer(404)
    expect(await run('test', 'probe', 'desk')).toMatchObject({ code: 1, stdout: 'probe → 值班席：无法送达：HTTP 404\n' })
    sink.behave = answer(503)
    expect(await run('test', 'probe', 'desk', '--json')).toMatchObject({
      code: 3,
      stdout: '{"channel":"probe","contact":"desk","outcome":"retry","reason":"HTTP 503"}\n'
    })
  })

  it('names what it does not know', async () => {
    expect((await run('test', 'sms', 'desk')).stderr).toContain('渠道 sms 没有启用；已启用：dashboard、probe')
    expect(await run('test', 'probe', 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('contacts 里没有岗位 nobody') as string })
    expect((await run('test', 'probe')).code).toBe(2)
  })
})

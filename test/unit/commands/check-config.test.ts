import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wanglouWith } from '../../support/command-line.ts'

const project = path.resolve(import.meta.dirname, '../../..')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-check-'))
  cpSync(path.join(project, 'config'), folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Checks the national example with these channels and one contact more. */
function check(channels: string, contact = '', env: Record<string, string> = {}): ReturnType<typeof wanglouWith> {
  const place = path.join(folder, 'examples/national')
  const file = path.join(place, 'wanglou.yaml')
  const text = readFileSync(file, 'utf8').replace('contacts:\n', `contacts:\n${contact}`).replace('channels:\n', `channels:\n${channels}`)
  writeFileSync(file, text)
  return wanglouWith(env, 'check-config', '--config', place)
}

describe('check-config', { timeout: 60_000 }, () => {
  it('tells of each channel that is on whom it cannot reach', async () => {
    const { code, stdout } = await check(
      '  app: {type: wecom-app, enabled: true, corpId: c, agentId: 1, secretEnv: APP_SECRET}\n',
      '  - {id: leader, name: 主要领导, role: leader, wecom: leader}\n',
      { APP_SECRET: 'x' }
    )
    expect(code).toBe(0)
    expect(stdout).toContain('渠道 app 已启用，可通知 1 个岗位；通知不到：值班席（没有企业微信账号）、研判席（没有企业微信账号）')
  })

  it.each([
    [
      'every secret that is not there, each with its place',
      '  robot: {type: wecom-robot, enabled: true, keyEnv: NOTHING_IS_HERE}\n  app: {type: wecom-app, enabled: true, corpId: c, agentId: 1}\n',
      '',
      /wanglou\.yaml:\d+:\d+ channels\.robot\.key: 环境变量 NOTHING_IS_HERE 是空的\n.*wanglou\.yaml:\d+:\d+ channels\.app: 需要 secretFile/
    ],
    [
      'a wrong field, with its place',
      '  robot: {type: feishu-robot, keyFiles: x}\n',
      '',
      /wanglou\.yaml:\d+:\d+ channels\.robot\.keyFiles: 没有这个配置项/
    ],
    ['a channel of no known kind', '  robot: {type: feishu}\n', '', /wanglou\.yaml:\d+:\d+ channels\.robot\.type: 没有这种渠道/],
    [
      'a template that names what there is not',
      "  sms: {type: gateway, url: 'http://10.0.0.8/', body: {to: '{phone}', say: '{text}', x: '{nobody}'}, answer: http-status}\n",
      '',
      /channels\.sms\.body: 没有 \{nobody\}/
    ],
    ['a number without quotes', '', '  - {id: leader, name: 主要领导, role: leader, phone: 13800000000}\n', /contacts\.0\.phone: 电话号码要加引号/],
    ['an account that calls everybody', '', "  - {id: leader, name: 主要领导, role: leader, wecom: '@all'}\n", /contacts\.0\.wecom/]
  ])('names %s', async (_what, channels, contact, words) => {
    const { code, stderr } = await check(channels, contact)
    expect(code).toBe(2)
    expect(stderr).toMatch(words)
  })
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { systemClock } from '../../../adapters/clock.ts'
import { createChannels, type ChannelDeps } from '../../../alerting/channels/create-channels.ts'
import { ChannelSettings } from '../../../alerting/channels/settings.ts'
import { ConfigError } from '../../../core/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'wanglou-channels-'))
const secretFile = join(folder, 'secret')
writeFileSync(secretFile, 'geheim\n')
writeFileSync(join(folder, 'empty'), '\n')
afterAll(() => rmSync(folder, { recursive: true }))

const deps = (more: Partial<ChannelDeps> = {}): ChannelDeps => ({ drill: false, clock: systemClock, env: {}, baseUrl: null, ...more })
const mail = { type: 'smtp', enabled: true, host: 'smtp.example.invalid', from: 'a@example.invalid', user: 'a', passwordFile: secretFile }
const hook = { type: 'webhook', enabled: true, url: 'https://hook.example.invalid/x', secretFile }

const wecom = { type: 'wecom-robot', enabled: true, keyFile: secretFile }
const app = { type: 'wecom-app', enabled: true, corpId: 'c', agentId: 1, secretFile }
const dingtalk = { type: 'dingtalk-robot', enabled: true, tokenFile: secretFile, secretFile }
const feishu = { type: 'feishu-robot', enabled: true, keyFile: secretFile, secretFile }
const yunzhijia = { type: 'yunzhijia-robot', enabled: true, tokenFile: secretFile }
const sms = {
  type: 'gateway',
  enabled: true,
  url: 'https://sms.example.invalid/',
  body: { to: '{phone}', say: '{text}', key: '{secret}' },
  secretFile,
  answer: 'http-status'
}
const chats = { wecom, app, dingtalk, feishu, yunzhijia, sms }

describe('channels', () => {
  test('are off until switched on; the dashboard always is', () => {
    expect(Object.keys(createChannels({ mail: { ...mail, enabled: undefined }, hook: { ...hook, enabled: false } }, deps()))).toEqual(['dashboard'])
    expect(Object.keys(createChannels({ mail, hook, ...chats }, deps()))).toEqual(['dashboard', 'mail', 'hook', ...Object.keys(chats)])
  })

  test('take a secret from a file or the environment', () => {
    expect(() =>
      createChannels({ hook: { ...hook, secretFile: undefined, secretEnv: 'HOOK_SECRET' } }, deps({ env: { HOOK_SECRET: 'x' } }))
    ).not.toThrow()
    expect(() => createChannels({ hook: { ...hook, secretFile: undefined, secretEnv: 'HOOK_SECRET' } }, deps())).toThrow(
      '环境变量 HOOK_SECRET 是空的'
    )
  })

  test.each([
    ['a robot without its key', { wecom: { ...wecom, keyFile: undefined } }, 'channels.wecom: 需要 keyFile 或 keyEnv'],
    ['a robot’s key in plain text', { wecom: { ...wecom, keyFile: undefined, key: 'geheim' } }, 'channels.wecom.key: 密码或密钥不能写在配置里'],
    ['an address that holds its key', { wecom: { ...wecom, url: 'https://qyapi.weixin.qq.com/?key=geheim' } }, 'channels.wecom'],
    ['an application without its secret', { app: { ...app, secretFile: undefined } }, '需要 secretFile 或 secretEnv'],
    ['加签 without its secret', { dingtalk: { ...dingtalk, secretFile: undefined } }, '即加签的密钥'],
    ['签名校验 without its secret', { feishu: { ...feishu, secretFile: undefined } }, '即签名校验的密钥'],
    ['a robot without its token', { yunzhijia: { ...yunzhijia, tokenFile: undefined } }, '即机器人地址中的 yzjtoken'],
    ['a gateway without the secret that its template names', { sms: { ...sms, secretFile: undefined } }, '模板中有 {secret}'],
    [
      'a gateway without the secret that signs',
      { sms: { ...sms, secretFile: undefined, sign: { kind: 'aliyun', keyId: 'k', action: 'a', version: 'v' } } },
      '有 sign，但没有'
    ],
    ['a secret in plain text', { hook: { ...hook, secretFile: undefined, secret: 'geheim' } }, '密码或密钥不能写在配置里'],
    ['no secret at all', { hook: { ...hook, secretFile: undefined } }, '需要 secretFile 或 secretEnv'],
    ['a user without a password', { mail: { ...mail, passwordFile: undefined } }, '没有 passwordFile'],
    ['a file that is not there', { mail: { ...mail, passwordFile: join(folder, 'nothing') } }, 'ENOENT'],
    ['an empty file', { mail: { ...mail, passwordFile: join(folder, 'empty') } }, '是空的'],
    ['a wrong key', { hook: { ...hook, sceret: 'x' } }, 'sceret'],
    ['a scheme that is no web address', { hook: { ...hook, url: 'file:///etc/passwd' } }, 'channels.hook'],
    ['the name of the dashboard', { dashboard: hook }, '这个名字留给工作台']
  ])('refuse %s by name', (_what, settings, words) => {
    expect(() => createChannels(settings, deps())).toThrow(ConfigError)
    expect(() => createChannels(settings, deps())).toThrow(words)
  })

  test.each(['', 'wanglou.example.invalid', 'ftp://wanglou.example.invalid'])(
    'refuse %j as the address of the page, before a link needs it',
    (baseUrl) => {
      expect(() => createChannels({ hook }, deps({ baseUrl }))).toThrow('WANGLOU_PUBLIC_URL')
    }
  )

  test('never put the secret into a message', () => {
    let message = ''
    try {
      createChannels({ hook: { ...hook, secretFile: undefined, secret: 'geheim' } }, deps())
    } catch (error) {
      message = String(error)
    }
    expect(message).not.toBe('')
    expect(message).not.toContain('geheim')
  })

  test('of a drill stay on the machine', () => {
    expect(() => createChannels({ mail }, deps({ drill: true }))).toThrow('演练中通知不得离开本机')
    expect(() => createChannels({ hook: { ...hook, url: 'http://127.0.0.1.evil.example/x' } }, deps({ drill: true }))).toThrow(
      '演练中通知不得离开本机'
    )
    const loopback = {
      mail: { ...mail, host: '127.0.0.1', passwordFile: undefined, password: 'p' },
      hook: { ...hook, url: 'http://[::1]:8025/x', secretFile: undefined, secret: 's' }
    }
    expect(Object.keys(createChannels(loopback, deps({ drill: true })))).toEqual(['dashboard', 'mail', 'hook'])
  })

  test.each(Object.entries(chats))('of a drill stay on the machine: %s', (id, settings) => {
    expect(() => createChannels({ [id]: settings }, deps({ drill: true }))).toThrow('演练中通知不得离开本机')
    expect(Object.keys(createChannels({ [id]: { ...settings, url: 'http://127.0.0.1:8025/' } }, deps({ drill: true })))).toEqual(['dashboard', id])
  })

  test.each(['config/shirongyuanlin', 'config/examples/tianjin'])('can be had by taking the comment signs away in %s', (place) => {
    const text = readFileSync(join(import.meta.dirname, '../../..', place, 'channels.yaml'), 'utf8')
    const examples = parse(
      text
        .slice(text.indexOf('# ---\n') + 6)
        .split('\n')
        .map((line) => line.replace(/^# ?/, ''))
        .join('\n')
    ) as Record<string, unknown>
    expect(Object.keys(examples).length).toBeGreaterThanOrEqual(5)
    for (const settings of Object.values(examples)) expect(z.prettifyError(ChannelSettings.safeParse(settings).error ?? new z.ZodError([]))).toBe('')
  })

  test('a try may not take longer than its lease', () => {
    expect(ChannelSettings.safeParse({ ...hook, timeoutMs: 9000 }).success).toBe(false)
  })
})

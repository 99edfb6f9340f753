import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
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

describe('channels', () => {
  test('are off until switched on; the dashboard always is', () => {
    expect(Object.keys(createChannels({ mail: { ...mail, enabled: undefined }, hook: { ...hook, enabled: false } }, deps()))).toEqual(['dashboard'])
    expect(Object.keys(createChannels({ mail, hook }, deps()))).toEqual(['dashboard', 'mail', 'hook'])
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

  test('a try may not take longer than its lease', () => {
    expect(ChannelSettings.safeParse({ ...hook, timeoutMs: 9000 }).success).toBe(false)
  })
})

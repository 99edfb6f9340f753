import { describe, expect, test } from 'vitest'
import { HeartbeatConfig } from '../../../config/heartbeat.ts'
import { ConfigError } from '../../../core/errors.ts'
import { heartbeatSettings } from '../../../roles/heartbeat.ts'

const outside = { drill: false, env: { BEAT: 'https://hc.example/ping/abc' } }

describe('where the heartbeat goes', () => {
  test('is read from the place that is named, each minute by GET when nothing else is said', () => {
    expect(heartbeatSettings(HeartbeatConfig.parse({ urlEnv: 'BEAT' }), outside)).toEqual({
      url: 'https://hc.example/ping/abc',
      method: 'GET',
      everySeconds: 60
    })
    expect(heartbeatSettings(null, outside)).toBeNull()
  })

  test.each([
    ['no place', {}],
    ['two places', { url: 'https://hc.example/', urlEnv: 'BEAT' }],
    ['no address', { url: 'hc.example' }],
    ['another scheme', { url: 'ftp://hc.example/' }],
    ['too often', { url: 'https://hc.example/', everySeconds: 1 }]
  ])('%s is refused', (_, raw) => {
    expect(HeartbeatConfig.safeParse(raw).success).toBe(false)
  })

  test('a variable that is empty or holds no address, and a drill that would leave the machine, are told by field', () => {
    const config = HeartbeatConfig.parse({ urlEnv: 'BEAT' })
    expect(() => heartbeatSettings(config, { drill: false, env: {} })).toThrow(new ConfigError('heartbeat.url: 环境变量 BEAT 是空的'))
    expect(() => heartbeatSettings(config, { drill: false, env: { BEAT: 'abc' } })).toThrow('heartbeat.url: 不是网址')
    expect(() => heartbeatSettings(config, { ...outside, drill: true })).toThrow('演练中心跳不得离开本机')
  })
})

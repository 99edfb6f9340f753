import { describe, expect, it } from 'vitest'
import { effectiveSettings, withoutSecrets } from '../../../core/effective-setting.ts'

describe('a setting in force', () => {
  it('says which file it is from, or that nobody said otherwise', () => {
    const value = { name: '值班室', limits: { most: 5 }, tags: ['甲', '乙'], none: null }
    expect(effectiveSettings(value, { name: '值班室', tags: ['甲', '乙'] }, 'wanglou.yaml', ['unit'])).toEqual([
      { field: 'unit.name', value: '值班室', origin: 'wanglou.yaml' },
      { field: 'unit.limits.most', value: '5', origin: null },
      { field: 'unit.tags', value: '甲、乙', origin: 'wanglou.yaml' },
      { field: 'unit.none', value: '（无）', origin: null }
    ])
  })

  it('never shows what opens something, and shows where it is kept', () => {
    const channels = {
      mail: { password: 'abc', passwordFile: '/run/secrets/mail' },
      robot: { url: 'https://robot.example/send?access_token=abc123', secret: 'SECabc' }
    }
    const shown = effectiveSettings(channels, channels, 'channels.yaml', ['channels'])
    expect(JSON.stringify(shown)).not.toMatch(/abc/)
    expect(shown.find(({ field }) => field === 'channels.mail.passwordFile')?.value).toBe('/run/secrets/mail')
  })

  it.each([
    ['https://user:pass@host.example/x', 'https://***@host.example/x'],
    ['https://open.example/bot/v2/hook/1234-abcd', 'https://open.example/bot/v2/hook/***'],
    ['https://x.example/?a=1&key=2', 'https://x.example/?a=***&key=***'],
    ['每日 08:30', '每日 08:30']
  ])('of %s shows %s', (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown)
  })
})

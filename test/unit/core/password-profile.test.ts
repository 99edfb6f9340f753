import { describe, expect, it } from 'vitest'
import { passwordFault, passwordRules } from '../../../core/password-profile.ts'
import { asvs, dengbao3 } from '../../support/password-profiles.ts'

const common = new Set(['password', 'qwertyuiop', 'letmeinplease123'])
const about = { ownWords: ['zhangsan', '临江市值班室'], isCommon: (text: string) => common.has(text) }

describe('a new password by 等保 third level', () => {
  it.each([
    ['Lin-jiang 2031', null],
    ['长夜灯火Aa1x', null],
    ['Ab1!efg', '密码至少 8 位'],
    ['abcdefgh1', '密码须含大写字母、小写字母、数字、符号中的至少三类'],
    ['Aa1Aa1Aa1', '密码里重复的字符太多'],
    ['Password2026!', '这是常见密码，或只在常见密码前后加了数字、符号，别人会先试它'],
    ['ZhangSan-01', '密码不能由“zhangsan”拼成'],
    ['临江市值班室Aa1', '密码不能由“临江市值班室”拼成']
  ])('%s', (password, fault) => {
    expect(passwordFault(dengbao3, password, about)).toBe(fault)
  })
})

describe('a new password by ASVS', () => {
  it.each([
    ['correct horse battery', null],
    ['一句只有自己知道的很长很长的话啊', null],
    ['Lin-jiang 2031', '密码至少 15 位'],
    ['letmeinplease123', '这是常见密码，或只在常见密码前后加了数字、符号，别人会先试它']
  ])('%s', (password, fault) => {
    expect(passwordFault(asvs, password, about)).toBe(fault)
  })

  it('is never forced to change, nor to have kinds of characters', () => {
    expect([asvs.maxAgeDays, asvs.classes, asvs.remembered]).toEqual([null, 1, 0])
    expect(passwordRules(asvs).join()).not.toMatch(/更换|三类/)
  })
})

it('counts a character beyond the basic plane once, and full-width letters as the same', () => {
  expect(passwordFault(dengbao3, '𠀀𠀁𠀂Aa1-', about)).toBe('密码至少 8 位')
  expect(passwordFault(dengbao3, 'Ｐassword2026!', about)).toContain('常见密码')
})

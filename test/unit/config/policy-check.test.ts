import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadProductConfig } from '../../../system.ts'
import { at } from '../../support/incidents.ts'

const project = path.resolve(import.meta.dirname, '../../../config')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-policy-'))
  cpSync(project, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The warnings that the whole national policy gets after this change of its text, with the desk's channels off. */
async function warned(change: (text: string) => string): Promise<readonly string[]> {
  const file = path.join(folder, 'policy.yaml')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return (await loadProductConfig(path.join(folder, 'shirongyuanlin'), { now: at('12:00', '2026-09-07') })).warnings
}

const unchanged = (text: string): string => text
const withoutStep =
  (...ids: string[]) =>
  (text: string): string =>
    ids.reduce((left, id) => left.replace(new RegExp(`  - id: ${id}\\n(?:    .*\\n)+`), ''), text)

describe('gaps of the policy that check-config names', () => {
  it('are none in the policy as it is shipped, but that nothing goes out while every channel is off', async () => {
    const found = (await warned(unchanged)).filter((line) => /policy\.yaml|channels/.test(line))
    expect(found).toEqual([expect.stringMatching(/channels\.yaml:\d+:\d+.*所有外发渠道都没有启用/)])
  })

  it.each([
    [
      'a deadline that passes untold',
      withoutStep('overdue-others'),
      /policy\.yaml:\d+:\d+ countdowns\.2\.grades: 回应超时无人可知：.*较大（Ⅲ级）、一般（Ⅳ级）$/
    ],
    [
      'nobody told that nobody signed',
      withoutStep('unacknowledged-desk', 'unacknowledged-leader'),
      /escalation: 没有 on: unacknowledged 的升级步骤，无人签收也无人上报：特别重大（Ⅰ级）、重大（Ⅱ级）$/
    ],
    [
      'a signature that expires with nobody told',
      withoutStep('lapsed-desk'),
      /acknowledgement\.expiresAfterMinutes\.IV: 签收会失效，却没有 on: lapsed 的升级步骤.*一般（Ⅳ级）$/
    ],
    [
      'a ladder after the expiry that ends below the leader',
      withoutStep('lapsed-leader', 'lapsed-supervision'),
      /acknowledgement\.expiresAfterMinutes\.II: .*没有通知到主要领导（leader）：重大（Ⅱ级）$/
    ],
    [
      'a release that disappears untold for a grade',
      (text: string) => text.replace('on: release-lost\n    grades: [I, II, III, IV]', 'on: release-lost\n    grades: [I, II, III]'),
      /escalation: .*没有 on: release-lost 的升级步骤，发布页面失效时无人可知：一般（Ⅳ级）$/
    ],
    [
      'a phase that no clock reaches',
      (text: string) => text.replace('phases: [p90, m10]', 'phases: [p90, m15]'),
      /escalation\.\d+\.phases\.1: 升级步骤 nine-tenths 的 m15 永不触发：它说到的时限和等级只有 p50、p75、p90、m10、overdue$/
    ],
    [
      'minutes before the deadline that lie before its clock began',
      (text: string) => text.replace('minutesBefore: [10]', 'minutesBefore: [10, 300]'),
      /countdowns\.0\.minutesBefore\.1: 权威发布一共 5 小时，到期前 300 分钟在起算之前/
    ]
  ])('%s', async (_what, change, line) => {
    expect(await warned(change)).toContainEqual(expect.stringMatching(line))
  })
})

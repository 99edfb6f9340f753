import { expect, test } from 'vitest'
import { releaseWarnings } from '../../../commands/release-warnings.ts'
import { Outlet } from '../../../core/department.ts'
import { Policy } from '../../../core/policy.ts'
import { policy } from '../../support/incidents.ts'

const plain = Outlet.parse({ name: '政府网站', urlPrefix: 'https://city.example/' })
const app = Outlet.parse({ name: '客户端', urlPrefix: 'https://app.example/', render: 'browser' })
const [step] = policy.escalation
const telling = Policy.parse({
  ...policy,
  escalation: [
    { ...step, id: 'lost', on: 'release-lost' },
    { ...step, id: 'unreadable', on: 'release-unreadable' }
  ]
})

test('a desk without outlets, without the browser that one asks for, or without a step for a lost release or one that cannot be read is told so', () => {
  expect(releaseWarnings({ outlets: [], policy: telling }, null)).toEqual([expect.stringContaining('任何页面都不能停止计时')])
  expect(releaseWarnings({ outlets: [plain, app], policy: telling }, null)).toEqual([expect.stringMatching(/客户端 须用浏览器/)])
  expect(releaseWarnings({ outlets: [plain], policy }, null)).toEqual([
    expect.stringContaining('没有 on: release-lost'),
    expect.stringContaining('没有 on: release-unreadable')
  ])
  expect(releaseWarnings({ outlets: [plain, app], policy: telling }, '/usr/bin/chromium')).toEqual([])
})

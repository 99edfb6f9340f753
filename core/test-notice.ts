import type { Contact } from './department.ts'
import { drillMark } from './escalation-words.ts'
import { chinaWallTime, type Instant } from './instant.ts'
import type { Notice } from './notice.ts'

/** The subject of every test message: no incident. */
export const testSubject = 'channel-test'

export function isTestNotice({ subject }: Pick<Notice, 'subject'>): boolean {
  return subject.kind === 'system' && subject.id === testSubject
}

interface TestOf {
  readonly id: string
  readonly contact: Contact
  readonly channel: string
  readonly address: string | null
  readonly by: string
  readonly now: Instant
  readonly drill: boolean
}

/** 测试消息: it says in its title and its text that it is one, who sent it, and that there is nothing to do. */
export function testNotice({ id, contact, channel, address, by, now, drill }: TestOf): Notice {
  const { id: contactId, name, role, departmentId } = contact
  return {
    id,
    subject: { kind: 'system', id: testSubject },
    reason: 'test',
    round: 0,
    recipient: { contactId, name, role, departmentId, address },
    channel,
    grade: null,
    title: `${drill ? drillMark : ''}【测试】望楼通知渠道测试`,
    body: `这是一条测试消息，不涉及任何事件，不必处理。\n由${by}于 ${chinaWallTime(now)} 经“${channel}”发给${name}。`,
    link: null,
    requestedAt: now,
    fetchedElapsedMs: null,
    drill
  }
}

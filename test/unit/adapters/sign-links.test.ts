import { describe, expect, it } from 'vitest'
import { createSignLinks } from '../../../adapters/sign-links.ts'
import type { Notice } from '../../../core/notice.ts'
import { at } from '../../support/incidents.ts'
import { noticeOf } from '../../support/notices.ts'

const options = { key: 'k'.repeat(32), validHours: 24, publicUrl: 'https://desk.example.invalid/' }
const links = createSignLinks(options)
const id = '0123456789abcdef0123456789abcdef'

function tokenOf(notice: Partial<Notice> = {}): string {
  return links.issue({ ...noticeOf(id), ...notice })?.split('#')[1] ?? ''
}

describe('a 一键签收链接', () => {
  it('stands behind #, fits a short message, and says which notice it signs for and when it is over', () => {
    expect(links.issue(noticeOf(id))).toBe(`https://desk.example.invalid/sign.html#${tokenOf()}`)
    expect(tokenOf()).toMatch(/^[A-Za-z0-9_-]{48}$/)
    expect(links.read(tokenOf())).toEqual({ noticeId: id, expiresAt: at('08:00', '2031-03-13') })
  })

  it('is the same each time, so that a notice that is sent again is the same message', () => {
    expect(tokenOf()).toBe(tokenOf())
  })

  it('is not read when a single sign of it was changed, or with another key', () => {
    const token = tokenOf()
    const places = Array.from(token, (_, place) => place)
    const changed = places.flatMap((place) => ['A', 'B', '_'].map((sign) => `${token.slice(0, place)}${sign}${token.slice(place + 1)}`))
    expect(changed.filter((one) => one !== token && links.read(one) !== null)).toEqual([])
    expect(createSignLinks({ ...options, key: 'x'.repeat(32) }).read(token)).toBeNull()
  })

  it.each(['', 'A', 'AAAA', `${'A'.repeat(47)}=`, `${tokenOf()}A`, `${tokenOf()} `, '链接'])('is not read from %j', (token) => {
    expect(links.read(token)).toBeNull()
  })

  it('is given to nobody who may not sign, and for nothing but incidents', () => {
    const { recipient } = noticeOf(id)
    expect(links.issue({ ...noticeOf(id), recipient: { ...recipient, role: 'supervisor' } })).toBeNull()
    expect(links.issue({ ...noticeOf(id), subject: { kind: 'system', id: 'x' } })).toBeNull()
  })
})

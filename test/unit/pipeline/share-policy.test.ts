import { describe, expect, test } from 'vitest'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import { createPolicySharing } from '../../../pipeline/grouping/share-policy.ts'
import { anchor, at, document, openingOf } from '../../support/incidents.ts'

/** As a store gives it: every part its own. */
function stored(words = '新事件'): IncidentDocument {
  const copy = JSON.parse(JSON.stringify(document(openingOf('II', [anchor('detected', at('08:00'))]), at('08:00')))) as IncidentDocument
  return { ...copy, state: { ...copy.state, policy: { ...copy.state.policy, version: words } } }
}

function openingPolicyOf({ events }: IncidentDocument): unknown {
  const body = events[0]?.body
  return body?.type === 'opened' ? body.policy : undefined
}

describe('the policies of incidents that are kept in memory', () => {
  test('are one where they say the same', () => {
    const lean = createPolicySharing()
    const [one, other] = [lean(stored('test')), lean(stored('test'))]
    expect(one.state.policy).toBe(other.state.policy)
    expect(openingPolicyOf(one)).toBe(one.state.policy)
  })

  test('stay apart where they differ, and no document says anything else than before', () => {
    const lean = createPolicySharing()
    const [one, other] = [lean(stored('2031-a')), lean(stored('2031-b'))]
    expect([one, other]).toEqual([stored('2031-a'), stored('2031-b')])
    expect(one.state.policy).not.toBe(other.state.policy)
  })

  test('are known again after many others came by', () => {
    const lean = createPolicySharing()
    for (let version = 0; version < 100; version++) expect(lean(stored(`v${version}`)).state.policy.version).toBe(`v${version}`)
    expect(lean(stored('v99')).state.policy).toBe(lean(stored('v99')).state.policy)
  })
})

import type { RouteLocationNormalized } from 'vue-router'
import type { PersonView } from '../../dashboard-api/contract.ts'

const narrow = '(max-width: 640px)'
const whole = 'wanglou-whole-page'

/** Where a leader with a telephone goes instead: the page made for it, unless the whole one was asked for. */
export function phonePageOf(to: Pick<RouteLocationNormalized, 'name' | 'params' | 'query'>, me: PersonView | null): string | null {
  if (to.query['full'] === '1') sessionStorage.setItem(whole, '1')
  if (me === null || !window.matchMedia(narrow).matches || sessionStorage.getItem(whole) === '1') return null
  if (me.roles.length === 0 || !me.roles.every((role) => role === 'leader' || role === 'deputy-leader')) return null
  if (to.name === 'desk') return '/m'
  return to.name === 'incident' ? `/m?id=${encodeURIComponent(String(to.params['id']))}` : null
}

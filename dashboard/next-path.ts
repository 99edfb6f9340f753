import type { RouteLocationNormalizedLoaded } from 'vue-router'

/** Where the person wanted to go. Only a path of this page: a link must not send a person elsewhere after signing in. */
export function nextPath({ query }: Pick<RouteLocationNormalizedLoaded, 'query'>): string {
  const next = query['next']
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

import { z } from 'zod'
import type { Mention } from './mention.ts'
import type { Source } from './source.ts'

/** 来源性质: an authority speaks, a medium reports, a person speaks. */
export const AuthorClass = z.enum(['official', 'media', 'personal'])
export type AuthorClass = z.infer<typeof AuthorClass>

export const authorClassWords = { official: '政务', media: '媒体', personal: '个人' } as const satisfies Record<AuthorClass, string>

/**
 * Who speaks, as far as the place where it stands tells: the tier of a configured source first, then the kind of medium. Null
 * where neither tells (a hot list has no author, an app may be anybody's).
 */
export function authorClassOf({ sourceKind }: Pick<Mention, 'sourceKind'>, tier: Source['mediaTier'] | null): AuthorClass | null {
  if (tier === 'official') return 'official'
  if (tier === 'self') return 'personal'
  if (tier === 'central' || tier === 'provincial' || tier === 'city') return 'media'
  switch (sourceKind) {
    case 'portal':
    case 'newspaper':
    case 'broadcast':
      return 'media'
    case 'forum':
    case 'tieba':
    case 'blog':
    case 'weibo':
    case 'wechat':
    case 'video':
    case 'hotline':
    case 'message-board':
      return 'personal'
    case 'app':
      return tier === 'commercial' ? 'media' : null
    case 'hot-list':
      return null
  }
}

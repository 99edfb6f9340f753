import type { z } from 'zod'

/** What a caller of one route has to know, beside what its access says. */
export interface Operation {
  /** One line in the language of the desk. */
  readonly summary: string
  readonly tag: string
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** By status: what the body is, `null` for none, or bytes of a media type. */
  readonly answers: Readonly<Record<number, Body>>
  /** Statuses of refusal beside those that follow from the route itself. */
  readonly problems?: readonly number[]
}

type Body = z.ZodType | null | { readonly mediaTypes: readonly string[] }

/** By method and address as the route is registered: `GET /api/incidents/:id`. */
export type Operations = Readonly<Record<string, Operation>>

export function bytes(...mediaTypes: readonly string[]): Body {
  return { mediaTypes }
}

export function isBytes(body: Body): body is { readonly mediaTypes: readonly string[] } {
  return body !== null && 'mediaTypes' in body
}

import type { Place, Span } from '../../core/assessment.ts'

/**
 * Places as a person would write them on an envelope: names that follow each other from the larger to the smaller are one
 * (天津市|和平区|南京路), and what stands inside the name of an organisation (天津市公安局) is no place of its own.
 */
export function joinAddresses(places: readonly Place[], organisations: readonly Span[]): Place[] {
  const joined: Place[] = []
  for (const place of places) {
    if (organisations.some((organisation) => isWithin(place, organisation))) continue
    const before = joined.at(-1)
    if (before !== undefined && isTouching(before, place) && isSmaller(place, before)) joined[joined.length - 1] = join(before, place)
    else joined.push(place)
  }
  return joined
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.field === outer.field && inner.offset >= outer.offset && inner.offset + inner.text.length <= outer.offset + outer.text.length
}

function isTouching(before: Span, after: Span): boolean {
  return before.field === after.field && before.offset + before.text.length === after.offset
}

/** A road is smaller than any division, a division than one whose code begins its own. */
function isSmaller(place: Place, before: Place): boolean {
  if (place.code === null) return true
  return before.code !== null && place.code.length > before.code.length && place.code.startsWith(before.code)
}

function join(before: Place, after: Place): Place {
  const text = before.text + after.text
  return after.code === null ? { ...before, text } : { ...after, text, offset: before.offset }
}

import type { Assessment, Place } from '../../core/assessment.ts'
import { msOf } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import { sketchOf, type Sketch } from './sketch.ts'

/** What two mentions are compared by: their wording, and what, where, when and who they speak of. */
export interface Features {
  readonly id: Mention['id']
  readonly parentId: Mention['id'] | null
  /** Milliseconds of its publication, of our first look where that is unknown. */
  readonly at: number
  readonly sketch: Sketch
  readonly relevant: boolean
  readonly eventType: string | null
  readonly subject: string | null
  readonly terms: ReadonlySet<string>
  /** Division codes down to the district. */
  readonly districts: ReadonlySet<string>
  /** Roads, villages, buildings: what places a happening on a map. */
  readonly spots: ReadonlySet<string>
  readonly organisations: ReadonlySet<string>
  /** Figures that the text states, `deaths:3`. */
  readonly figures: ReadonlySet<string>
  /** Milliseconds of the occurrence read from the text, where it is known to the hour. */
  readonly occurredAt: number | null
}

const mostTerms = 24

export function featuresOf(mention: Mention, assessment: Assessment): Features {
  const occurred = assessment.occurred !== null && assessment.occurred.precision !== 'day' ? msOf(assessment.occurred.at) : null
  return {
    id: mention.id,
    parentId: mention.parentId,
    at: msOf(mention.publishedAt ?? mention.observedAt),
    sketch: sketchOf(mention.title, mention.text),
    relevant: assessment.relevant,
    eventType: assessment.eventType,
    subject: assessment.subject,
    terms: new Set(assessment.signature.terms.slice(0, mostTerms)),
    ...placeFeatures(assessment.places),
    organisations: new Set(assessment.organisations.map((span) => span.text).filter((name) => name.length >= 4)),
    figures: new Set(Object.entries(assessment.facts).flatMap(([name, fact]) => (fact !== null && fact.value > 0 ? `${name}:${fact.value}` : []))),
    occurredAt: occurred
  }
}

export function placeFeatures(places: readonly Place[]): Pick<Features, 'districts' | 'spots'> {
  return {
    districts: new Set(places.flatMap((place) => (place.code !== null && place.code.length >= 6 ? place.code.slice(0, 6) : []))),
    spots: new Set(places.filter(isSpot).map((place) => place.text))
  }
}

const spotEnding =
  /(路|街|道|巷|里|村|社区|小区|花园|大厦|广场|中心|桥|站|港|码头|厂|公园|景区|大学|学院|学校|中学|小学|幼儿园|医院|市场|商场|商城|工地|镇|乡|口|园|库|矿|河|湖|湾)$/

function isSpot(place: Place): boolean {
  if (place.code !== null) return place.code.length > 6
  return place.text.length >= 3 && spotEnding.test(place.text)
}

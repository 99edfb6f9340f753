/** One figure that must not fall below (or rise above) what was reached. */
export interface Floor {
  readonly measure: string
  readonly set: string
  readonly figure: string
  readonly atLeast?: number
  readonly atMost?: number
}

/**
 * What the judgement has reached on the labelled sets, a little below the figures so that a harmless change does not fail. The
 * sets are the half for development: see docs/judgement.md.
 */
export const floors: readonly Floor[] = [
  { measure: 'm1', set: 'pages', figure: 'bodyF1', atLeast: 0.987 },
  { measure: 'm1', set: 'pages', figure: 'bodyF1Gbk', atLeast: 0.99 },
  { measure: 'm2', set: 'pages', figure: 'title', atLeast: 1 },
  { measure: 'm2', set: 'pages', figure: 'day', atLeast: 1 },
  { measure: 'm2', set: 'pages', figure: 'minute', atLeast: 1 },
  { measure: 'm3', set: 'ced_weibo', figure: 'pairF1', atLeast: 0.94 },
  { measure: 'm3', set: 'ced_weibo', figure: 'b3F1', atLeast: 0.98 },
  { measure: 'm4', set: 'gov_messages/hot', figure: 'b3F1', atLeast: 0.87 },
  { measure: 'm5', set: 'cec', figure: 'deathsWhereStated', atLeast: 0.98 },
  { measure: 'm5', set: 'cec', figure: 'deathsAll', atLeast: 0.99 },
  { measure: 'm5', set: 'cec', figure: 'injuriesAll', atLeast: 0.99 },
  { measure: 'm5', set: 'cec', figure: 'trapsAvoided', atLeast: 1 },
  { measure: 'm5', set: 'cec', figure: 'bareZeros', atMost: 0 },
  { measure: 'm6', set: 'cec', figure: 'accuracy', atLeast: 0.97 },
  { measure: 'm6', set: 'cec', figure: 'underGraded', atMost: 0 },
  { measure: 'm6', set: 'official_grades', figure: 'accuracy', atLeast: 1 },
  { measure: 'm6', set: 'official_grades', figure: 'aggregatesUngraded', atLeast: 1 },
  { measure: 'm7', set: 'weibo_hot/tianjin', figure: 'f1', atLeast: 0.96 },
  { measure: 'm7', set: 'xinwenlianbo', figure: 'alarmShare', atMost: 0 },
  { measure: 'm8', set: 'smp2020_emotion/usual', figure: 'macroF1', atLeast: 0.8 },
  { measure: 'm8', set: 'smp2020_emotion/virus', figure: 'macroF1', atLeast: 0.8 },
  { measure: 'm9', set: 'gov_messages/replied', figure: 'top1', atLeast: 0.71 },
  { measure: 'm9', set: 'gov_messages/replied', figure: 'top3', atLeast: 0.9 },
  { measure: 'm10', set: 'cluener', figure: 'placesExactF1', atLeast: 0.51 },
  { measure: 'm10', set: 'cluener', figure: 'placesOverlapF1', atLeast: 0.68 },
  { measure: 'm10', set: 'cluener', figure: 'organisationsExactF1', atLeast: 0.71 },
  { measure: 'm10', set: 'cluener', figure: 'organisationsOverlapF1', atLeast: 0.79 }
]

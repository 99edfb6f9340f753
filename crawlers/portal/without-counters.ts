const counted = '(?:阅读|浏览|点击|查看|评论|回复|跟帖)'
const counters = new RegExp(
  `(?:[[(（]?\\s*(?:${counted}(?:量|数|次数)?\\s*[:：]?\\s*\\d+\\s*次?|\\d+\\s*(?:次|人|条)?${counted})\\s*[\\])）]?\\s*)+$`
)

/** A headline as it stays while it is read and answered: the counts behind it change at each look and are no news. */
export function withoutCounters(title: string): string {
  return title.trim().slice(0, 300).replace(counters, '').replace(/\s+/g, '')
}

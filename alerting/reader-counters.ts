/** Lines that count readers change by themselves. Blanks are bounded: two runs side by side take quadratic time. */
const counters = /^.*(阅读|浏览|点击|访问|点赞|评论|转发|收藏)(量|数|次数)?[^\S\n]{0,5}[:：]?[^\S\n]{0,5}\d.*$/gm

/** A text without its lines that count readers. */
export function withoutCounters(text: string): string {
  return text.replace(counters, '')
}

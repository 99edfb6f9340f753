/** Signs that turn the order in which the signs around them are shown, and show nothing of their own. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** As long as what it stands for, so that places within the text stay where they are. */
const mark = '\ufffd'

/**
 * What others wrote, as people are shown it: a sign that would turn its order (`死亡\u202e21\u202c人` reads 死亡12人) is a visible mark, so that
 * everybody reads what the machine read. What is kept stays as it was written.
 */
export function shownText(text: string): string {
  return text.replace(turning, mark)
}

/** A function is known as a verb by what it answers with, or by being given who does it and when. */
const decides = /\)\s*:\s*(Promise<)?Decision\b/
const isGiven = /\bCommandContext\b/
/** What a call makes, what is a function by the name of a type, or what stands under another name, may be a verb whose head is elsewhere. */
const isMade = /^export const [a-z]\w*(?: = (?!z\.)[\w.]+\(|\s*:[^=]+=\s*(?:async\s*)?\()/
/** What checks and no more. */
const checks = /\)\s*:\s*(void|boolean|string)\s*[{=]/

/** Names of the verbs that a file exports, read from its text: so that one that nobody put on the list is found. */
export function verbsIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const renamed = Array.from(code.matchAll(/^export \{([^}]*)\}/gm), ([, names = '']) =>
    names.split(',').map((one) => one.trim().split(' ').at(-1) ?? '')
  ).flat()
  const own = [...code.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].flatMap(({ index, 1: name }) => {
    const head = headOf(code.slice(index))
    if (name !== undefined && isMade.test(head)) return [name]
    return name !== undefined && head.includes('(') && (decides.test(head) || (isGiven.test(head) && !checks.test(head))) ? [name] : []
  })
  return [...own, ...renamed.filter((name) => name !== '')]
}

/** Up to where its body begins: a brace that no bracket holds and that a type does not open. */
function headOf(code: string): string {
  let depth = 0
  for (let place = 0; place < code.length; place++) {
    const letter = code.charAt(place)
    if (letter === '(' || letter === '[') depth += 1
    else if (letter === ')' || letter === ']') depth -= 1
    else if (depth === 0 && (letter === '\n' || (letter === '{' && code.slice(0, place).includes(')')))) return code.slice(0, place + 1)
  }
  return code
}

/** What a template may name. `text` is the message, in parts where it is long; `secret` comes from a file or the environment. */
export const placeholders = ['phone', 'text', 'grade', 'name', 'link', 'signLink', 'id', 'secret'] as const
export type Placeholder = (typeof placeholders)[number]
export type Values = Readonly<Record<Placeholder, string>>

/** A template as YAML gives it: `{name}` in any text is filled in, and `{$json: …}` becomes a text that holds JSON. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [field: string]: Template }

const named = /\{([A-Za-z]+)\}/g

/** Fills a template. What is filled in is never read as a template, or as JSON, again. */
export function fillTemplate(template: Template, values: Values): Template {
  if (typeof template === 'string') return template.replace(named, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole))
  if (typeof template !== 'object' || template === null) return template
  if (isList(template)) return template.map((one) => fillTemplate(one, values))
  const { $json: inner } = template
  if (inner !== undefined) return JSON.stringify(fillTemplate(inner, values))
  return Object.fromEntries(Object.entries(template).map(([field, value]) => [field, fillTemplate(value, values)]))
}

/** Placeholders that a template names, known or not. */
export function namesIn(template: Template): readonly string[] {
  if (typeof template === 'string') return Array.from(template.matchAll(named), ([, name = '']) => name)
  if (typeof template !== 'object' || template === null) return []
  return (isList(template) ? template : Object.values(template)).flatMap(namesIn)
}

export function isPlaceholder(name: string): name is Placeholder {
  return placeholders.some((known) => known === name)
}

function isList(template: object): template is readonly Template[] {
  return Array.isArray(template)
}

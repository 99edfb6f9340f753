/** English by its Chinese text. */
export type Catalogue = Readonly<Record<string, string>>

const place = /\{(\d+)(?:\|([^|}]*)\|([^}]*))?\}/g

/** `{0} {0|item|items} of {1}` with its values: a place stands for its value, or for one of two words by whether that is 1. */
export function fill(text: string, values: readonly unknown[]): string {
  return text.replace(place, (_, at: string, one: string | undefined, many: string | undefined) => {
    const value = String(values[Number(at)])
    return one === undefined ? value : value === '1' ? one : (many ?? '')
  })
}
